// A run that quantises: what it says of fewer bits is what the rounded weights answer, and students are compared in integers too.
import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, describe, expect, test } from 'vitest';
import { compile } from '../../src/core/compile.ts';
import type { StageCheckpoint } from '../../src/core/checkpoint.ts';
import { topAnswer } from '../../src/core/metrics.ts';
import type { RunRecord } from '../../src/core/run-record.ts';
import { parseRun } from '../../src/core/run-file.ts';
import { parameterCount, trainableOf } from '../../src/core/architecture.ts';
import { decodeWeights, encodeWeights, namedWeights } from '../../src/core/weights-file.ts';
import { answer } from '../../src/engine/answer.ts';
import { ensureBackend } from '../../src/engine/backend.ts';
import { answerInIntegers, toIntegers } from '../../src/engine/int8.ts';
import { PIXELS } from '../../src/data/dataset.ts';
import { collect, madeUp, of } from './collect-run.ts';
import { smallExperiment } from './fixtures.ts';

const config = smallExperiment({
  ...{ quantise: true, seeds: 2 },
  teacher: { epochs: 20 },
  student: { epochs: 20, learningRate: 0.02 },
});
const stages = compile(config);
const { test: held, train } = madeUp;
const kept = new Map<string, StageCheckpoint>();
let record: RunRecord;
let events: Awaited<ReturnType<typeof collect>>['events'];

beforeAll(async () => {
  await ensureBackend('cpu');
  const keep = (checkpoints: readonly StageCheckpoint[]) => {
    for (const one of checkpoints) kept.set(one.stage, one);
    return Promise.resolve();
  };
  const run = await collect(config, { keep });
  expect(run.failure).toBeUndefined();
  record = run.record!;
  events = run.events;
});

/** By plain arithmetic: the answers of a network in each precision. */
function answersOf(role: string, member: number) {
  const stage = stages.find(({ kind }) => (kind === 'teacher') === (role === 'teacher'))!;
  const architecture = trainableOf(stage.architecture);
  const P = parameterCount(architecture);
  const all = kept.get(stage.id)!.snapshot.parameters;
  const own = all.subarray(member * P, (member + 1) * P);
  const names = namedWeights(architecture);
  const rounded = (precision: 'float16' | 'uint8') => {
    const { specs, bytes } = encodeWeights(names, own, precision);
    return {
      bytes: bytes.length,
      logits: answer(architecture, decodeWeights(names, specs, bytes), held.images),
    };
  };
  const network = toIntegers(architecture, own, train.images.subarray(0, 500 * PIXELS));
  return {
    float32: answer(architecture, own, held.images),
    float16: rounded('float16'),
    uint8: rounded('uint8'),
    int8: { bytes: network.bytes, logits: answerInIntegers(architecture, own, network, held.images) },
  };
}

const top = (logits: Float32Array, n: number) => topAnswer(logits, n, madeUp.classes);
const count = (is: (n: number) => boolean) => [...held.labels.keys()].filter(is).length;

describe('every network', () => {
  test('is measured in each precision as its rounded weights answer', () => {
    expect(record.results).toHaveLength(5);
    for (const { role, member, quantised } of record.results) {
      const { float32, ...rest } = answersOf(role, member);
      expect(quantised!.map(({ against: _, ...one }) => one)).toEqual(
        (['float16', 'uint8', 'int8'] as const).map((precision) => {
          const { bytes, logits } = rest[precision];
          return {
            ...{ precision, bytes },
            testErrors: count((n) => top(logits, n) !== held.labels[n]),
            changed: count((n) => top(logits, n) !== top(float32, n)),
          };
        }),
      );
    }
  });

  test('is smaller with fewer bits', () => {
    for (const { bytes, quantised } of record.results) {
      const [half, byte, integer] = quantised!.map((one) => one.bytes);
      expect([half, byte]).toEqual([bytes / 2, bytes / 4]);
      expect(integer).toBeGreaterThan(byte!); // scales
      expect(integer).toBeLessThan(half!);
    }
  });

  test('is told of while it is measured', () => {
    const told = of(events, 'progress').flatMap(({ phase, images }) =>
      phase === 'quantising' ? [images!] : [],
    );
    const count = held.labels.length;
    // In float16, in uint8, and in integers network by network.
    const each = (networks: number) => [
      ...[0, 0].map((answered) => ({ answered, of: count })),
      ...Array.from({ length: networks }, (_, s) => ({ answered: s * count, of: networks * count })),
    ];
    expect(told).toEqual([...each(1), ...each(4)]);
  });
});

test('students are compared in integers as in float32, and both verdicts are corrected for two', () => {
  const [plain, inIntegers] = record.verdicts;
  expect(record.verdicts).toHaveLength(2);
  expect(plain).not.toHaveProperty('precision');
  expect(inIntegers).toMatchObject({
    precision: 'int8',
    candidate: plain!.candidate,
    baseline: plain!.baseline,
  });
  const errors = (role: string) =>
    record.results.flatMap((one) => (one.role === role ? [one.quantised![2]!.testErrors] : []));
  const [labels, distilled] = [errors('hardLabel'), errors('distilled')];
  expect(inIntegers!.differences).toEqual(distilled.map((one, i) => one - labels[i]!));
  expect(inIntegers!.holmP).toBeDefined();
});

test('with one seed the images tell, in integers', async () => {
  const { record: one } = await collect({ ...config, seeds: 1 });
  const distilled = one!.results.find(({ role }) => role === 'distilled')!;
  const hard = one!.results.find(({ role }) => role === 'hardLabel')!;
  expect(hard.quantised![2]).not.toHaveProperty('against'); // nobody's candidate
  const [apart] = distilled.quantised![2]!.against!;
  expect(apart!.member).toBe(hard.member);
  expect(apart!.onlyOtherRight - apart!.onlyThisRight).toBe(
    distilled.quantised![2]!.testErrors - hard.quantised![2]!.testErrors,
  );
  expect(one!.verdicts.map(({ precision }) => precision)).toEqual([undefined, 'int8']);
});

test('a run without it says nothing of it, and one with it can be read back', async () => {
  const { record: plain } = await collect(smallExperiment());
  for (const result of plain!.results) expect(result).not.toHaveProperty('quantised');
  expect(parseRun(JSON.parse(JSON.stringify(record)))).toEqual({ ok: true, value: record });
});
