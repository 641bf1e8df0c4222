// Terms that look into convolutional nets and transformers: value and gradient beside float64 that is written from the papers, on
// layers that a plain forward pass has recorded, and what the papers promise.
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-core/dist/register_all_gradients.js';
import { beforeAll, describe, expect, test } from 'vitest';
import { parameterCount, type TrainableArchitecture } from '../../src/core/architecture.ts';
import { layerShapes, TOKENS } from '../../src/core/layer-shapes.ts';
import { METHODS } from '../../src/core/methods.ts';
import type { Method } from '../../src/core/methods/method.ts';
import { gaussian, uniform } from '../../src/core/random.ts';
import type { PairedLayers, Stage } from '../../src/core/stages.ts';
import { batchDraw } from '../../src/data/batches.ts';
import { PIXELS } from '../../src/data/dataset.ts';
import { productOf } from '../../src/engine/answer.ts';
import { batchMaker } from '../../src/engine/batch.ts';
import { forwardOf, type Product } from '../../src/engine/forward.ts';
import { initialMaps, splitMaps } from '../../src/engine/layer-maps.ts';
import { initialParameters, splitLayers } from '../../src/engine/layers.ts';
import { lossAndGradient } from '../../src/engine/loss.ts';
import { viewTeachers } from '../../src/engine/teacher-view.ts';
import { bars, only, studentStage } from './fixtures.ts';
import { derivative } from './reference.ts';

beforeAll(async () => {
  await tf.setBackend('cpu');
});

const COMMON = { inputs: 784, classes: 10 } as const;
const CNN = {
  student: { kind: 'cnn', ...COMMON, channels: [2, 3], hidden: [] },
  teacher: { kind: 'cnn', ...COMMON, channels: [3, 4, 2], hidden: [5] },
} as const;
const VIT = {
  student: { kind: 'vit', ...COMMON, width: 4, blocks: 1, heads: 2 },
  teacher: { kind: 'vit', ...COMMON, width: 6, blocks: 2, heads: 2 },
} as const;

type Numbers = ArrayLike<number>;
interface Network {
  readonly architecture: TrainableArchitecture;
  readonly parameters: Numbers;
}

const moved = (architecture: TrainableArchitecture, seed: number) =>
  initialParameters(architecture, seed).map((value, i) => value + 0.2 * gaussian(seed, i));

/** What every weight layer gives for an image, by its name. */
function recorded(
  { architecture, parameters }: Network,
  image: Float64Array,
): ReadonlyMap<string, Float64Array> {
  const product = productOf(architecture, parameters);
  const found = new Map<string, Float64Array>();
  const recording: Product = (l, x) => {
    const out = product(l, x);
    found.set(layerShapes(architecture)[l]!.name, out);
    return out;
  };
  forwardOf(architecture, parameters, recording)(image);
  return found;
}

const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);

/** `1/2 |Q / |Q| - Q' / |Q'||` of one convolution. */
function attentionDistance(own: Float64Array, theirs: Float64Array, places: number): number {
  const map = (z: Float64Array) => {
    const channels = z.length / places;
    const squares = Array.from({ length: places }, (_, p) =>
      sum([...z.subarray(p * channels, (p + 1) * channels)].map((value) => Math.max(0, value) ** 2)),
    );
    const length = Math.hypot(...squares);
    return squares.map((value) => value / length);
  };
  const [one, other] = [map(own), map(theirs)];
  return Math.hypot(...one.map((value, i) => value - other[i]!)) / 2;
}

/** `Q K' / sqrt(d)` of every head, and the tokens behind the block. */
function insideBlock(network: Network, image: Float64Array, b: number) {
  const { architecture } = network;
  if (architecture.kind !== 'vit') throw new RangeError('no transformer');
  const { width, heads } = architecture;
  const all = recorded(network, image);
  const qkv = all.get(`block_${b}/queries_keys_values`)!;
  const each = width / heads;
  const scores = Array.from({ length: heads * TOKENS * TOKENS }, (_, at) => {
    const [head, token, other] = [
      Math.floor(at / TOKENS ** 2),
      Math.floor(at / TOKENS) % TOKENS,
      at % TOKENS,
    ];
    const of = (part: number, t: number, i: number) => qkv[t * 3 * width + part * width + head * each + i]!;
    const products = Array.from({ length: each }, (_, i) => of(0, token, i) * of(1, other, i));
    return sum(products) / Math.sqrt(each);
  });
  const added = Array.from({ length: b + 1 }, (_, k) => [`block_${k}/attention`, `block_${k}/down`]).flat();
  const tokens = ['patches', ...added].map((name) => all.get(name)!);
  return { scores, tokens: Array.from(tokens[0]!, (_, i) => sum(tokens.map((part) => part[i]!))) };
}

const meanSquare = (a: readonly number[], b: readonly number[]) =>
  sum(a.map((value, i) => (value - b[i]!) ** 2)) / a.length;

