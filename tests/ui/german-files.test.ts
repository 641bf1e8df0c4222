/** Files, kept runs and the device in German: what they are asked for, what is wrong with them, and what came of them. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { DEFAULT_EXPERIMENT } from '../../src/core/presets.ts';
import { sortDroppedFiles } from '../../src/data/own-files.ts';
import { readModel } from '../../src/engine/read-model.ts';
import { eraseTables } from '../../src/store/tables.ts';
import { send } from '../../src/ui/commands.ts';
import { speak } from '../../src/ui/language.ts';
import { openFile } from '../../src/ui/open-file.ts';
import { asLabError, packError, unpackError } from '../../src/worker/errors.ts';
import { DEVICE } from './fake-lab.ts';
import { axeViolations, button, mountLab, settled, unmountLab, type Mounted } from './mount-lab.ts';

beforeEach(() => eraseTables());
afterEach(async () => {
  unmountLab();
  await speak('en');
});

async function mountGerman(): Promise<Mounted> {
  const mounted = await mountLab();
  await speak('de');
  await settled(mounted.app);
  return mounted;
}

function openCards({ app }: Mounted): void {
  const rail = app.shadowRoot!.querySelector('recipe-rail')!.shadowRoot!;
  for (const card of rail.querySelectorAll('details')) card.open = true;
}

const said = (words: string | RegExp) => expect.element(page.getByText(words)).toBeVisible();

/** As it comes from the worker. */
const overTheWire = (error: unknown) => structuredClone(packError(error));

test('files of one’s own are asked for, and what is wrong with them is told', async () => {
  const mounted = await mountGerman();
  const { app, lab } = mounted;
  app.load({ ...DEFAULT_EXPERIMENT, data: { ...DEFAULT_EXPERIMENT.data, dataset: 'own' } });
  openCards(mounted);
  await expect.element(page.getByLabelText('Deine Bild- und Labeldateien')).toBeVisible();
  const idx = Uint8Array.of(0, 0, 8, 1, 0, 0, 0, 5); // five labels
  const error = await sortDroppedFiles([new File([idx], 'labels.idx')]).catch(overTheWire);
  lab.send({ kind: 'failure', error: unpackError(error) });
  await said('labels.idx: Zu den Labels fehlt die Bilddatei. Nimm die Datei mit ihren 5 Bildern dazu.');
  expect(await axeViolations()).toEqual([]);

  await speak('en');
  await said('labels.idx: The labels have no image file. Add the file with their 5 images.');
});

test('a model that cannot be a teacher is refused, and says in which file its weights should be', async () => {
  const mounted = await mountGerman();
  const { app, lab } = mounted;
  openCards(mounted);
  const known = { images: new Uint8Array(0), labels: new Uint8Array(0) };
  lab.openTeacher = async (files, scale) => {
    await readModel(files, scale, known, 10).catch((error: unknown) => {
      throw asLabError(overTheWire(error));
    });
  };
  const json = '{"weightsManifest": [{"paths": ["a/w.bin"], "weights": []}]}';
  send(app, { kind: 'openTeacher', files: [new File([json], 'model.json')], scale: '0-1' });
  await said(
    'model.json kann kein Lehrer sein: Die Gewichte liegen in „a/w.bin“, aber diese Datei ist nicht dabei. Wähle einen tfjs-Klassifikator für Bilder mit 28 × 28 Pixeln.',
  );

  const teacher = { title: 'model.json', parameters: 7850, triedErrors: 4, triedImages: 300 };
  lab.send({ kind: 'teacherFile', teacher });
  await said(/^Stattdessen lehrt: model\.json, 7\.850 Parameter, 4 von 300 Trainingsbildern falsch\./);

  await speak('en');
  await said(
    /^model\.json cannot be a teacher: its weights are in "a\/w\.bin", which is not among the files\./,
  );
  await said(/^In use instead: model\.json, 7,850 parameters/);
});

test('runs that are kept, interrupted or refused, and their teachers', async () => {
  const { app, lab } = await mountGerman();
  const unfinished = {
    config: { ...DEFAULT_EXPERIMENT, seed: 5 },
    stage: 'students',
    ...{ step: 100, steps: 960, epoch: 4, epochs: 30 },
    ...{ savedAt: new Date(2026, 10, 25, 10, 15).getTime(), isSameDevice: false },
  } as const;
  lab.send({ kind: 'unfinished', unfinished });
  await said(
    /^Ein Lauf mit eigenen Einstellungen wurde beim Training der Schüler in Epoche 4 von 30 unterbrochen und am 25\. Nov\. 2026, 10:15 aufbewahrt\. Er lief auf einem anderen Gerät/,
  );
  await expect.element(button('Verwerfen')).toBeVisible();

  await button('Starten').click();
  lab.begin();
  lab.opens('teacher', { reuse: { from: 'file', title: 'model.json' } });
  await said('Der Lehrer kam aus einer Datei: model.json.');
  lab.finish();
  const stage = app.shadowRoot!.querySelector('lab-stage')!;
  await expect.poll(() => stage.shelf.runs.length).toBe(1);
  const [run] = stage.shelf.runs;
  send(stage, { kind: 'library', command: { what: 'rename', id: run!.id, name: 'Erster' } });
  await expect.poll(() => stage.shelf.runs[0]!.name).toBe('Erster');
  send(stage, { kind: 'library', command: { what: 'overlay', id: run!.id } });
  const lines = () =>
    stage
      .shadowRoot!.querySelector('run-charts')!
      .shadowRoot!.querySelector('curve-chart')!
      .series.map(({ label }) => label);
  await expect
    .poll(lines)
    .toEqual(expect.arrayContaining(['Harte Labels: Erster', 'Destilliert: Erster']) as string[]);

  const bad = new File(['{"format": "dark-knowledge-lab/run", "version": 1}'], 'bad.json');
  await openFile(app, bad);
  await said(/^In „bad\.json“: Der Lauf/);

  await speak('en');
  await expect
    .poll(lines)
    .toEqual(expect.arrayContaining(['Hard-label: Erster', 'Distilled: Erster']) as string[]);
});

test('why a device computes as it does, which reports keep in English', async () => {
  const { app, lab } = await mountGerman();
  const reasons = ['WebGPU: no answer within 10 s.', 'WebAssembly: Failed to fetch in 3 tries.'];
  const { adapter: _, ...device } = { ...DEVICE, backend: 'cpu', trainer: 'tfjs', reasons } as const;
  lab.send({ kind: 'device', device: { ...device, trainerReason: 'The fused trainer needs WebGPU.' } });
  await settled(app);
  await button('Starten').click();
  lab.begin();
  const unknown = 'The fused trainer does not know the term "reverseKl".';
  lab.opens('teacher', { trainer: 'tfjs', gpuBytes: 92_345_678, reasons: [unknown] });
  await settled(app);
  await button('Backend reines JavaScript · tfjs, Software-Adapter').click();
  await said('WebGPU: Keine Antwort innerhalb von 10\u00a0s.');
  await said('WebAssembly: Failed to fetch in 3 tries.'); // what is not ours stays
  await said('Der Trainer „fused“ braucht WebGPU.');
  await said('Der Trainer „fused“ kennt den Term „reverseKl“ nicht.');
  await said('92,3\u00a0MB, mehr belegte keine Stufe');
  expect(app.state.device!.reasons).toEqual(reasons);
  expect(await axeViolations()).toEqual([]);

  await speak('en');
  await expect
    .element(button('Backend plain JavaScript · tfjs, software adapter'))
    .toHaveAttribute('aria-expanded', 'true');
  await said(reasons[0]!);
});
