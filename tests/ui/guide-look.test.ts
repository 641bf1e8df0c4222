// The guided tour on a phone and a desktop: axe finds nothing, words fit on a screen, and nothing lies under it for good.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { STEPS } from '../../src/ui/guide/steps.ts';
import { axeViolations, button, mountLab, settled, unmountLab } from './mount-lab.ts';

/** About ninety, and names of buttons. */
const MOST_WORDS = 110;

beforeEach(() => localStorage.clear());
afterEach(unmountLab);

const guide = () => document.querySelector('lab-app')!.shadowRoot!.querySelector<HTMLElement>('guided-path')!;
const wordsIn = (element: Element) => element.textContent.split(/\s+/).filter(Boolean).length;
const count = () => wordsIn(guide().shadowRoot!.querySelector('.what > div')!);

const SCREENS = [
  [390, 844],
  [1440, 900],
] as const;

for (const [width, height] of SCREENS)
  for (const [i, step] of STEPS.entries())
    test(`step ${i + 1} at ${width} px`, async () => {
      await page.viewport(width, height);
      const { app } = await mountLab({ search: `?guide=${i + 1}` });
      await expect.element(button(step.choices[0]!.name)).toBeVisible();
      expect(await axeViolations()).toEqual([]);
      expect(count()).toBeLessThanOrEqual(MOST_WORDS);

      await button(step.choices[0]!.name).click();
      await settled(app);
      expect(await axeViolations()).toEqual([]);

      await button('Show me').click();
      await expect
        .poll(() => guide().shadowRoot!.textContent, { timeout: 20_000 })
        .toContain('You predicted');
      await settled(app);
      for (;;) {
        expect(await axeViolations()).toEqual([]);
        expect(count()).toBeLessThanOrEqual(MOST_WORDS);
        if (button('Read on').elements().length === 0) break;
        await button('Read on').click();
      }
      expect(guide().scrollWidth).toBeLessThanOrEqual(width);
      // As much room at the page's edge as the tour takes.
      const { paddingTop, paddingBottom } = getComputedStyle(app);
      const room = Number.parseFloat(width < 760 ? paddingTop : paddingBottom);
      expect(room).toBeGreaterThanOrEqual(guide().offsetHeight);
      expect(guide().scrollHeight).toBeLessThanOrEqual(guide().clientHeight + 1); // nothing to scroll for
    });

test('on a phone it folds to its title', async () => {
  await page.viewport(390, 844);
  await mountLab({ search: '?guide=3' });
  const fold = page.getByRole('button', { name: 'the words of this step' });
  await fold.click();
  await expect.element(fold).toHaveAttribute('aria-expanded', 'false');
  await expect.element(button('1,000 and 600')).not.toBeInTheDocument();
  expect(guide().offsetHeight).toBeLessThan(90);
  await fold.click();
  await expect.element(button('1,000 and 600')).toBeVisible();
});
