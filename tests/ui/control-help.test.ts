// Every control has one sentence of help: the list under What is what? is held against the controls that are on the page,
// which is driven in English and looked at in every language.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import type { ExperimentConfig } from '../../src/core/experiment.ts';
import { answersWithBias, biasSteps } from '../../src/core/class-prior.ts';
import { compile } from '../../src/core/compile.ts';
import { encodeLink } from '../../src/core/link.ts';
import { presetById } from '../../src/core/presets.ts';
import { english, inLocale } from '../../src/core/text.ts';
import { openTables } from '../../src/store/tables.ts';
import { STEPS } from '../../src/ui/guide/steps.ts';
import { namesOf, type Control } from '../../src/ui/help/control.ts';
import { CONTROL_GROUPS } from '../../src/ui/help/controls.ts';
import { tell } from '../../src/ui/offline/news.ts';
import '../../src/ui/offline/update-note.ts';
import { LANGUAGE_TAGS, speak, spoken, type Language } from '../../src/ui/language.ts';
import { controlsOnPage } from './controls-on-page.ts';
import { DEVICE, MNIST } from './fake-lab.ts';
import { result } from './fake-results.ts';
import { withAxes, withControl, withMethods } from './help-experiments.ts';
import { helpFor } from './help-for.ts';
import { axeViolations, button, mountLab, settled, unmountLab, type Mounted } from './mount-lab.ts';
import { recorded } from './recorded.ts';

beforeEach(() => localStorage.clear());
afterEach(async () => {
  unmountLab();
  await speak('en');
  await page.viewport(414, 896); // some controls are on a narrow page only
});

const config = (id: string) => presetById(id)!.config;

/** What has been on the page so far, in all its states below, by language. */
const seen = new Map(LANGUAGE_TAGS.map((language) => [language, new Set<Control>()]));

async function say(language: Language): Promise<void> {
  if (spoken() === language) return;
  await speak(language);
  await settled(document.querySelector('lab-app')!);
}

/** Each control that is on the page has its sentence, in every language. */
async function look(): Promise<void> {
  for (const language of LANGUAGE_TAGS) {
    await say(language);
    const found = controlsOnPage().map((one) => ({ ...one, help: helpFor(one) }));
    for (const { help } of found) for (const control of help) seen.get(language)!.add(control);
    const without = found
      .filter(({ help }) => help.length === 0)
      .map(({ owner, name }) => `<${owner}> has no sentence for "${name}" in src/ui/help (${language}).`);
    if (without.length > 0) throw new Error([...new Set(without)].join('\n'));
  }
  await say('en');
}

async function openEverything(): Promise<void> {
  const open = (root: ParentNode): void => {
    for (const element of root.querySelectorAll('*')) {
      if (element instanceof HTMLDetailsElement) element.open = true;
      if (element.localName === 'pop-panel') element.shadowRoot!.querySelector('button')!.click();
      if (element.shadowRoot) open(element.shadowRoot);
    }
  };
  open(document.body);
  await new Promise((resolve) => setTimeout(resolve, 50));
}

/** Runs an experiment to its end, with a bias where digits are left out. */
async function finish({ app, lab }: Mounted, experiment: ExperimentConfig): Promise<void> {
  app.load(experiment);
  await settled(app);
  await button('Run').click();
  lab.begin();
  const logits = Float32Array.from({ length: 100 }, (_, i) => (i % 10 === Math.floor(i / 10) ? 3 : 0));
  const labels = Uint8Array.from({ length: 10 }, (_, i) => i);
  const omitted = experiment.data.omittedClasses;
  const ran = compile(experiment).flatMap((stage) =>
    stage.members.map((one, s) => ({
      ...result(stage, s, 500 + s),
      ...(omitted.length > 0 &&
        one.role !== 'teacher' && {
          biasMatched: { bias: 1, testErrors: 200, perClassAccuracy: Array.from({ length: 10 }, () => 0.9) },
          biasSweep: biasSteps(1).map((bias) => answersWithBias(logits, labels, 10, omitted, bias)),
        }),
    })),
  );
  lab.end(ran);
  await settled(app);
}

