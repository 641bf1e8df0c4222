/** The page in German: chosen, kept, said in numbers and sentences, and left again with everything in its place. */
import { afterEach, describe, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { LabError, reportOf, sentenceOf } from '../../src/core/errors.ts';
import { settingWords } from '../../src/core/arm-words.ts';
import { inLocale, str, text } from '../../src/core/text.ts';
import { readIdx } from '../../src/data/idx.ts';
import { askedRuntime } from '../../src/ui/address.ts';
import { formatBytes, formatPercent } from '../../src/ui/format.ts';
import { languageFor, speak } from '../../src/ui/language.ts';
import { packError, unpackError } from '../../src/worker/errors.ts';
import { axeViolations, button, mountLab, settled, status, unmountLab, type Mounted } from './mount-lab.ts';

afterEach(async () => {
  unmountLab();
  localStorage.clear();
  await speak('en');
});

const headline = () => page.getByRole('heading', { level: 1 });
const number = (name: string) => page.getByRole('spinbutton', { name });

async function choose(name: 'English' | 'Deutsch', { app }: Mounted): Promise<void> {
  await page.getByRole('combobox', { name: /^(Language|Sprache)$/ }).selectOptions(name);
  await expect.poll(() => document.documentElement.lang).toBe(name === 'English' ? 'en' : 'de');
  await settled(app);
}

describe('the page', () => {
  test('speaks German when it is chosen, and English again with all that was there', async () => {
    const mounted = await mountLab();
    const { app, lab } = mounted;
    await userEvent.fill(number('Temperature T'), '2.5');
    await button('Run').click();
    lab.finish();
    await settled(app);
    const { run, config } = app.state;

    await choose('Deutsch', mounted);
    await expect.element(headline()).toHaveTextContent('Kann ein kleines Netz von einem Lehrer mehr lernen');
    for (const name of ['Starten', 'Pause', 'Schritt', 'Stopp', 'Leeren'])
      await expect.element(button(name)).toBeVisible();
    await expect.element(number('Temperatur T, genauer Wert')).toHaveValue('2,5');
    const verdict = app.shadowRoot!.querySelector('lab-stage')!.shadowRoot!.querySelector('lab-verdict')!;
    expect(verdict.shadowRoot!.querySelector('.main')).toHaveTextContent(
      'Der destillierte Schüler machte 271 Fehler weniger (von 10.000) als der Schüler mit harten Labels.',
    );
    await expect.element(page.getByRole('columnheader', { name: 'Testfehler' })).toBeInTheDocument();
    await expect.element(page.getByRole('cell', { name: '93,81\u00a0%' })).toBeInTheDocument();
    expect(app.state.run).toBe(run);
    expect(localStorage.getItem('dark-knowledge-lab/language')).toBe('de');
    expect(await axeViolations()).toEqual([]);

    await choose('English', mounted);
    await expect.element(headline()).toHaveTextContent('Can a small network learn more');
    await expect.element(button('Run')).toBeVisible();
    await expect.element(number('Temperature T, exact value')).toHaveValue('2.5');
    expect(app.state.run).toBe(run);
    expect(app.state.config).toBe(config);
  });

  test('a run goes on while the language changes', async () => {
    const mounted = await mountLab();
    const { app, lab } = mounted;
    await button('Run').click();
    lab.begin();
    lab.train('teacher', 0.5);
    await settled(app);
    const asked = [...lab.calls];
    await choose('Deutsch', mounted);
    lab.train('teacher', 1);
    await settled(app);
    expect(app.state.run.status).toBe('running');
    expect(lab.calls).toEqual(asked);
    await expect.element(button('Pause')).toHaveAttribute('aria-disabled', 'false');
  });

  test('what is wrong with a value is said in the language of the page, also of one typed before', async () => {
    const mounted = await mountLab();
    await userEvent.fill(number('Temperature T'), '0');
    await expect.element(status().first()).toHaveTextContent('Temperature T is "0"; it must be');
    await choose('Deutsch', mounted);
    await expect
      .element(status().first())
      .toHaveTextContent('Unter „Temperatur T“ steht „0“; erlaubt ist eine Zahl von 0,1 bis 100.');
  });

  test('decimal commas and points are read; a number stays as it is typed', async () => {
    const mounted = await mountLab();
    await choose('Deutsch', mounted);
    const field = number('Gewicht Alpha der weichen Ziele');
    await userEvent.fill(field, '0,25');
    await expect.element(field).toHaveValue('0,25');
    expect(mounted.app.state.config.distillation.softWeight).toBe(0.25);
    await userEvent.fill(field, '0.5');
    expect(mounted.app.state.config.distillation.softWeight).toBe(0.5);
    await userEvent.fill(field, '0,2,5');
    expect(mounted.app.state.invalid['distillation.softWeight']?.text).toBe('0,2,5');
    const images = mounted.app
      .shadowRoot!.querySelector('recipe-rail')!
      .shadowRoot!.querySelector('[data-path="data.teacherImages"]');
    const box = images!.shadowRoot!.querySelector<HTMLInputElement>('#control')!;
    box.value = '2.000';
    box.dispatchEvent(new InputEvent('input'));
    expect(mounted.app.state.config.data.teacherImages).toBe(2000);
  });

  test('an error of the worker arrives in English and is shown in German, in whichever order', async () => {
    const mounted = await mountLab();
    const thrown = (() => {
      try {
        return readIdx(new Uint8Array(3), 'images', 'a.idx');
      } catch (error) {
        return error;
      }
    })();
    const error = unpackError(structuredClone(packError(thrown)));
    expect(error.message).toBe('a.idx: The IDX header is cut off: expected 4 bytes, got 3.');
    mounted.lab.send({ kind: 'failure', error });
    await settled(mounted.app);
    await expect.element(page.getByRole('alert')).toHaveTextContent(error.message);
    await choose('Deutsch', mounted);
    await expect
      .element(page.getByRole('alert'))
      .toHaveTextContent(
        'a.idx: Der IDX-Kopf ist abgeschnitten: erwartet 4 Bytes, vorhanden 3. Lade die Datei',
      );
  });
});

test('no page is wider than its window, however long the words', async () => {
  const { app, lab } = await mountLab();
  await speak('de');
  await button('Starten').click();
  lab.finish();
  await settled(app);
  try {
    for (const width of [320, 390, 700, 1024, 1180, 1440]) {
      await page.viewport(width, 800);
      await settled(app);
      expect(document.documentElement.scrollWidth, `at ${width} px`).toBeLessThanOrEqual(width);
    }
  } finally {
    await page.viewport(414, 896);
  }
});

test('the address comes first, then what was chosen, then what the browser prefers', () => {
  expect(languageFor('', null, ['en-US'])).toBe('en');
  expect(languageFor('', null, ['fr', 'de-AT', 'en'])).toBe('de');
  expect(languageFor('', null, ['fr'])).toBe('en');
  expect(languageFor('', 'en', ['de'])).toBe('en');
  expect(languageFor('?lang=de', 'en', ['en'])).toBe('de');
  expect(languageFor('?lang=xx', 'toString', ['de'])).toBe('de');
  expect(askedRuntime('?lang=de')).toEqual({ asked: {}, notices: [] }); // read by language.ts itself
  expect(askedRuntime('?lang=fr').notices).toEqual([
    'The address asks for the lang "fr"; it must be en or de, so your browser’s language is used.',
  ]);
});

describe('texts', () => {
  test('of texts are said as a whole, and foreign words stay as they are', async () => {
    await speak('de');
    const error = new LabError(
      'data',
      str`Run: ${text(str`The file has ${3} dimensions; ${'labels'}.`)}`,
      '',
    );
    expect(inLocale(sentenceOf(error))).toBe('Run: Die Datei hat 3 Dimensionen; labels.');
    expect(reportOf(error).message).toBe('Run: The file has 3 dimensions; labels.');
    expect(inLocale(sentenceOf(new Error('Foreign.')))).toMatch(/^Foreign\. Lade die Seite neu/);
    expect(
      inLocale(text(str`Try a lower learning rate than ${0.001}; the curves up to here are kept.`)),
    ).toContain('als 0,001;');
  });

  test('that are not in the catalogue stay English', async () => {
    await speak('de');
    expect(inLocale('toString')).toBe('toString');
    expect(settingWords('T = 2.5, something new = 4')).toBe('T = 2,5, something new = 4');
  });

  test('with numbers as German writes them', async () => {
    await speak('de');
    expect(formatPercent(0.9619)).toBe('96,2\u00a0%');
    expect(formatBytes(1_100_000)).toBe('1,1\u00a0MB');
  });
});

test('the last choice counts, however late the words of another one arrive', async () => {
  await Promise.all([speak('de'), speak('en')]);
  expect(document.documentElement.lang).toBe('en');
  expect(inLocale('Run')).toBe('Run');
});
