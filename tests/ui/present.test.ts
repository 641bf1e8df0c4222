/** A talk: the stage alone, driven by keys, that fits its window and never goes further than it was asked to. */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { DEFAULT_EXPERIMENT, presetById } from '../../src/core/presets.ts';
import type { LabApp } from '../../src/ui/lab-app.ts';
import { axeViolations, button, expectEnabled, mountLab, settled, unmountLab } from './mount-lab.ts';
import { MNIST } from './fake-lab.ts';

beforeEach(async () => {
  await page.viewport(1280, 720);
});
afterEach(async () => {
  vi.restoreAllMocks();
  unmountLab();
  await page.viewport(1280, 800);
});

const press = async (app: LabApp, ...keys: string[]): Promise<void> => {
  for (const key of keys) await userEvent.keyboard(key);
  await settled(app);
};
const heading = (name: string | RegExp) => page.getByRole('heading', { name });
const charts = () => page.getByRole('img', { name: 'Accuracy' });

/** Nothing is wider or higher than its window, and nothing that is shown is cut off. */
function expectNothingScrolls(app: LabApp): void {
  const { scrollWidth, scrollHeight } = document.scrollingElement!;
  expect([scrollWidth, scrollHeight]).toEqual([innerWidth, innerHeight]);
  const stage = app.shadowRoot!.querySelector('present-stage')!;
  expect(stage.scrollHeight).toBeLessThanOrEqual(stage.clientHeight);
  const main = stage.shadowRoot!.querySelector('main')!.getBoundingClientRect();
  for (const part of stage.shadowRoot!.querySelectorAll('main > :not([hidden])')) {
    const box = part.getBoundingClientRect();
    expect([part.localName, box.bottom <= main.bottom + 1]).toEqual([part.localName, true]);
    expect([part.localName, box.top >= main.top - 1]).toEqual([part.localName, true]);
  }
}

describe('the stage', () => {
  test('shows the question, the experiment and the networks, and neither recipe nor editors', async () => {
    const { app, lab } = await mountLab({ view: 'present' });
    await expect.element(heading(/^Can a small network learn more/)).toBeVisible();
    await expect.element(page.getByText('Quick start: 1,000 labels')).toBeVisible();
    await expect.element(page.getByText('α = 0.9')).toBeVisible();
    await expect.element(page.getByText(/^Which student will make fewer errors/)).toBeVisible();
    await expect.element(page.getByLabelText('Preset')).not.toBeInTheDocument();
    await expect.element(page.getByRole('slider', { name: /^Temperature T/ })).not.toBeInTheDocument();
    await expect.element(page.getByRole('tab').first()).not.toBeInTheDocument();
    expect(lab.calls).toEqual(['open']); // a link starts nothing
    expect(app.view).toBe('present');
    expect(await axeViolations()).toEqual([]);
  });

  test.each([
    [1280, 720],
    [1440, 900],
    [1920, 1080],
    [3840, 2160],
  ])('at %i x %i everything fits, and grows with the window', async (width, height) => {
    await page.viewport(width, height);
    const { app, lab } = await mountLab({ view: 'present' });
    expectNothingScrolls(app);
    const title = heading(/^Can a small network/).element();
    expect(title.getBoundingClientRect().height).toBeGreaterThanOrEqual(height / 25);
    await press(app, ' ');
    lab.begin();
    lab.train('teacher', 1);
    lab.train('students', 0.5);
    await settled(app);
    expectNothingScrolls(app);
    lab.finish();
    await settled(app);
    expectNothingScrolls(app);
    const errors = page.getByText(/^619/).element().getBoundingClientRect();
    expect(errors.height).toBeGreaterThan(height / 8); // read from the back row
  });

  test('is accessible while it runs, at its end and with a panel', async () => {
    const { app, lab } = await mountLab({ view: 'present' });
    await press(app, ' ');
    lab.begin();
    lab.train('teacher', 0.5);
    await settled(app);
    await expect.element(charts()).toBeVisible();
    expect(await axeViolations()).toEqual([]);
    lab.finish();
    await settled(app);
    await expect.element(heading('Errors on 10,000 test images')).toBeVisible();
    await expect.element(page.getByText('890')).toBeVisible();
    await expect.element(page.getByText(/^The distilled student made 271 fewer errors/)).toBeVisible();
    expect(await axeViolations()).toEqual([]);
    await press(app, '{ArrowDown}');
    expect(await axeViolations()).toEqual([]);
  });

  test('many students have a line each, too many only those of the main comparison', async () => {
    const { app, lab } = await mountLab({ view: 'present' });
    app.load(presetById('tiny-student')!.config);
    await press(app, ' ');
    lab.finish();
    await settled(app);
    await expect.element(page.getByText('Distilled student, T = 2.5')).toBeVisible();
    expectNothingScrolls(app);
    await press(app, 'r');
    const vary = [{ path: 'distillation.temperature', values: [1, 2, 3, 4, 5, 6, 7, 8] }];
    app.load({ ...DEFAULT_EXPERIMENT, vary });
    await press(app, ' ');
    lab.finish();
    await settled(app);
    await expect.element(page.getByText('7 more students are in the panels.')).toBeVisible();
    expectNothingScrolls(app);
  });

  test('Leave gives the lab back as it was, and Present the stage, without a reload', async () => {
    const { app, lab } = await mountLab({ view: 'present', hash: '#v=1&T=4' });
    await press(app, ' ');
    lab.begin();
    await button('Leave').click();
    await settled(app);
    expect(location.search).not.toMatch(/[?&]present(&|$)/);
    expect(location.hash).toBe('#v=1&T=4');
    await expect.element(page.getByRole('slider', { name: /^Temperature T/ })).toHaveValue('4');
    expect(app.state.run.status).toBe('running');
    expect(lab.calls).toEqual(['open', 'run']);
    await button('Present').first().click();
    await settled(app);
    expect(location.search).toMatch(/[?&]present(&|$)/);
    await expect.element(button('Leave')).toBeVisible();
    await expect.element(button('Pause')).toBeVisible();
  });
});

