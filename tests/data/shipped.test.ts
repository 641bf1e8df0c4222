// The teachers that come with the lab: their files are whole, and experiments find them.
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { architectureName } from '../../src/core/architecture.ts';
import { compile } from '../../src/core/compile.ts';
import { readModelFile, type ModelJson } from '../../src/core/model-file.ts';
import { presetById, PRESETS } from '../../src/core/presets.ts';
import { parseRunText } from '../../src/core/run-file.ts';
import type { RunRecord } from '../../src/core/run-record.ts';
import { checkSizes, parseExperiment } from '../../src/core/schema.ts';
import { shippedTeacherOf, teacherOf, withTeacherOf, type ShippedTeacher } from '../../src/core/shipped.ts';

const FOLDER = new URL('../../datasets/mnist/teachers/', import.meta.url);
const read = (path: string) => readFileSync(new URL(path, FOLDER));
const folders = readdirSync(FOLDER);

function runIn(folder: string): RunRecord {
  const run = parseRunText(read(`${folder}/run.json`).toString());
  if (!run.ok) throw new Error(run.problems[0]!.message);
  return run.value;
}

function shipped(folder: string): ShippedTeacher {
  const { config, results } = runIn(folder);
  const { testErrors, testImages, architecture } = results[0]!;
  const urls = { model: '', weights: '', run: '' };
  return { title: architecture.replace(/^784-|-10$/g, ''), config, testErrors, testImages, urls };
}
const teachers = folders.map(shipped);
const MNIST = { trainImages: 60_000, heldOut: 5_000, testImages: 10_000, classes: 10 };

describe.each(folders)('%s', (folder) => {
  const { environment, results, history, config, reused } = runIn(folder);
  const { architecture } = results[0]!;

  test('the run that trained it says what it is, how long it took and on what', () => {
    expect(folder).toBe(shipped(folder).title.replaceAll(/[^\w-]+/g, '-'));
    expect(environment.adapter).toEqual(expect.any(String));
    expect(reused).toBeUndefined();
    expect(results[0]).toMatchObject({ role: 'teacher', testImages: 10_000 });
    expect(results[0]!.trainSeconds).toBeGreaterThan(10);
    const curve = history.filter(({ role }) => role === 'teacher');
    expect(curve.at(-1)!.step).toBe(teacherOf(config).steps);
  });

  test('its model has float16 weights of that network', () => {
    const json = JSON.parse(read(`${folder}/model.json`).toString()) as ModelJson;
    expect(json.weightsManifest[0].weights[0]!.quantization?.dtype).toBe('float16');
    const network = readModelFile(json, read(`${folder}/weights.bin`))!;
    expect(architectureName(network.architecture)).toBe(architecture);
    expect(network.parameters.every(Number.isFinite)).toBe(true);
    expect(network.notes).toMatchObject({ role: 'teacher' });
    expect(parseExperiment(network.notes!.config)).toEqual({ ok: true, value: config });
  });

  test('an experiment with its settings, whatever the students, finds it', () => {
    const teacher = shipped(folder);
    const preset = presetById('t-squared')!.config;
    const varied = { ...preset, vary: [...preset.vary, { path: 'teacher.epochs', values: [1, 2] }] };
    expect(shippedTeacherOf(teacherOf(varied), teachers)).toBeUndefined();
    const taught = withTeacherOf(varied, teacher, MNIST);
    expect(parseExperiment(taught)).toEqual({ ok: true, value: taught });
    expect(taught.vary).toEqual(preset.vary);
    expect(shippedTeacherOf(teacherOf(taught), teachers)).toEqual(teacher);
    const other = { ...taught, seed: taught.seed + 1 };
    expect(shippedTeacherOf(teacherOf(other), teachers)).toBeUndefined();
  });
});

test.each(PRESETS.filter(({ id }) => !id.startsWith('methods')))(
  '$id can be taught by any of them',
  ({ config }) => {
    for (const teacher of teachers) {
      const taught = withTeacherOf(config, teacher, MNIST);
      expect(checkSizes(taught, MNIST)).toEqual([]);
      expect(shippedTeacherOf(teacherOf(taught), teachers)).toBe(teacher);
    }
  },
);

test('the preset of all methods needs teachers of its own, and says so', () => {
  const parsed = parseExperiment(withTeacherOf(presetById('methods')!.config, shipped('256-256'), MNIST));
  expect(parsed).toMatchObject({
    problems: [{ path: 'vary', message: expect.stringContaining('Every other layer') as string }],
  });
});

test.each([
  ['full', '256-256'],
  ['omit-a-digit', '256-256'],
  ['seven-eight', '256-256'],
  ['hinton-2015', '1200-1200'],
  ['cnn-teaches-mlp', 'cnn 16-32, 64'],
  ['methods-cnn', 'cnn 16-32, 64'],
  ['methods-vit', 'vit 3x32, 4 heads'],
  ['quick', undefined], // the teacher of the first run is trained live
])('%s is taught by %s', (id, title) => {
  const [stage] = compile(presetById(id)!.config);
  expect(shippedTeacherOf(stage!, teachers)?.title).toBe(title);
});
