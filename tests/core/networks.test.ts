// Kinds of networks as settings, and what cannot be one.
import { describe, expect, test } from 'vitest';
import {
  architectureName,
  architectureNamed,
  architectureOf,
  type TrainableArchitecture,
} from '../../src/core/architecture.ts';
import { compile } from '../../src/core/compile.ts';
import { concernsNetworks } from '../../src/core/effects.ts';
import type { ExperimentConfig, NetworkConfig } from '../../src/core/experiment.ts';
import { layerShapes, SIDE, TOKENS } from '../../src/core/layer-shapes.ts';
import { cutOf, PATCH_PIXELS } from '../../src/core/image-patches.ts';
import { METHODS, type MethodName } from '../../src/core/methods.ts';
import type { Method } from '../../src/core/methods/method.ts';
import { DEFAULT_EXPERIMENT } from '../../src/core/presets.ts';
import { parseExperiment } from '../../src/core/schema.ts';
import { SETTINGS } from '../../src/core/settings.ts';
import { inLocale } from '../../src/core/text.ts';

const network = (of: Partial<NetworkConfig>): NetworkConfig => ({ ...DEFAULT_EXPERIMENT.student, ...of });
const CNN = network({ architecture: 'cnn', channels: [8, 16], hidden: [32] });
const VIT = network({ architecture: 'vit', blocks: 2, width: 24, heads: 4 });
const of = (config: NetworkConfig) => architectureOf(config, 10);

test('a name tells of its network', () => {
  const names = [network({ hidden: [30] }), CNN, network({ ...CNN, hidden: [] }), VIT].map((one) =>
    architectureName(of(one)),
  );
  expect(names).toEqual(['784-30-10', 'cnn 8-16, 32-10', 'cnn 8-16, 10', 'vit 2x24, 4 heads']);
  for (const name of names) expect(architectureName(architectureNamed(name)!)).toBe(name);
  for (const name of ['', '784', 'cnn 8', 'vit 999x9, 1 heads', 'vit 2x24', 'imported: x'])
    expect(architectureNamed(name)).toBeUndefined();
});

test('a perceptron’s stage says nothing of settings that it has not, so that old fingerprints hold', () => {
  const [teacher] = compile(DEFAULT_EXPERIMENT);
  const told = '{"kind":"mlp","inputs":784,"hidden":[256,256],"classes":10}'; // to the letter: it is part of the fingerprint
  expect(JSON.stringify(teacher!.architecture)).toBe(told);
});

test.each([CNN, VIT])('weights and biases of $architecture lie side by side without a gap', (config) => {
  let next = 0;
  for (const { inputs, outputs, places, weights, biases } of layerShapes(of(config))) {
    expect(weights).toBe(next);
    expect(biases).toBe(next + inputs * outputs);
    next = biases + places * outputs;
  }
});

describe('patches', () => {
  test('a convolution of stride 2 sees the pixels that tfjs pads for', () => {
    const { outputSide, pixels } = cutOf(4); // one row and column are missing at the end
    expect(outputSide).toBe(2);
    expect([...pixels.subarray(0, 9)]).toEqual([0, 1, 2, 4, 5, 6, 8, 9, 10]);
    expect([...pixels.subarray(27)]).toEqual([10, 11, 16, 14, 15, 16, 16, 16, 16]);
  });

  test.each([28, 14, 7, 4])('of a side of %i: what goes back to a pixel is all that came from it', (side) => {
    const { pixels, rounds } = cutOf(side);
    for (let pixel = 0; pixel < side ** 2; pixel++) {
      const back = rounds.map((places) => places[pixel]!).filter((at) => at < pixels.length);
      const all = [...pixels.keys()].filter((at) => pixels[at] === pixel);
      expect(back.sort((a, b) => a - b)).toEqual(all);
    }
  });

  test('a transformer’s hold every pixel once', () => {
    expect([...PATCH_PIXELS].sort((a, b) => a - b)).toEqual([...Array(SIDE ** 2).keys()]);
    expect([...PATCH_PIXELS.subarray(0, 8)]).toEqual([0, 1, 2, 3, 4, 5, 6, 28]);
    expect(PATCH_PIXELS[49 * (TOKENS - 1)]).toBe(21 * 28 + 21);
  });
});

describe('what can be no network is refused', () => {
  const problems = (student: Partial<NetworkConfig>) => {
    const config = { ...DEFAULT_EXPERIMENT, student: { ...DEFAULT_EXPERIMENT.student, ...student } };
    const parsed = parseExperiment(config);
    return parsed.ok ? [] : parsed.problems.map(({ path, message }) => `${path}: ${message}`);
  };

  test.each([
    [
      { architecture: 'cnn', channels: [] },
      'student.channels: A convolutional net needs the channels of a convolution or more, such as 16-32.',
    ],
    [
      { architecture: 'vit', width: 50, heads: 4 },
      'student.width: Width is 50 and Heads is 4; heads share out the width, so it must be a multiple of them.',
    ],
    [{ architecture: 'rnn' }, 'student.architecture: Network is "rnn"; it must be "mlp" or "cnn" or "vit".'],
    [
      { architecture: 'cnn', channels: [256], hidden: [4096] },
      'student.hidden: The student has 205568522 parameters; at most 20000000 are allowed.',
    ],
  ])('%o', (student, problem) => {
    expect(problems(student as Partial<NetworkConfig>)).toEqual([problem]);
  });

  test('what its kind has not does not matter', () => {
    expect(problems({ architecture: 'mlp', channels: [], width: 50, heads: 4 })).toEqual([]);
    expect(problems({ architecture: 'vit', channels: [], hidden: [4096, 4096, 4096] })).toEqual([]);
  });
});

