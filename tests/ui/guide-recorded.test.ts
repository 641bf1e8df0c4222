// Steps of the guided tour whose numbers are those of recorded runs: what they say is what the recordings hold.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { page } from 'vitest/browser';
import type { RunRecord } from '../../src/core/run-record.ts';
import { STEPS } from '../../src/ui/guide/steps.ts';
import { config, opened, says } from './guide-tour.ts';
import { button, unmountLab, type Mounted } from './mount-lab.ts';
import { recorded } from './recorded.ts';

beforeEach(() => localStorage.clear());
afterEach(() => {
  vi.restoreAllMocks();
  unmountLab();
});

const errorsOf = ({ results }: RunRecord, role: string, setting?: string): string =>
  results
    .find((one) => one.role === role && (setting === undefined || one.setting === setting))!
    .testErrors.toLocaleString('en');

async function shown(step: number): Promise<Mounted> {
  const mounted = await opened(step);
  await button('Show me').click();
  await expect.poll(() => mounted.app.state.run.origin?.from, { timeout: 20_000 }).toBe('recorded');
  return mounted;
}

test('replayed as a film, or at its end at once', async () => {
  const { app, lab } = await opened(3);
  await button('1,000 and 600').click();
  await button('Replay the recorded run').click();
  await expect.poll(() => app.state.run.status).toBe('replaying');
  await button('Go to its end').click();
  const record = await recorded('quick');
  await says(
    new RegExp(
      `In the recorded run .* gets ${errorsOf(record, 'hardLabel')} of 10,000 .* ${errorsOf(record, 'distilled')}:`,
    ),
  );
  expect(lab.calls.filter((call) => call.startsWith('run'))).toEqual([]);
});

test('a digit that nobody showed, and its bias', async () => {
  await shown(4);
  const { results } = await recorded('omit-a-digit');
  const distilled = results.find(({ role }) => role === 'distilled')!;
  const share = (of: number) => (100 * of).toFixed(1);
  await says(
    new RegExp(`names 0\\.0\\s% of the 3s, the distilled one ${share(distilled.perClassAccuracy[3]!)}\\s%`),
  );
  await button('Draw a 3').click();
  await expect
    .element(page.getByRole('tab', { name: 'Draw a digit' }))
    .toHaveAttribute('aria-selected', 'true');
  await button('Read on').click();
  await says(new RegExp(`brings it to ${share(distilled.biasMatched!.perClassAccuracy[3]!)}\\s% of the 3s`));
  await button('Move the bias').click();
  await expect.element(page.getByRole('slider', { name: 'Bias' })).toBeVisible();
});

test('what is labels, and what is dark knowledge', async () => {
  await shown(5);
  const record = await recorded('few-labels');
  const [few, control, soft] = [
    errorsOf(record, 'hardLabel', 'labels = 500'),
    errorsOf(record, 'pseudoLabel'),
    errorsOf(record, 'distilled'),
  ];
  await says(
    new RegExp(`${few} errors from 500 labels, ${control} from top answers, ${soft} from soft targets`),
  );
  await says(new RegExp(`The other ${Number(control) - Number(soft)} are what only soft targets say`));
  await button('Read on').click();
  await says(/than the pseudo-label student\. One seed shows little/);
});

test('no difference shown is a result', async () => {
  const { app } = await opened(6);
  await button('Clearly fewer errors').click();
  await button('Show me').click();
  await says(/“Clearly fewer errors”; it came out as “About as many”/);
  await says(/In the recorded run: The distilled student made .* That is a result, too/);
  await button('Set five seeds').click();
  expect(app.state.config).toEqual({ ...config('honest-null'), seeds: 5 });
  await button('Read on').click();
  await says(/nothing is chosen on test images/);
});

test('when not to distil, other kinds of it, and what to read next', async () => {
  const { app } = await shown(7);
  const record = await recorded('capacity-gap');
  await says(
    new RegExp(
      `${errorsOf(record, 'hardLabel')} errors from the labels, ${errorsOf(record, 'distilled')} from the teacher`,
    ),
  );
  await button('Read on').click();
  await button('Read on').click();
  await says(/its published parameters say T = 2.*its teacher is BERT-base.*TinyBERT matches attention maps/);
  await button('Read on').click();
  const links = page.getByRole('link', { name: / 20\d\d/ }).elements() as HTMLAnchorElement[];
  expect(links).toHaveLength(4);
  for (const { target, rel, href } of links)
    expect([target, rel, href]).toEqual([
      '_blank',
      'noopener',
      expect.stringMatching(/^https:\/\/arxiv\.org\/abs\//),
    ]);
  await button(`Step 6, ${STEPS[5]!.title}`).click();
  await button(`Step 7, ${STEPS[6]!.title}`).click();
  await button('Read on').click();
  await button('Set up Bad teachers').click();
  expect(app.state.config).toEqual(config('bad-teacher'));
  await button('Replay a recorded run').click();
  await page.getByRole('slider', { name: 'Moment of the recording' }).fill('1000');
  const bad = await recorded('bad-teacher');
  await says(
    new RegExp(`untrained, ${errorsOf(bad, 'distilled', 'teacher: untrained')}\\. A student cannot know`),
  );
});
