/** The recipe in German: its settings, what is wrong with them, the presets, and what links, files and runs say of them. */
import { afterEach, describe, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { settingWords } from '../../src/core/arm-words.ts';
import { inLocale } from '../../src/core/text.ts';
import { LabError } from '../../src/core/errors.ts';
import { PHASE_TITLES } from '../../src/core/events.ts';
import { decodeLink } from '../../src/core/link.ts';
import { readModelFile } from '../../src/core/model-file.ts';
import { DEFAULT_EXPERIMENT, presetById } from '../../src/core/presets.ts';
import { parseRunText } from '../../src/core/run-file.ts';
import { runHeadline, runTitle } from '../../src/core/run-words.ts';
import { checkSizes, parseExperiment } from '../../src/core/schema.ts';
import { PACES, paceWords } from '../../src/core/slow-motion.ts';
import { ensembleArm } from '../../src/core/stages.ts';
import { combinations, settingText } from '../../src/core/vary.ts';
import { speak } from '../../src/ui/language.ts';
import { axeViolations, mountLab, settled, unmountLab, type Mounted } from './mount-lab.ts';

afterEach(async () => {
  unmountLab();
  localStorage.clear();
  await speak('en');
});

const preset = (id: string) => presetById(id)!.config;

async function inGerman(hash = ''): Promise<Mounted> {
  const mounted = await mountLab({ hash });
  await speak('de');
  await settled(mounted.app);
  return mounted;
}

function field({ app }: Mounted, path: string): ShadowRoot {
  const rail = app.shadowRoot!.querySelector('recipe-rail')!.shadowRoot!;
  return rail.querySelector(`setting-field[data-path="${path}"]`)!.shadowRoot!;
}
const words = (root: ShadowRoot, selector: string) =>
  root.querySelector(selector)!.textContent.trim().replace(/\s+/g, ' ');

describe('settings', () => {
  test('have their names, sentences, choices and ranges in German, and English again', async () => {
    const mounted = await inGerman();
    const rate = field(mounted, 'teacher.learningRate');
    expect(words(rate, 'label')).toBe('Lernrate');
    expect(words(rate, '#help')).toBe(
      'Wie weit jeder Schritt die Gewichte bewegt; ist sie zu hoch, explodiert der Verlust. 0,000001 bis 10.',
    );
    const flaw = field(mounted, 'teacher.flaw');
    expect([...flaw.querySelectorAll('option')].map((one) => one.textContent.trim())).toEqual([
      'keiner',
      'untrainiert: zufällige Gewichte',
      'nach einem Zwanzigstel der Schritte gestoppt',
      'mit um 0,1 geglätteten Labels trainiert',
    ]);
    expect(words(field(mounted, 'student.hidden'), '#help')).toContain(
      'der verdeckten Schichten jedes Schülers',
    );
    expect(await axeViolations()).toEqual([]);

    await speak('en');
    await settled(mounted.app);
    expect(words(rate, 'label')).toBe('Learning rate');
    expect(mounted.app.state.config).toEqual(DEFAULT_EXPERIMENT);
  });

  test('say what is wrong with them, and keep what was typed', async () => {
    const mounted = await inGerman();
    const box = field(mounted, 'student.epochs').querySelector<HTMLInputElement>('#control')!;
    box.value = 'abc';
    box.dispatchEvent(new InputEvent('input'));
    await settled(mounted.app);
    expect(words(field(mounted, 'student.epochs'), '#error')).toBe(
      'Unter „Epochen“ steht „abc“; erlaubt ist eine ganze Zahl von 1 bis 1000.',
    );
    expect(box.value).toBe('abc');
  });

  test('that do not fit together or the data are told in German', async () => {
    await speak('de');
    const { teacher, data } = DEFAULT_EXPERIMENT;
    const large = parseExperiment({
      ...DEFAULT_EXPERIMENT,
      teacher: { ...teacher, hidden: [4096, 4096, 4096] },
    });
    expect(!large.ok && large.problems[0]!.message).toMatch(
      /^Die verdeckten Schichten 4096-4096-4096 \(Lehrer\) haben \d+ Parameter; erlaubt sind höchstens 20000000\.$/,
    );
    const many = parseExperiment({
      ...preset('tiny-student'),
      seeds: 30,
    });
    expect(!many.ok && many.problems[0]!.message).toMatch(
      /^Dieses Experiment trainiert \d+ Netze zusammen \(Schüler\)/,
    );
    const sizes = { trainImages: 600, heldOut: 100, testImages: 100, classes: 10 };
    const config = { ...DEFAULT_EXPERIMENT, data: { ...data, teacherImages: 600, labelledImages: 100 } };
    expect(checkSizes(config, sizes).map(({ message }) => message)).toEqual([
      'Unter „Bilder für den Lehrer“ steht „600“; dieser Datensatz hat 500 zum Trainieren.',
    ]);
  });
});

test('every preset has its words in German', async () => {
  await inGerman();
  const select = page.getByRole('combobox', { name: 'Vorlage' });
  await userEvent.selectOptions(select, 'Wozu T² gut ist');
  await expect.element(page.getByText(/Zu erwarten: *Bei T = 8: 580 bis 610 Fehler mit T²/)).toBeVisible();
  await userEvent.selectOptions(select, 'Ein winziger Schüler: welches T?');
  await expect.element(page.getByText(/bei T = 2,5, 440 bei T = 20/)).toBeVisible();
});

test('a link says in German what of it was not understood', async () => {
  const hash = '#v=1&e=5&T=1000&T=2&n=%zz';
  const before = decodeLink(hash);
  await inGerman();
  const { config, notices } = decodeLink(hash);
  expect(notices).toEqual([
    'Der Link nennt „T“ zweimal; der erste Wert gilt.',
    'Der Teil „n=%zz“ des Links ist nicht lesbar und wurde weggelassen.',
    'Im Link: Unter „Temperatur T“ steht „1000“; erlaubt ist eine Zahl von 0,1 bis 100.',
    'Der Teil „e“ des Links ist nicht bekannt und wurde weggelassen.',
  ]);
  expect(config).toEqual(before.config);
  expect(decodeLink('#v=3').notices).toEqual([
    'Der Link wurde nicht verwendet: Er hat die Version „3“, und dieses Labor liest die Versionen 1 und 2.',
  ]);
});

describe('of runs', () => {
  test('titles, outcomes, phases and paces', async () => {
    await speak('de');
    const { distillation } = preset('quick');
    const config = { ...preset('quick'), distillation: { ...distillation, temperature: 2.5 } };
    expect(runTitle({ config })).toBe('Schnellstart mit T = 2,5');
    const reused = [{ stage: 'teacher', from: 'file' }] as const;
    expect(runTitle({ config, reused })).toBe('Schnellstart mit T = 2,5, Lehrer: eine Datei');
    expect(inLocale(runHeadline({ config, results: [] }))).toBe('keine Ergebnisse');
    expect(inLocale(PHASE_TITLES.students)).toBe('Training der Schüler');
    expect(PACES.map(paceWords)).toEqual([
      ...['Volles Tempo', '100 Schritte pro Sekunde', '20 Schritte pro Sekunde'],
      ...['5 Schritte pro Sekunde', '1 Schritt pro Sekunde'],
    ]);
  });

  test('the settings of arms stay English in records', async () => {
    await speak('de');
    const named = (id: string) => combinations(preset(id)).map((one) => settingText(one)!);
    const mean = ensembleArm({ networks: Array(5).fill({}), combine: 'meanProbabilities' }).setting!;
    expect(mean).toBe('mean of 5');
    expect(named('t-squared').at(-1)).toBe('T = 8, T² off');
    expect([...named('t-squared'), ...named('bad-teacher'), mean].map(settingWords)).toEqual([
      ...['T = 2, T² an', 'T = 2, T² aus', 'T = 8, T² an', 'T = 8, T² aus'],
      ...['Lehrer: trainiert', 'Lehrer: früh gestoppt', 'Lehrer: geglättete Labels', 'Lehrer: untrainiert'],
      'Mittel aus 5',
    ]);
    expect(['without 3, 7', 'all digits', 'schedule: cosine'].map(settingWords)).toEqual([
      ...['ohne 3, 7', 'alle Ziffern', 'Lernratenplan: Kosinus'],
    ]);
  });

  test('a file that is none is refused in German', async () => {
    await speak('de');
    const refusal = (text: string) => {
      const parsed = parseRunText(text);
      return !parsed.ok && parsed.problems[0]!.message;
    };
    expect(refusal('{')).toBe('Der Lauf ist kein JSON: „{“.');
    expect(refusal('{"format": "dark-knowledge-lab/run", "version": 1}')).toBe(
      'Der Lauf kann nicht gelesen werden: „config“ ist „nichts“; erwartet: "config".',
    );
    try {
      readModelFile({ userDefinedMetadata: { darkKnowledgeLab: {} } }, new Uint8Array(3));
      expect.unreachable();
    } catch (error) {
      if (!(error instanceof LabError)) throw error;
      expect(error.message).toBe('its layers are not those of a network that the lab exports');
      expect(inLocale(error.message)).toMatch(/^die Schichten sind nicht die eines Netzes/);
    }
  });
});