async function everyTab(): Promise<void> {
  for (const tab of page.getByRole('tab').elements()) {
    await userEvent.click(tab);
    await new Promise((resolve) => setTimeout(resolve, 150));
    await openEverything();
    await look();
  }
}

test('before a run, with everything open', async () => {
  await page.viewport(1280, 800); // Present is on wide pages only
  const { app, lab } = await mountLab();
  const { config: trained } = await recorded('quick');
  const urls = { model: '', weights: '', run: '' };
  const shipped = { title: '256-256', config: trained, testErrors: 377, testImages: 10_000, urls };
  lab.send({ kind: 'dataset', dataset: { ...MNIST, teachers: [shipped] } });
  await settled(app);
  await openEverything();
  await look();
  await everyTab();
  app.load({ ...config('quick'), data: { ...config('quick').data, dataset: 'own' } });
  lab.send({ kind: 'notice', message: 'A notice.' });
  lab.send({ kind: 'failure', error: { code: 'network', message: 'No network.', hint: '' } });
  lab.send({
    kind: 'unfinished',
    unfinished: {
      ...{ config: config('quick'), stage: 'teacher', step: 5, steps: 790, epoch: 1, epochs: 10 },
      ...{ savedAt: 1e12, isSameDevice: true },
    },
  });
  lab.send({
    kind: 'teacherFile',
    teacher: { title: 'mine', parameters: 10, triedImages: 10, triedErrors: 1 },
  });
  await settled(app);
  await look();
  lab.send({ kind: 'failure', error: { code: 'data', message: 'No images.', hint: '' } });
  await settled(app);
  await look();
  for (const kind of ['waiting', 'replaced'] as const) {
    tell({ update: { kind, use: () => undefined } });
    await settled(app);
    await look();
  }
});

test.each([['cnn', 'vit'] as const, ['vit', 'cnn'] as const])(
  'a teacher %s, students %s',
  async (...kinds) => {
    const { teacher, student, ...quick } = config('quick');
    const [by, of] = kinds.map((architecture) => ({ architecture }));
    const link = encodeLink({ ...quick, teacher: { ...teacher, ...by }, student: { ...student, ...of } });
    await mountLab({ hash: `#${link}` });
    await openEverything();
    await look();
  },
);

test('while it runs, held, with a teacher used again, failed', async () => {
  const { app, lab } = await mountLab();
  await button('Run').click();
  lab.begin();
  lab.opens('teacher', { reuse: { from: 'browser' } });
  lab.train('teacher', 0.5);
  await settled(app);
  await look();
  await button('Pause').click();
  await look();
  lab.fail({ code: 'internal', message: 'It broke.', hint: '' });
  await settled(app);
  await look();
});

test('without its GPU, in the second of two tabs, of an old version', async () => {
  const { app, lab } = await mountLab();
  lab.send({ kind: 'device', device: { ...DEVICE, backend: 'wasm', reasons: ['WebGPU: it is gone.'] } });
  lab.send({ kind: 'failure', error: { code: 'outdated', message: 'There is a new one.', hint: '' } });
  await button('Run').click();
  lab.fail({ code: 'busy', message: 'Another tab trains.', hint: '' });
  await settled(app);
  await openEverything();
  await look();
  await button('Train here').click();
  expect(lab.calls.at(-1)).toBe('run taking over');
});

test.each([
  ['several seeds', { ...config('quick'), seeds: 4 }],
  ['digits left out', { ...config('omit-a-digit'), seeds: 2 }],
  ['an axis', withControl(config('tiny-student'))],
  ['two axes', withAxes(config('quick'))],
  ['methods', withMethods(config('quick'))],
  ['the paper', config('hinton-2015')],
])('after a run: %s', async (_, experiment) => {
  const mounted = await mountLab();
  // Each network answers otherwise, so that there is much to disagree on.
  mounted.lab.networks.testAnswers = ({ member }) =>
    Float32Array.from({ length: 400 }, (_, i) => (i % 10 === (Math.floor(i / 10) + member) % 10 ? 5 : 0));
  await finish(mounted, experiment);
  await everyTab();
});