describe('what saves a talk', () => {
  test('m plays the recorded run; Space holds it, the arrows are its speed', async () => {
    const { app, lab } = await mountLab({ view: 'present' });
    await press(app, 'm');
    await expect.poll(() => app.state.run.status).toBe('replaying');
    await expect.element(page.getByText(/^Recorded on .+, not computed here\.$/)).toBeVisible();
    await press(app, ' ');
    expect(app.state.run.playback!.playing).toBe(false);
    await press(app, ' ', '{ArrowRight}', '{ArrowRight}', '{ArrowRight}');
    expect(app.state.run.playback).toMatchObject({ playing: true, speed: 64 });
    await expect.element(page.getByText('64× as fast')).toBeVisible();
    await expect.element(heading(/^Errors on 10,000/)).toBeVisible();
    expect(lab.calls).toEqual(['open']);
  });

  test('where nothing computes, the recorded run is offered at once', async () => {
    const { app, lab } = await mountLab({ view: 'present', waiting: true });
    lab.send({ kind: 'failure', error: { code: 'network', message: 'The images did not come.', hint: '' } });
    await settled(app);
    expect(await axeViolations()).toEqual([]);
    await button('Show the recorded run of “Quick start: 1,000 labels” instead').click();
    await expect.poll(() => app.state.run.status).toBe('replaying');
  });

  test('a teacher that comes with the lab is offered where the experiment would train another', async () => {
    const { app, lab } = await mountLab({ view: 'present' });
    const offer = button('Start with the teacher that comes with the lab');
    await expect.element(offer).not.toBeInTheDocument();
    const config = presetById('full')!.config;
    const urls = { model: '', weights: '', run: '' };
    const teachers = [{ title: '256-256', config, testErrors: 200, testImages: 10_000, urls }];
    lab.send({ kind: 'dataset', dataset: { ...MNIST, teachers } });
    await offer.click();
    await settled(app);
    expect(app.state.config.teacher).toEqual(config.teacher);
    expect(app.state.config.student).toEqual(DEFAULT_EXPERIMENT.student);
    await expect.element(offer).not.toBeInTheDocument();
    app.load(presetById('bad-teacher')!.config);
    await expect.element(offer).not.toBeInTheDocument();
  });

  test('the screen stays awake while it is on the page, also when it was hidden in between', async () => {
    const sentinels = [0, 1, 2].map(() => ({ release: vi.fn(() => Promise.resolve()) }));
    let taken = 0;
    const request = vi
      .spyOn(navigator.wakeLock, 'request')
      .mockImplementation(() => Promise.resolve(sentinels[taken++] as unknown as WakeLockSentinel));
    await mountLab({ view: 'present' });
    await vi.waitFor(() => expect(request).toHaveBeenCalledTimes(1));
    document.dispatchEvent(new Event('visibilitychange'));
    await vi.waitFor(() => expect(request).toHaveBeenCalledTimes(2));
    await button('Leave').click();
    await vi.waitFor(() => expect(sentinels[1]!.release).toHaveBeenCalled());
    document.dispatchEvent(new Event('visibilitychange'));
    expect(request).toHaveBeenCalledTimes(2);
  });

  test('a wake lock or a full screen that is refused is no matter', async () => {
    vi.spyOn(navigator.wakeLock, 'request').mockRejectedValue(new DOMException('no', 'NotAllowedError'));
    const full = vi
      .spyOn(document.documentElement, 'requestFullscreen')
      .mockRejectedValue(new TypeError('no'));
    const { app } = await mountLab({ view: 'present' });
    await press(app, 'f');
    expect(full).toHaveBeenCalledTimes(1);
    await expectEnabled('Run', true);
  });
});
