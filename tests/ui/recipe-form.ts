/** The recipe's cards and fields on a page that is mounted. */
import type { LabApp } from '../../src/ui/lab-app.ts';
import { settled } from './mount-lab.ts';

export function rail(app: LabApp): ShadowRoot {
  return app.shadowRoot!.querySelector('recipe-rail')!.shadowRoot!;
}

export function field(app: LabApp, path: string): ShadowRoot {
  return rail(app).querySelector(`[data-path="${path}"]`)!.shadowRoot!;
}

export async function openCards(app: LabApp): Promise<void> {
  for (const card of rail(app).querySelectorAll('details')) card.open = true;
  await settled(app);
}
