/** The same experiment by keyboard alone, and a page that fits any width. */
import { afterEach, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { axeViolations, mountLab, settled, unmountLab } from './mount-lab.ts';

afterEach(async () => {
  unmountLab();
  await page.viewport(1280, 800);
});

/** The focused element, through every shadow root, by what it is called. */
function focused(): string {
  let element = document.activeElement;
  while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
  const name = element?.getAttribute('aria-label') ?? element?.textContent ?? '';
  return name.trim().replace(/\s+/g, ' ');
}

async function tabTo(name: string): Promise<void> {
  for (let presses = 0; presses < 60; presses += 1) {
    if (focused().startsWith(name)) return;
    await userEvent.keyboard('{Tab}');
  }
  throw new Error(`No Tab led to "${name}".`);
}

test('run, pause, resume and reset without a mouse, and the focus stays', async () => {
  const { app, lab } = await mountLab();
  await tabTo('Run');
  await userEvent.keyboard('{Enter}');
  lab.begin();
  lab.train('teacher', 0.5);
  await settled(app);
  expect(focused()).toBe('Run');
  await tabTo('Pause');
  await userEvent.keyboard(' ');
  await settled(app);
  expect(focused()).toBe('Resume');
  await userEvent.keyboard('{Enter}');
  lab.finish();
  await settled(app);
  await tabTo('Reset');
  await userEvent.keyboard('{Enter}');
  expect(lab.calls).toEqual(['open', 'run', 'pause', 'resume', 'reset']);
});

test('cards and panels open and close by keyboard', async () => {
  const { app } = await mountLab();
  await tabTo('Backend');
  await userEvent.keyboard('{Enter}');
  await expect.element(page.getByText('google swiftshader (software adapter)')).toBeVisible();
  expect(await axeViolations()).toEqual([]);
  await userEvent.keyboard('{Escape}');
  await expect.element(page.getByText('google swiftshader (software adapter)')).not.toBeVisible();
  expect(focused()).toContain('Backend');

  const card = app.shadowRoot!.querySelector('recipe-rail')!.shadowRoot!.querySelector('details')!;
  card.querySelector('summary')!.focus();
  await userEvent.keyboard('{Enter}');
  await expect.poll(() => card.open).toBe(true);
});

test.each([320, 390, 1024, 1440])('at %i px nothing is cut off', async (width) => {
  await page.viewport(width, 800);
  const { app, lab } = await mountLab();
  for (const card of app.shadowRoot!.querySelector('recipe-rail')!.shadowRoot!.querySelectorAll('details'))
    card.open = true;
  app.load({
    ...app.state.config,
    distillation: { ...app.state.config.distillation, pseudoLabelControl: true },
  });
  void app.start().catch(() => undefined);
  await expect.poll(() => lab.calls).toContain('run');
  lab.finish();
  await settled(app);
  expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(width);
  expect(await axeViolations()).toEqual([]);
});
