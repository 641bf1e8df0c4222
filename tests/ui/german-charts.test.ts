/** The charts, the recipe and the status in German: axes, names, hover, table and sentences, and English again on the way back. */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { DEFAULT_EXPERIMENT as quick } from '../../src/core/presets.ts';
import type { CurveChartElement } from '../../src/ui/curve-chart.ts';
import { speak } from '../../src/ui/language.ts';
import { cardSentence, nextRunSentence } from '../../src/ui/sentences.ts';
import { axeViolations, button, mountLab, settled, status, unmountLab, type Mounted } from './mount-lab.ts';

beforeEach(() => page.viewport(1280, 1000)); // what is drawn is what is seen: both charts
afterEach(async () => {
  await page.viewport(414, 896);
  unmountLab();
  localStorage.clear();
  await speak('en');
});

const NB = '\u00a0';

function chartOf({ app }: Mounted, id: 'accuracy' | 'loss'): CurveChartElement {
  const stage = app.shadowRoot!.querySelector('lab-stage')!;
  return stage.charts.shadowRoot!.querySelector(`#${id}`)!;
}

/** What Vega has written: ticks and the names of the axes. */
const written = (chart: CurveChartElement) =>
  [...chart.shadowRoot!.querySelectorAll('.canvas svg text')].map(({ textContent }) => textContent);
const lines = (chart: CurveChartElement) =>
  [...chart.shadowRoot!.querySelectorAll('.mark-line.role-mark path')].map((path) => path.getAttribute('d'));

describe('a chart', () => {
  test('is drawn anew in German, and in English again with the same lines', async () => {
    const mounted = await mountLab();
    await button('Run').click();
    mounted.lab.finish();
    await settled(mounted.app);
    const [accuracy, loss] = [chartOf(mounted, 'accuracy'), chartOf(mounted, 'loss')];
    await vi.waitFor(() => {
      expect(written(loss)).toEqual(expect.arrayContaining(['Loss', 'Step', '0.4']));
      expect(lines(loss)).toHaveLength(3);
    });
    const figure = () => lines(loss).map((line) => line?.match(/[ML]/g)?.length);
    const points = figure();

    await speak('de');
    await vi.waitFor(() => {
      expect(written(loss)).toEqual(expect.arrayContaining(['Verlust', 'Schritt', '0,4']));
      expect(written(accuracy)).toEqual(expect.arrayContaining(['Genauigkeit', 'Schritt', `90${NB}%`]));
    });
    expect([...written(loss), ...written(accuracy)].filter((text) => /\d\.\d/.test(text))).toEqual([]);
    await expect
      .element(page.getByRole('img', { name: 'Genauigkeit' }))
      .toHaveAccessibleDescription(
        `Genauigkeit nach Schritt, bis 960: Schüler mit harten Labels 91,03${NB}%, Destillierter Schüler 93,74${NB}%, Lehrer 96,52${NB}%.`,
      );
    const names = [...accuracy.shadowRoot!.querySelectorAll('.key li')].map((li) => li.textContent.trim());
    expect(names[0]).toMatch(/^Schüler mit harten Labels\s+91,0\s%$/);
    await expect
      .element(page.getByText('Anteil der richtigen Antworten auf 2.000 Validierungsbildern.'))
      .toBeVisible();
    expect(await axeViolations()).toEqual([]);

    await speak('en');
    await vi.waitFor(() => {
      expect(written(loss)).toEqual(expect.arrayContaining(['Loss', 'Step', '0.4']));
      expect(figure()).toEqual(points);
    });
    await expect.element(page.getByRole('img', { name: 'Accuracy' })).toBeVisible();
  });

  test('says its numbers in German under the pointer, in its table and in its image', async () => {
    const mounted = await mountLab();
    await speak('de');
    await button('Starten').click();
    mounted.lab.finish();
    await settled(mounted.app);
    const chart = chartOf(mounted, 'loss');
    await vi.waitFor(() => expect(written(chart)).toContain('Verlust'));
    const stage = chart.shadowRoot!.querySelector('.stage')!;
    await userEvent.hover(stage, { position: { x: 120, y: 60 } });
    await expect.poll(() => stage.querySelector('.at')?.textContent).toMatch(/^Schritt \d+$/);
    expect(stage.querySelector('.tip .value')!.textContent).toMatch(/^\d,\d{4}$/);

    const details = chart.shadowRoot!.querySelector('details')!;
    details.querySelector('summary')!.click();
    await expect.element(page.getByRole('region', { name: 'Verlust als Tabelle' })).toBeVisible();
    await expect.element(page.getByRole('columnheader', { name: 'Schritt' })).toBeVisible();

    const image = new DOMParser().parseFromString(await chart.exportSvg(), 'image/svg+xml');
    const texts = [...image.querySelectorAll('text')].map(({ textContent }) => textContent);
    expect(texts).toEqual(
      expect.arrayContaining(['Verlust', 'Schritt', 'Destillierter Schüler', '0,4', '0,2506']),
    );
  });
});

test('the status follows the language at once, also where it waits for the reader', async () => {
  const { app, lab } = await mountLab();
  await speak('de');
  await settled(app);
  await expect.element(status().first()).toHaveTextContent('Bereit.');
  await button('Starten').click();
  lab.begin();
  lab.train('teacher', 0.5);
  await button('Pause').click();
  await expect
    .element(status().first())
    .toHaveTextContent(/^Pausiert · .+ · Epoche 5 von 10 · Schritt 395 von 790$/);
  await speak('en');
  await settled(app);
  await expect
    .element(status().first())
    .toHaveTextContent('Paused · Training the teacher · epoch 5 of 10 · step 395 of 790');
});

test('a card is one German sentence, whatever the recipe', async () => {
  await speak('de');
  const { data, teacher, student } = quick;
  const config = {
    ...quick,
    data: { ...data, labelledImages: 1005, unlabelledImages: 1, wrongLabels: 0.125, omittedClasses: [3, 8] },
    teacher: { ...teacher, count: 5, epochs: 1, flaw: 'stoppedEarly' as const },
    student: { ...student, hidden: [] },
    seeds: 5,
    vary: [
      { path: 'distillation.temperature', values: [1, 2.5] },
      { path: 'distillation.softWeight', values: [0.5, 1] },
    ],
  };
  expect(cardSentence('data', config, 10)).toBe(
    `1.005 Bilder mit Label, etwa 101 je Klasse, dazu 1 ohne Label, 12,5${NB}% der Labels falsch; die Schüler sehen davon alle außer 3, 8.`,
  );
  expect(cardSentence('teacher', config, 10)).toBe(
    '5 Lehrer, gemittelt; 256-256 verdeckte Einheiten; lernt 1 Epoche lang aus 10.000 Bildern, wird aber früh gestoppt.',
  );
  expect(cardSentence('student', config, 10)).toBe(
    'Keine verdeckte Schicht, 34× kleiner als der Lehrer; 30 Epochen, mit 5 Seeds. Nebeneinander: T = 1; 2,5, jeweils mit α = 0,5; 1.',
  );
  expect(cardSentence('distillation', config, 10)).toBe(`90${NB}% Lehrer, 10${NB}% Labels`);
  expect(nextRunSentence({ ...quick, seed: 2 }, quick)).toBe(
    'Deine Änderungen gelten ab dem nächsten Lauf: neuer Lehrer und neue Schüler.',
  );
});
