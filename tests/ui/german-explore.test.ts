/** What looks closer at a run, in German: panels, the drawing pad, the networks' strip; and back in English with what was chosen. */
import { afterEach, expect, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { LabError } from '../../src/core/errors.ts';
import type { ExperimentConfig } from '../../src/core/experiment.ts';
import { DEFAULT_EXPERIMENT as quick } from '../../src/core/presets.ts';
import { str, text } from '../../src/core/text.ts';
import type { LabApp } from '../../src/ui/lab-app.ts';
import { speak } from '../../src/ui/language.ts';
import { finished } from './finished.ts';
import { axeViolations, button, settled, unmountLab, type Mounted } from './mount-lab.ts';

afterEach(async () => {
  vi.restoreAllMocks();
  unmountLab();
  await speak('en');
});

const tab = (name: string) => page.getByRole('tab', { name, exact: true });
const stage = (app: LabApp) => app.shadowRoot!.querySelector('lab-stage')!.shadowRoot!;
const bars = () => page.getByRole('table', { name: /^Weiche Antworten/ });

/** A finished run, then German. */
async function inGerman(config: ExperimentConfig = quick): Promise<Mounted> {
  const mounted = await finished(config);
  await speak('de');
  await settled(mounted.app);
  return mounted;
}

/** All that stands in the open panel, shadow roots included. */
function shown(app: LabApp): string {
  const textOf = (node: Node): string => {
    if (node instanceof Element && node.localName === 'style') return '';
    if (node.nodeType === Node.TEXT_NODE) return node.textContent ?? '';
    const below = node instanceof Element && node.shadowRoot ? node.shadowRoot : node;
    return [...below.childNodes].map(textOf).join(' ');
  };
  const explore = stage(app).querySelector('lab-explore')!;
  return textOf(explore.shadowRoot!.querySelector('[role=tabpanel]')!).replaceAll(/\s+/g, ' ');
}

test('tabs, panels and numbers are German, and English again with all that was chosen', async () => {
  const { app } = await inGerman();
  await tab('Dark knowledge').click();
  await expect.element(page.getByRole('img', { name: 'Eine handgeschriebene 4' })).toBeVisible();
  const four = bars().getByRole('row', { name: /^4\s*, die richtige/ });
  await expect.element(four).toHaveTextContent(/24,2\s%.*31,7\s%.*19,9\s%/);
  await expect
    .element(
      bars()
        .getByText(/Entropie \d,\d\d\sBit/)
        .first(),
    )
    .toBeVisible();
  await page.getByRole('combobox', { name: 'Welche Ziffern' }).selectOptions('Nur 3');
  await button('T = 1').click();
  await expect.element(page.getByRole('table', { name: 'Weiche Antworten bei T = 1' })).toBeVisible();
  expect(await axeViolations()).toEqual([]);

  await speak('en');
  await settled(app);
  const [chosen] = page.getByRole('combobox', { name: 'Which digits' }).elements() as [HTMLSelectElement];
  expect(chosen.selectedOptions[0]!.textContent).toBe('Only 3');
  await expect
    .element(page.getByRole('table', { name: 'Softened answers at T = 1' }).getByRole('row', { name: /^4/ }))
    .toHaveTextContent(/99\.2\s%/);
});

test('no panel has English left that is its own, and what was memorised follows the language', async () => {
  const { app } = await inGerman();
  const expected: readonly (readonly [string, string])[] = [
    ['Der Verlust', 'Auf diesem Bild kommen'],
    ['Klassen', 'Was wird womit verwechselt?'],
    ['Uneinigkeiten', '1 von 40 Testbildern'],
    ['Zuversicht', 'So sicher wie richtig'],
    ['Kosten', 'Das Training dauerte'],
    ['Läufe', 'Lauf öffnen'],
  ];
  for (const [name, words] of expected) {
    await tab(name).click();
    await expect.poll(() => shown(app)).toContain(words);
    const own = shown(app).replaceAll(
      /Show as table|Own settings|labels \d+, distilled \d+ test errors/g,
      '',
    );
    expect([name, /\b(the|of|and|with|is|are|network|student)\b/i.exec(own)?.[0]]).toEqual([name, undefined]);
  }
  await tab('Zuversicht').click();
  await speak('en');
  await expect.poll(() => shown(app)).toContain('As sure as right');
  expect(shown(app)).not.toContain('So sicher');
});

test('several seeds and values: the sweep, the plot of differences and the strip have German numbers', async () => {
  const config: ExperimentConfig = {
    ...quick,
    seeds: 3,
    vary: [{ path: 'distillation.temperature', values: [1, 2.5] }],
  };
  const { app } = await inGerman(config);
  await tab('Durchlauf').click();
  await expect.element(page.getByRole('rowheader', { name: '2,5', exact: true })).toBeVisible();
  expect(shown(app)).toContain('Destillierte Schüler, Mittelwerte über 3 Seeds');
  const plot = stage(app).querySelector('lab-verdict')!.shadowRoot!.querySelector('difference-plot')!;
  expect(plot.shadowRoot!.querySelector('svg')!.getAttribute('aria-label')).toMatch(
    /^der destillierte Schüler.* minus der Schüler mit harten Labels, je Seed: .*; 95-%-Intervall -?\d+,\d bis -?\d+,\d\.$/,
  );
  const strip = stage(app).querySelector('network-strip')!.shadowRoot!;
  expect(strip.textContent).toMatch(/gemessen[^]*6-mal 784-128-128-10, 118\.282 Parameter/);
});

test('the pad says in German what the keyboard does, and so does what could not be had', async () => {
  const { lab, app } = await inGerman();
  await tab('Ziffer zeichnen').click();
  const paper = page.getByRole('application', { name: 'Ziffer zeichnen' });
  await expect.element(paper).toBeVisible();
  (paper.element() as HTMLElement).focus();
  await userEvent.keyboard(' ');
  const said = page.getByText(/^Stift aufgesetzt, 50\s% von links, 50\s% von oben\.$/);
  await expect.element(said).toBeInTheDocument();
  await speak('en');
  await expect.element(page.getByText('Pen on the paper, 50 % across, 50 % down.')).toBeInTheDocument();

  const error = text(str`The file has ${3} dimensions; ${'so it is'}.`);
  vi.spyOn(lab, 'answers').mockRejectedValue(new LabError('data', error, ''));
  await userEvent.keyboard('{ArrowDown} ');
  await expect.element(page.getByRole('alert')).toHaveTextContent('The file has 3 dimensions; so it is.');
  await speak('de');
  await settled(app);
  await expect.element(page.getByRole('alert')).toHaveTextContent('Die Datei hat 3 Dimensionen; so it is.');
});
