import { expect, test } from 'vitest';
import type { Progress } from '../../src/core/events.ts';
import { startProgress } from '../../src/headless/progress.ts';

/** What a stream is told by a run whose progress comes each 4 s, as it becomes known how long it takes. */
function shown(isTTY: boolean): string {
  let written = '';
  let now = 0;
  const stream = { isTTY, columns: 80, write: (text: string) => (written += text) };
  const line = startProgress(stream as unknown as NodeJS.WriteStream, () => now);
  const training = (step: number, secondsLeft?: number): Progress => ({
    ...{ phase: 'teacher', share: step / 100, epoch: 1, epochs: 1, step, steps: 100 },
    ...(secondsLeft !== undefined && { secondsLeft }),
  });
  line.show({ phase: 'preparing', share: 0 });
  for (let step = 0; step <= 4; step += 1) {
    now += 4000;
    line.show(training(step, step > 0 ? 400 - 4 * step : undefined));
  }
  line.end();
  return written;
}

test('where lines stay, one for each phase and one each ten seconds, with the time left', () => {
  expect(shown(false).split('\n')).toEqual([
    expect.stringMatching(/Preparing$/),
    expect.stringMatching(/step 0 of 100$/),
    expect.stringMatching(/step 3 of 100 · 6 min 28 s left$/),
    '',
  ]);
});

test('on a terminal, one line that is rewritten each time and wiped at the end', () => {
  const wipe = '\r\u001b[2K';
  const lines = shown(true).split(wipe);
  expect(lines).toHaveLength(1 + 6 + 1);
  expect(lines.at(-2)).toMatch(/step 4 of 100 · 6 min 24 s left$/);
  expect(lines.at(-1)).toBe('');
});
