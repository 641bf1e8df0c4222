// Recorded runs that come with the lab, played on the page.
import { afterEach, describe, expect, test, vi } from 'vitest';
import { page } from 'vitest/browser';
import { parseRunText } from '../../src/core/run-file.ts';
import { momentOf, timelineOf } from '../../src/core/timeline.ts';
import { presetById, PRESETS } from '../../src/core/presets.ts';
import { RECORDINGS } from '../../src/ui/recordings.ts';
import {
  axeViolations,
  button,
  expectEnabled,
  focused,
  mountLab,
  settled,
  status,
  unmountLab,
} from './mount-lab.ts';

afterEach(() => {
  vi.restoreAllMocks();
  unmountLab();
});

const offer = () => button('Replay a recorded run');
const moment = () => page.getByRole('slider', { name: 'Moment of the recording' });

test('it is played, held, moved and over, always labelled, and a run takes its place', async () => {
  const { app, lab } = await mountLab();
  await expect.element(page.getByText(/^of this preset, recorded on/)).toBeVisible();
  expect(await axeViolations()).toEqual([]);
  await offer().click();
  await expect.element(page.getByText(/^Quick start: recorded on .+, not computed here\.$/)).toBeVisible();
  await expect.element(status()).toHaveTextContent(/^Recorded · Training the teacher/);
  expect(focused()?.ariaLabel).toBe('Pause the recording');
  await button('Pause the recording').click();
  const { at } = app.state.run.playback!;
  expect(await axeViolations()).toEqual([]);

  await page.getByRole('combobox', { name: 'Speed' }).selectOptions('16×');
  await button('Play the recording').click();
  await expect.poll(() => app.state.run.playback!.at).toBeGreaterThan(at + 4);
  await button('Pause the recording').click();
  await moment().fill('0');
  expect(app.state.run.history).toEqual([]);
  await moment().fill('1000');
  expect(app.state.run).toMatchObject({ status: 'finished', origin: { from: 'recorded' } });
  await expect.element(page.getByText(/The distilled student made [\d,]+ fewer errors/)).toBeVisible();
  await expect.element(page.getByText(/^Quick start: recorded on .+, not computed here\.$/)).toBeVisible();
  await expectEnabled('Export', true);
  expect(await axeViolations()).toEqual([]);

  await button('Play again the recording').click();
  await expect.poll(() => app.state.run.status).toBe('replaying');
  await button('Run').click();
  lab.begin();
  await settled(app);
  await expect.element(moment()).not.toBeInTheDocument();
  await new Promise((resolve) => setTimeout(resolve, 300)); // more than a tick of the clock
  expect(app.state.run.status).toBe('running');
  await expect.element(offer()).not.toBeInTheDocument();
});

test('it is offered for its own experiment only, also where nothing computes', async () => {
  const { app, lab } = await mountLab({ waiting: true });
  lab.send({ kind: 'failure', error: { code: 'backend', message: 'Nothing here can compute.', hint: '' } });
  await expect.element(offer()).toBeVisible();
  app.load({ ...presetById('quick')!.config, seed: 4 });
  await expect.element(offer()).not.toBeInTheDocument();
  await button('Run').click({ force: true });
  expect(lab.calls).not.toContain('run');
});

// Each of a preset that no other test here has brought: a recording is brought once.
test.each([
  ['that does not arrive', 'capacity-gap', () => Promise.resolve(new Response('', { status: 404 }))],
  ['that is something else', 'ensemble', () => Promise.resolve(new Response('<html>'))],
  ['without a network', 'honest-null', () => Promise.reject(new TypeError('Failed to fetch'))],
])('one %s is told about, and the page stays as it is', async (_, preset, answer) => {
  vi.spyOn(globalThis, 'fetch').mockImplementation(answer);
  const { app } = await mountLab({ hash: `#v=2&from=${preset}` });
  await offer().click();
  await expect.element(page.getByText(/^The recorded run could not be loaded \(.+\)\.$/)).toBeVisible();
  expect(app.state.run.status).toBe('idle');
});

test('one that arrives when something else is wanted does not take over the page', async () => {
  const arrive: (() => void)[] = [];
  const real = globalThis.fetch;
  vi.spyOn(globalThis, 'fetch').mockImplementation(async (...request) => {
    await new Promise<void>((resolve) => arrive.push(resolve));
    return real(...request);
  });
  const { app } = await mountLab({ hash: '#v=2&from=bad-teacher' }); // which no other test here has brought
  await offer().click();
  await vi.waitFor(() => expect(arrive).toHaveLength(1));
  app.load(presetById('t-squared')!.config);
  await offer().click();
  await vi.waitFor(() => expect(arrive).toHaveLength(2));
  arrive[1]!();
  await expect.poll(() => app.state.run.origin?.name).toBe('What T² is for');
  arrive[0]!();
  await new Promise((resolve) => setTimeout(resolve, 500));
  expect(app.state.run.origin?.name).toBe('What T² is for');
});

/** Their teachers come with the lab, or are trained by the reference trainer. */
const OTHER_NETWORKS = ['cnn-teaches-mlp', 'methods-cnn', 'methods-vit'];

test('there is one of every preset but those that take longest', () => {
  const without = ['full', 'hinton-2015', 'methods', ...OTHER_NETWORKS, 'quantise'];
  const ids = PRESETS.map(({ id }) => id).filter((id) => !without.includes(id));
  expect(RECORDINGS.map(({ preset }) => preset).sort()).toEqual(ids.sort());
});

describe.each(RECORDINGS)('the recording of $preset', ({ preset, url, recordedOn }) => {
  test('is a run of that preset, trained whole, that can be played to its end', async () => {
    const parsed = parseRunText(await (await fetch(url)).text());
    if (!parsed.ok) throw new Error(parsed.problems[0]!.message);
    const record = parsed.value;
    expect(record.config).toEqual(presetById(preset)!.config);
    expect(record.environment).toMatchObject({ adapter: recordedOn, trainer: 'fused' });
    expect(record.reused).toBeUndefined();
    const timeline = timelineOf(record);
    expect(timeline.seconds).toBeGreaterThan(5);
    const { history, results, verdicts } = momentOf(timeline, timeline.seconds);
    expect(history).toHaveLength(record.history.length);
    expect(new Set(results)).toEqual(new Set(record.results));
    expect(verdicts).toEqual(record.verdicts);
  });
});
