/** What a reader has set in the system or the browser: less motion, forced colours, a dark page. */
import { cdp } from 'vitest/browser';

interface Session {
  send(method: string, parameters: unknown): Promise<unknown>;
}

/** @param features such as `{ 'forced-colors': 'active' }`; none for what the browser has of itself */
export async function emulate(features: Readonly<Record<string, string>> = {}): Promise<void> {
  await (cdp() as unknown as Session).send('Emulation.setEmulatedMedia', {
    features: Object.entries(features).map(([name, value]) => ({ name, value })),
  });
}
