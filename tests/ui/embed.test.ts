/** The lab in a frame: the stage and its buttons, a way to the whole lab, and nothing left behind in the reader's browser. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { linkTo } from '../../src/ui/address.ts';
import { axeViolations, button, mountLab, settled, unmountLab } from './mount-lab.ts';

beforeEach(async () => {
  await page.viewport(960, 600);
});
afterEach(async () => {
  vi.restoreAllMocks();
  unmountLab();
  await page.viewport(1280, 800);
});

test('the stage, the run’s buttons and a link to the whole lab, from start to end', async () => {
  const { app, lab } = await mountLab({ view: 'embed', hash: '#v=1&T=4' });
  expect(lab.calls).toEqual(['keeps nothing', 'open']);
  const link = page.getByRole('link', { name: /^Dark Knowledge Lab, the whole of it in a new tab/ });
  await expect.element(link).toHaveAttribute('href', linkTo(app.state.config));
  await expect.element(link).toHaveAttribute('target', '_blank');
  expect(linkTo(app.state.config)).toContain('T=4');
  await expect.element(page.getByLabelText('Preset')).not.toBeInTheDocument();
  await expect.element(button('Share')).not.toBeInTheDocument();
  await expect.element(page.getByRole('tab').first()).not.toBeInTheDocument();
  expect(await axeViolations()).toEqual([]);
  await button('Run').click();
  lab.begin();
  lab.train('teacher', 1);
  lab.train('students', 0.5);
  await settled(app);
  await expect.element(page.getByRole('img', { name: 'Accuracy' })).toBeVisible();
  expect(await axeViolations()).toEqual([]);
  await button('Pause').click();
  await button('Resume').click();
  lab.finish();
  await settled(app);
  await expect.element(page.getByText(/^The distilled student made 271 fewer errors/)).toBeVisible();
  expect(lab.calls.slice(2)).toEqual(['run', 'pause', 'resume']);
  expect(await axeViolations()).toEqual([]);
});

test('keys are the page’s around it: they do nothing', async () => {
  const { lab } = await mountLab({ view: 'embed' });
  await userEvent.keyboard(' .r?m');
  expect(lab.calls).toEqual(['keeps nothing', 'open']);
});

test('no run is kept, and no database is opened', async () => {
  const opened = vi.spyOn(indexedDB, 'open');
  const wrote = vi.spyOn(Storage.prototype, 'setItem');
  const { app, lab } = await mountLab({ view: 'embed' });
  await button('Run').click();
  lab.finish();
  await settled(app);
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(opened).not.toHaveBeenCalled();
  expect(wrote).not.toHaveBeenCalled();
  expect(app.state.notices).toEqual([]);
  unmountLab();
  await mountLab(); // the plain page does, or this test would not see it
  await vi.waitFor(() => expect(opened).toHaveBeenCalled());
});

test.each([
  [960, 600],
  [960, 540],
])('at %i x %i all of it is in the frame', async (width, height) => {
  await page.viewport(width, height);
  const { app, lab } = await mountLab({ view: 'embed' });
  await button('Run').click();
  lab.finish();
  await settled(app);
  const { scrollWidth, scrollHeight } = document.scrollingElement!;
  expect([scrollWidth, scrollHeight]).toEqual([width, height]);
  const box = page
    .getByText(/^The distilled student made/)
    .element()
    .getBoundingClientRect();
  expect(box.bottom).toBeLessThanOrEqual(height);
});

test('in a narrow frame the run’s buttons stay in sight, and nothing is cut off', async () => {
  await page.viewport(400, 700);
  await mountLab({ view: 'embed' });
  expect(document.scrollingElement!.scrollWidth).toBe(400);
  for (const name of ['Run', 'Pause', 'Step', 'Stop', 'Reset']) {
    const box = button(name).element().getBoundingClientRect();
    expect([name, box.bottom <= 700 && box.right <= 400 && box.height >= 44]).toEqual([name, true]);
  }
});