/** Tokens through `W` and `b`, the same for each. */
function mapped(tokens: readonly number[], numbers: readonly number[], units: number): number[] {
  const inputs = tokens.length / TOKENS;
  return Array.from({ length: TOKENS * units }, (_, at) => {
    const [token, o] = [Math.floor(at / units), at % units];
    const weights = Array.from(
      { length: inputs },
      (_, i) => tokens[token * inputs + i]! * numbers[i * units + o]!,
    );
    return sum(weights) + numbers[inputs * units + o]!;
  });
}

type Value = (student: Network, teacher: Network, image: Float64Array, maps: readonly number[]) => number;
const VALUES: Readonly<Record<'attentionTransfer' | 'tinyBert', Value>> = {
  attentionTransfer: (student, teacher, image) => {
    const [own, theirs] = [recorded(student, image), recorded(teacher, image)];
    return sum(
      [196, 49].map((places, l) =>
        attentionDistance(own.get(`convolution_${l}`)!, theirs.get(`convolution_${l}`)!, places),
      ),
    );
  },
  tinyBert: (student, teacher, image, maps) => {
    const [own, theirs] = [insideBlock(student, image, 0), insideBlock(teacher, image, 1)];
    return meanSquare(own.scores, theirs.scores) + meanSquare(mapped(own.tokens, maps, 6), theirs.tokens);
  },
};

function stageOf(
  term: keyof typeof VALUES,
  { student, teacher }: { readonly student: TrainableArchitecture; readonly teacher: TrainableArchitecture },
): Stage {
  const base = only(studentStage({ data: { labelledImages: 12 }, student: { batchSize: 4 } }), 1);
  const method: Method = METHODS[term];
  const pairs: readonly PairedLayers[] | undefined = method.pairs?.(student, teacher);
  const objectives = [
    { term: 'crossEntropy', weight: [0] } as const, // without it nothing leads to the last layer, and so no gradient
    { term, weight: [1] },
  ];
  return { ...base, architecture: student, looksInside: true, objectives, ...(pairs && { pairs }) };
}

describe.each([
  ['attentionTransfer', CNN],
  ['tinyBert', VIT],
] as const)('%s', (term, { student, teacher }) => {
  const stage = stageOf(term, { student, teacher });
  const data = bars(12);
  const P = parameterCount(student);
  const theirs: Network = { architecture: teacher, parameters: moved(teacher, 2) };
  const step = 2;

  /** One step's value of the term, and its gradient. */
  async function computed(parameters: Float32Array, maps: Float32Array, of: Stage, from: Network) {
    const view = viewTeachers(of, [
      { architecture: from.architecture, parameters: Float32Array.from(from.parameters) },
    ]);
    const { measured, gradient } = tf.tidy(() => {
      const batch = batchMaker(of, data, [new Float32Array(120)], view)(step);
      const trained = {
        layers: splitLayers(tf.tensor2d(parameters, [1, parameters.length]), of.architecture),
        maps: maps.length > 0 ? splitMaps(of, tf.tensor2d(maps, [1, maps.length])) : [],
      };
      return lossAndGradient(of, trained, batch);
    });
    view.close();
    return { value: (await measured.array())[1]![0]!, gradient: (await gradient.array())[0]! };
  }

  test('its value and gradient are those of the paper in float64', async () => {
    const parameters = moved(student, 1);
    const maps = initialMaps(stage, 5);
    const images = [...batchDraw(stage.members[0]!, 4, data.labels)(step)].map((row) =>
      Float64Array.from(data.images.subarray(row * PIXELS, (row + 1) * PIXELS), (grey) => grey / 255),
    );
    const value = (all: Numbers) => {
      const own: Network = { architecture: student, parameters: Array.from(all).slice(0, P) };
      const numbers = Array.from(all).slice(P);
      return sum(images.map((image) => VALUES[term](own, theirs, image, numbers))) / images.length;
    };
    const initial = Float64Array.from([...parameters, ...maps]);
    const { value: found, gradient } = await computed(parameters, maps, stage, theirs);
    expect(found).toBeGreaterThan(0.01);
    expect(found).toBeCloseTo(value(initial), 4);
    const scale = Math.max(...gradient.map(Math.abs));
    const spread = Array.from({ length: 12 }, (_, k) => Math.floor(uniform(8, k) * initial.length));
    for (const i of [...spread, initial.length - 1, 1])
      expect(Math.abs(gradient[i]! - derivative(value, initial, i)), `coordinate ${i}`).toBeLessThan(
        1e-3 * scale,
      );
  });

  test('a student that is its teacher has nothing to learn', async () => {
    const twin = stageOf(term, { student: teacher, teacher });
    expect((twin.pairs ?? []).every(({ isMapped }) => !isMapped)).toBe(true);
    const { value } = await computed(Float32Array.from(theirs.parameters), new Float32Array(0), twin, theirs);
    expect(Math.abs(value)).toBeLessThan(1e-5);
  });
});
