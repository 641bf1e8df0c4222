/** The guided tour and a talk in German: words and numbers, on a phone too, and English again with everything in its place. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { STEPS } from '../../src/ui/guide/steps.ts';
import { speak } from '../../src/ui/language.ts';
import { says } from './guide-tour.ts';
import { axeViolations, button, mountLab, settled, unmountLab } from './mount-lab.ts';

beforeEach(() => localStorage.clear());
afterEach(async () => {
  unmountLab();
  localStorage.clear();
  await speak('en');
  await page.viewport(1280, 800);
});

const guide = () => document.querySelector('lab-app')!.shadowRoot!.querySelector<HTMLElement>('guided-path')!;
const heading = (name: string) => page.getByRole('heading', { name });

test('a step of the tour in German, and in English again where it was', async () => {
  const { app, lab } = await mountLab({ search: '?guide=3' });
  await speak('de');
  await expect.element(heading('Mehr vom Lehrer als aus den Labels?')).toBeVisible();
  await says(/Schritt 3 von 7.*dieselben 1\.000 Bilder.*zu 90\s% auf den Lehrer bei T = 8/);
  await button('1.000 und 900').click();
  await says('Du sagst: „1.000 und 900“.');
  await button('Einrichten').click();
  await button('Starten').click();
  lab.finish();
  await says('Du hast „1.000 und 900“ vorausgesagt; herausgekommen ist „1.000 und 600“.');
  await says(
    /In deinem Lauf hat der Schüler mit harten Labels 890 von 10\.000 .* der destillierte 619: 271 weniger\./,
  );
  await button('Weiterlesen').click();
  await says(/Ist das fair\? Der Lehrer hat aus 10\.000 Labels gelernt/);
  expect(await axeViolations()).toEqual([]);

  const { run } = app.state;
  await speak('en');
  await says(/Is that fair\? The teacher learnt from 10,000 labels/); // the part that was open
  await button('Step 2, What does T do?').click();
  await button('Step 3, More from a teacher than from labels?').click();
  await says('You predicted “1,000 and 900”; it came out as “1,000 and 600”.');
  expect(app.state.run).toBe(run);
});

test('decimal commas in what is computed, and links within a sentence', async () => {
  await mountLab({ search: '?guide=2' });
  await speak('de');
  await button('Zeigen').click();
  await says(/3,32\sBit für T → ∞, wo jede Ziffer 10,0\s% hat/);
  await button('Schritt 7, Wann man nicht destilliert').click();
  await button('Zeigen').click();
  await says(/Im aufgezeichneten Lauf: [\d.]+ Fehler mit harten Labels/);
  for (let part = 1; part < 4; part += 1) await button('Weiterlesen').click();
  const link = page.getByRole('link', { name: 'Hinton, Vinyals und Dean 2015, womit es begann' });
  await expect.element(link).toHaveAttribute('href', 'https://arxiv.org/abs/1503.02531');
});

test('no step has a word of English, or is wider than a phone', async () => {
  await page.viewport(390, 844);
  const { app } = await mountLab({ search: '?guide=1' });
  await speak('de');
  for (const [i] of STEPS.entries()) {
    if (i > 0) await button('Nächster Schritt').click();
    await says(`Schritt ${i + 1} von 7`);
    await settled(app);
    expect(guide().shadowRoot!.textContent).not.toMatch(/\b(the|and|of|is|student|teacher)\b/i);
    for (const one of guide().shadowRoot!.querySelectorAll('button'))
      expect([one.textContent.trim(), one.scrollWidth > one.clientWidth]).toEqual([
        one.textContent.trim(),
        false,
      ]);
    expect(guide().scrollWidth).toBeLessThanOrEqual(390);
  }
});

test('a talk in German fits its window; its keys are listed', async () => {
  await page.viewport(1280, 720);
  const { app, lab } = await mountLab({ view: 'present' });
  await speak('de');
  await expect.element(page.getByText('α = 0,9')).toBeVisible();
  await userEvent.keyboard(' ');
  lab.finish();
  await settled(app);
  await expect.element(heading('Fehler auf 10.000 Testbildern')).toBeVisible();
  for (const name of ['Nächste Ansicht', 'Schneller', 'Aufzeichnung', 'Verlassen'])
    await expect.element(button(name)).toBeVisible();
  const { scrollWidth, scrollHeight } = document.scrollingElement!;
  expect([scrollWidth, scrollHeight]).toEqual([1280, 720]);
  expect(await axeViolations()).toEqual([]);
  await userEvent.keyboard('?');
  const keys = page.getByRole('dialog', { name: 'Tasten' });
  await expect.element(keys.getByText('Leertaste')).toBeVisible();
  await speak('en');
  await expect.element(page.getByRole('dialog', { name: 'Keys' }).getByText('Space')).toBeVisible();
});