test('a recorded run, shared', async () => {
  const { app } = await mountLab();
  await button('Replay a recorded run').click();
  await expect.poll(() => app.state.run.playback).toBeTruthy();
  await settled(app);
  await look();
  await page.getByRole('slider', { name: 'Moment of the recording' }).fill('1000');
  await settled(app);
  Object.defineProperty(navigator, 'share', { value: () => Promise.resolve(), configurable: true });
  await button('Share').click();
  await expect.element(button('Copy link')).toBeVisible();
  await look();
  await page.getByRole('radio', { name: /A frame/ }).click();
  await look();
  await page.getByRole('radio', { name: 'The lab' }).click();
  await button('Show large').click();
  await look();
});

test('a damaged run, and the question before everything is erased', async () => {
  const tables = await openTables();
  await tables.table('runs').put('damaged', 'no line of ours');
  await mountLab();
  await page.getByRole('tab', { name: 'Runs' }).click();
  await expect.element(page.getByText('damaged', { exact: true })).toBeVisible();
  await button('Erase everything').click();
  await look();
  await button('Keep it').click();
  await tables.erase();
  tables.close();
});

test('the guided tour', async () => {
  const { app } = await mountLab({ search: '?guide=1' });
  for (const [i, { title, reads }] of STEPS.entries()) {
    await button(`Step ${i + 1}, ${english(title)}`).click();
    await settled(app);
    await look();
    if (reads === 'run') {
      await button(english(STEPS[i]!.choices[0]!.name)).click();
      await look();
      await button('Replay the recorded run').click();
      await expect.element(button('Go to its end')).toBeVisible();
      await look();
    }
    await button('Show me').click();
    await expect
      .poll(() => page.getByRole('button', { name: /^(Read on|Look at T = 8)$/ }).elements().length, {
        timeout: 20_000,
      })
      .toBeGreaterThan(0);
    expect(reads === 'run' ? app.state.run.origin?.from : 'recorded').toBe('recorded');
    for (await look(); button('Read on').elements().length > 0; await look()) await button('Read on').click();
  }
});

test('the list itself opens, finds, closes, and passes axe', async () => {
  await mountLab();
  await button('What is what?').click();
  await expect.element(page.getByRole('dialog', { name: 'Every control in one sentence' })).toBeVisible();
  await expect.element(page.getByText('Takes one step of training and holds.')).toBeVisible();
  expect(await axeViolations()).toEqual([]);
  await look();
  await page.getByRole('searchbox', { name: 'Find' }).fill('temperature');
  await expect.element(page.getByText('Takes one step of training and holds.')).not.toBeInTheDocument();
  await expect.element(page.getByText('Temperature T').first()).toBeVisible();
  await page.getByRole('searchbox', { name: 'Find' }).fill('zzz');
  await expect.element(page.getByText('No control and no sentence has these letters.')).toBeVisible();
  await button('Close the list').click();
  await expect.element(page.getByRole('dialog')).not.toBeInTheDocument();
  expect(document.activeElement?.localName).toBe('lab-app');
});

test.each(LANGUAGE_TAGS)('no sentence is about a control that is not there: %s', (language) => {
  const unused = CONTROL_GROUPS.flatMap(({ title, controls }) =>
    controls
      .filter((control) => !seen.get(language)!.has(control))
      .map((control) => `${english(title)}: ${namesOf(control).map(english).join(', ')}`),
  );
  expect(unused).toEqual([]);
});

test('a control without a sentence is found', async () => {
  const { app } = await mountLab();
  const root = app.shadowRoot!.querySelector('run-bar')!.shadowRoot!;
  root.append(Object.assign(document.createElement('button'), { textContent: 'New' }));
  await expect(look()).rejects.toThrow('<run-bar> has no sentence for "New"');
});

test.each(LANGUAGE_TAGS)('a sentence is one sentence: %s', async (language) => {
  await speak(language);
  for (const { controls } of CONTROL_GROUPS)
    for (const { help } of controls) expect(inLocale(help)).toMatch(/^\p{Lu}[^]*[.?]$/u);
});
