import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parameterCount, type Architecture } from '../../src/core/architecture.ts';
import { fromHalf, toHalf } from '../../src/core/half.ts';
import { modelFile, readModelFile } from '../../src/core/model-file.ts';
import { uniform } from '../../src/core/random.ts';

describe('halves', () => {
  // IEEE 754-2019, binary16: values and their bits.
  test.each([
    [0, 0x0000],
    [-0, 0x8000],
    [1, 0x3c00],
    [-2, 0xc000],
    [65504, 0x7bff], // the largest
    [65519, 0x7bff],
    [65520, 0x7c00], // rounds to infinity
    [2 ** -14, 0x0400], // the smallest normal one
    [2 ** -24, 0x0001], // the smallest of all
    [2 ** -25, 0x0000], // halfway, to even
    [1.5 * 2 ** -24, 0x0002], // halfway, to even
    [1 + 2 ** -11, 0x3c00], // halfway, to even
    [1 + 3 * 2 ** -11, 0x3c02], // halfway, to even
    [0.333251953125, 0x3555],
    [Infinity, 0x7c00],
  ])('%f', (value, half) => {
    expect(toHalf(value)).toBe(half);
  });

  test('every half comes back as it was, and every float as its nearest half', () => {
    for (let half = 0; half < 0x10000; half++)
      if (!Number.isNaN(fromHalf(half))) expect(toHalf(fromHalf(half))).toBe(half);
    expect(fromHalf(toHalf(NaN))).toBeNaN();
    fc.assert(
      fc.property(fc.float({ noNaN: true, min: -60000, max: 60000 }), (value) => {
        const half = toHalf(value);
        const error = (other: number) => Math.abs(fromHalf(other) - value);
        for (const other of [half - 1, half + 1])
          if (other >= 0 && (other & 0x8000) === (half & 0x8000))
            expect(error(half)).toBeLessThanOrEqual(error(other));
      }),
      { numRuns: 1000 },
    );
  });
});

const architecture: Architecture = { kind: 'mlp', inputs: 784, hidden: [7, 5], classes: 10 };
const parameters = Float32Array.from({ length: parameterCount(architecture) }, (_, i) => uniform(3, i) - 0.5);
const notes = { role: 'teacher', testErrors: 106 };

describe('a model', () => {
  test('is read back to the bit, or to the nearest half', () => {
    const whole = modelFile(architecture, parameters, 'float32', notes);
    const json: unknown = JSON.parse(JSON.stringify(whole.json));
    expect(readModelFile(json, whole.weights)).toEqual({ architecture, parameters, notes });

    const halved = modelFile(architecture, parameters, 'float16', notes);
    expect(halved.weights.length).toBe(whole.weights.length / 2);
    const read = readModelFile(halved.json, halved.weights)!;
    read.parameters.forEach((value, i) => expect(Math.abs(value - parameters[i]!)).toBeLessThan(2 ** -12));
  });

  test('of somebody else is left to tfjs', () => {
    for (const other of [
      null,
      {},
      { format: 'graph-model' },
      { userDefinedMetadata: 5 },
      { userDefinedMetadata: { darkKnowledgeLab: null } },
    ])
      expect(readModelFile(other, new Uint8Array())).toBeUndefined();
  });

  test('that is not what it says is refused', () => {
    const { json, weights } = modelFile(architecture, parameters, 'float32', notes);
    expect(() => readModelFile(json, weights.slice(4))).toThrow(
      `its weights have ${weights.length - 4} bytes; ${weights.length} are needed`,
    );
    const [manifest] = json.weightsManifest;
    const wider = [{ ...manifest, weights: manifest.weights.map((one) => ({ ...one, shape: [785, 7] })) }];
    expect(() => readModelFile({ ...json, weightsManifest: wider }, weights)).toThrow('its layers are not');
    expect(() => readModelFile({ ...json, modelTopology: {} }, weights)).toThrow('its layers are not');
    expect(() => readModelFile({ ...json, weightsManifest: '<img>' }, weights)).toThrow('its layers are not');
    // A network that says itself what it is: its weights may still be anything.
    const vit: Architecture = { kind: 'vit', inputs: 784, width: 4, blocks: 1, heads: 2, classes: 10 };
    const file = modelFile(vit, new Float32Array(parameterCount(vit)), 'float32', notes);
    const [own] = file.json.weightsManifest;
    const holding = (of: unknown) => () =>
      readModelFile({ ...file.json, weightsManifest: [{ ...own, weights: of }] }, file.weights);
    expect(holding(own.weights)()).toMatchObject({ architecture: vit });
    for (const of of [
      [],
      [null],
      own.weights.slice(0, 3),
      own.weights.map(() => ({ quantization: { dtype: 'uint8' } })),
    ])
      expect(holding(of)).toThrow(/how its weights are rounded|are needed/);
    const claiming = (claim: unknown) => () =>
      readModelFile(
        { ...file.json, userDefinedMetadata: { darkKnowledgeLab: { ...notes, architecture: claim } } },
        file.weights,
      );
    for (const claim of [null, 5, { ...vit, blocks: 1e9 }, { ...vit, heads: 3 }, { ...vit, width: 8 }])
      expect(claiming(claim)).toThrow('its layers are not');
  });
});