test('settings that a kind has not are not shown, but where kinds vary', () => {
  const shown = (config: ExperimentConfig) =>
    SETTINGS.filter((setting) => setting.ofNetworks && concernsNetworks(setting, config)).map(
      ({ path }) => path,
    );
  const config = { ...DEFAULT_EXPERIMENT, student: { ...DEFAULT_EXPERIMENT.student, ...VIT } };
  expect(shown(config).filter((path) => path.startsWith('student.'))).toEqual(
    ['blocks', 'width', 'heads'].map((name) => `student.${name}`),
  );
  expect(shown(config)).toContain('teacher.hidden');
  const both = { ...config, vary: [{ path: 'student.architecture', values: ['cnn', 'vit'] }] };
  expect(shown(both)).toEqual(expect.arrayContaining(['student.channels', 'student.width']));
});

describe('methods on other networks', () => {
  const refusal = (name: MethodName, student: NetworkConfig, teacher: NetworkConfig) => {
    const method: Method = METHODS[name];
    const sentence = method.refuses?.(of(student), of(teacher));
    return sentence && inLocale(sentence);
  };
  const MLP = network({ hidden: [32, 32] });

  test('attention transfer of convolutions, TinyBERT of transformers with as many heads', () => {
    expect(refusal('attentionTransfer', CNN, network({ ...CNN, channels: [4] }))).toBeUndefined();
    expect(refusal('attentionTransfer', MLP, CNN)).toBeUndefined();
    expect(refusal('attentionTransfer', CNN, MLP)).toMatch(
      /the student is cnn 8-16, 32-10 and the teacher 32-32/,
    );
    expect(refusal('attentionTransfer', VIT, VIT)).toMatch(/vit 2x24, 4 heads/);
    expect(refusal('tinyBert', VIT, network({ ...VIT, blocks: 4, width: 48 }))).toBeUndefined();
    expect(refusal('tinyBert', VIT, network({ ...VIT, heads: 2 }))).toMatch(
      /4 heads and the teacher .* 2 heads/,
    );
    expect(refusal('tinyBert', MLP, VIT)).toMatch(/the student is 32-32/);
  });

  test('every other block of a transformer, but no convolution', () => {
    const deep = network({ ...VIT, blocks: 4 });
    expect(refusal('layerInit', VIT, deep)).toBeUndefined();
    expect(refusal('layerInit', VIT, VIT)).toMatch(
      /needs a teacher of vit 4x24, 4 heads, and it has vit 2x24/,
    );
    expect(refusal('layerInit', CNN, CNN)).toMatch(/No two convolutions have one shape/);
    const { begins }: Method = METHODS.layerInit;
    const [own, theirs] = [layerShapes(of(VIT)), layerShapes(of(deep))];
    const names = begins!(of(VIT), of(deep)).map((l) => theirs.at(l)!.name);
    expect(names).toHaveLength(own.length);
    const block = (name: string) => /block_\d/.exec(name)?.[0];
    expect(names.map(block).filter((name, i, all) => i === 0 || name !== all[i - 1])).toEqual([
      ...[undefined, 'block_0', 'block_2', undefined],
    ]);
  });

  test('a map of tokens is the same at each, and one between kinds takes a layer at once', () => {
    const pairs = (name: MethodName, student: NetworkConfig, teacher: NetworkConfig) => {
      const method: Method = METHODS[name];
      return method.pairs!(of(student), of(teacher));
    };
    expect(pairs('tinyBert', VIT, network({ ...VIT, blocks: 4, width: 48 }))).toEqual([
      { student: 0, teacher: 1, units: 48, places: 16, isMapped: true },
      { student: 1, teacher: 3, units: 48, places: 16, isMapped: true },
    ]);
    expect(pairs('cosine', MLP, VIT)).toEqual([{ student: 1, teacher: 1, units: 16 * 24, isMapped: true }]);
    expect(pairs('fitnets', CNN, MLP)).toEqual([{ student: 0, teacher: 0, units: 32, isMapped: true }]);
  });

  test('of a transformer with a perceptron for an assistant, each has its own network', () => {
    const { teacher, student, distillation } = DEFAULT_EXPERIMENT;
    const kinds = compile({
      ...DEFAULT_EXPERIMENT,
      teacher: { ...teacher, ...CNN },
      student: { ...student, ...VIT },
      distillation: { ...distillation, assistant: [[64]] },
    }).map(({ id, architecture }) => `${id} ${architectureName(architecture as TrainableArchitecture)}`);
    expect(kinds).toEqual(['teacher cnn 8-16, 32-10', 'assistant 784-64-10', 'students vit 2x24, 4 heads']);
  });
});
