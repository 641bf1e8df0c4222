import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { compile } from '../../../src/core/compile.ts';
import type { DataConfig, DistillationConfig } from '../../../src/core/experiment.ts';
import type { Stage } from '../../../src/core/stages.ts';
import { ANSWER_TERMS } from '../../../src/engine/fused/kernels/answer-terms.ts';
import { beginningOf } from '../../../src/engine/beginning.ts';
import { initialParameters } from '../../../src/engine/layers.ts';
import { tfjsTrainer } from '../../../src/engine/tfjs-trainer.ts';
import {
  barsDataset,
  NEVER,
  smallExperiment,
  stacked,
  studentStage,
  teacherLogits,
  teacherStage,
} from '../fixtures.ts';
import { useDevice, useSessions } from './device.ts';
import { trainStock } from './stock.ts';

// Short updates, not long trajectories: over hundreds of steps rounding decides which ReLU is on, over five it does not.
const STEPS = 5;
const dataset = barsDataset(400);
/** What a stage's sources answer: each something else. */
const logitsOf = (stage: Stage) => stage.sources.map((_, i) => teacherLogits(400, 10, 6 - 2 * i));

const device = useDevice();
const start = useSessions(device);

const distillation = { temperature: 4, softWeight: 0.7, pseudoLabelControl: true };
const everything = {
  hiddenDropout: 0.5,
  inputDropout: 0.2,
  jitter: 2,
  maxNorm: 1,
  schedule: 'constant',
} as const;

/** Students of every method that has a term of its own on answers, in one population. */
function answerTerms(changes: Partial<DistillationConfig>, data: Partial<DataConfig> = {}): Stage {
  const vary = [{ path: 'distillation.method', values: [...ANSWER_TERMS] }];
  return compile(smallExperiment({ distillation: changes, data, vary })).at(-1)!;
}

const STAGES: readonly (readonly [string, Stage])[] = [
  ['students with a pseudo-label control', studentStage({ distillation, student: { hidden: [31, 10] } })],
  [
    'students that draw different rows, few of them labelled',
    studentStage({ distillation, data: { labelledImages: 20, unlabelledImages: 60 } }),
  ],
  [
    'soft targets only, without T^2',
    studentStage({ distillation: { softWeight: 1, temperature: 3, tSquared: false } }),
  ],
  ['a teacher with everything on', teacherStage({ teacher: everything })],
  [
    'sgd with momentum',
    studentStage({ distillation, student: { optimizer: 'sgd', momentum: 0.8, learningRate: 0.05 } }),
  ],
  [
    'seeds, wrong labels and a digit left out, side by side',
    studentStage({
      distillation,
      seeds: 2,
      vary: [
        { path: 'data.wrongLabels', values: [0, 0.4] },
        { path: 'data.omittedClasses', values: [[], [3, 7]] },
      ],
    }),
  ],
  [
    'flawed teachers',
    teacherStage({
      teacher: everything,
      vary: [
        { path: 'teacher.flaw', values: ['none', 'untrained', 'stoppedEarly', 'labelSmoothing'] },
        { path: 'teacher.count', values: [1, 2] },
      ],
    }),
  ],
  [
    'students of different teachers',
    studentStage({
      distillation,
      vary: [
        { path: 'teacher.flaw', values: ['none', 'untrained'] },
        { path: 'distillation.temperature', values: [2, 8] },
      ],
    }),
  ],
  ['no hidden layer', studentStage({ distillation, student: { hidden: [] } })],
  ['four hidden layers', teacherStage({ teacher: { ...everything, hidden: [31, 16, 9, 12] } })],
  [
    'two seeds, batches of one',
    stacked([1, 2].map((seed) => studentStage({ seed, distillation, student: { batchSize: 1 } }))),
  ],
];

/** Those that stock tfjs, below, knows nothing of. */
const ON_ANSWERS: typeof STAGES = [
  [
    'terms on answers',
    answerTerms({ softWeight: 0.7, temperature: 4 }, { labelledImages: 30, unlabelledImages: 40 }),
  ],
  ['terms on answers without T^2', answerTerms({ softWeight: 1, temperature: 0.7, tSquared: false })],
];

/** Parameters `[S, P]` of the fused trainer after five steps, and where they started. */
async function fused(stage: Stage) {
  const session = await start(stage, { dataset, logits: logitsOf(stage) });
  await session.advance(STEPS, NEVER);
  const { parameters } = await session.snapshot();
  const initial = new Float32Array(parameters.length);
  const P = parameters.length / stage.members.length;
  stage.members.forEach(({ seed }, s) => initial.set(initialParameters(stage.architecture, seed), s * P));
  return { parameters, initial };
}

/** Length of the difference between two updates over the length of the second. */
function difference(actual: Float32Array, expected: Float32Array, from: Float32Array): number {
  let [apart, whole] = [0, 0];
  expected.forEach((value, i) => {
    apart += (actual[i]! - value) ** 2;
    whole += (value - from[i]!) ** 2;
  });
  return whole === 0 ? apart : Math.sqrt(apart / whole); // an untrained network stays where it is, exactly
}

test.each([...STAGES, ...ON_ANSWERS])(
  '%s: the reference trainer makes the same update on the same GPU',
  async (_, stage) => {
    const { parameters, initial } = await fused(stage);
    const reference = await start(stage, { trainer: tfjsTrainer, dataset, logits: logitsOf(stage) });
    await reference.advance(STEPS, NEVER);
    const expected = (await reference.snapshot()).parameters;
    expect(difference(parameters, expected, initial)).toBeLessThan(1e-4);
  },
);

test.each(['linear', 'cosine'] as const)(
  '%s schedule: the reference makes the same update',
  async (schedule) => {
    const stage = teacherStage({ teacher: { schedule } });
    const { parameters, initial } = await fused(stage);
    const reference = await start(stage, { trainer: tfjsTrainer, dataset });
    await reference.advance(STEPS, NEVER);
    const expected = (await reference.snapshot()).parameters;
    expect(difference(parameters, expected, initial)).toBeLessThan(1e-4);
  },
);

test.each(STAGES)('%s: tfjs’s autodiff and optimiser make the same update on the cpu', async (_, stage) => {
  const { parameters, initial } = await fused(stage);
  const P = parameters.length / stage.members.length;
  await tf.setBackend('cpu');
  for (const s of stage.members.keys()) {
    const mine = (flat: Float32Array) => flat.subarray(s * P, (s + 1) * P);
    const expected = await trainStock(
      stage,
      s,
      dataset,
      logitsOf(stage)[stage.members[s]!.source ?? 0],
      STEPS,
    );
    expect(difference(mine(parameters), expected, mine(initial)), `member ${s}`).toBeLessThan(1e-4);
  }
  await tf.setBackend('webgpu');
});

test('who begins with layers of the teacher, begins with them to the bit, and the others as ever', async () => {
  const hidden = [9, 9, 6, 6];
  const stage = studentStage({
    ...{ teacher: { hidden }, student: { hidden: [9, 6] }, seeds: 2 },
    distillation: { method: 'layerInit' },
  });
  const architecture = { kind: 'mlp', inputs: 784, hidden, classes: 10 } as const;
  const networks = [{ architecture, parameters: initialParameters(architecture, 7) }];
  const session = await start(stage, { dataset, logits: logitsOf(stage), networks });
  const { parameters } = await session.snapshot();
  const P = parameters.length / stage.members.length;
  expect(stage.members.map(({ method }) => method)).toEqual(['labels', 'labels', 'layerInit', 'layerInit']);
  stage.members.forEach((_, s) =>
    expect(parameters.subarray(s * P, (s + 1) * P)).toEqual(beginningOf(stage, s, networks)),
  );
});

test('losses are those of the reference', async () => {
  const stage = studentStage({ distillation, data: { labelledImages: 5, unlabelledImages: 60 } });
  const [mine, reference] = [
    await start(stage, { dataset, logits: logitsOf(stage) }),
    await start(stage, { trainer: tfjsTrainer, dataset, logits: logitsOf(stage) }),
  ];
  const [a, b] = [await mine.advance(STEPS, NEVER), await reference.advance(STEPS, NEVER)];
  expect(a.labelledSteps).toEqual(b.labelledSteps);
  expect(a.labelledSteps).not.toEqual(stage.members.map(() => STEPS)); // some batches have no label at all
  for (const name of ['labelLoss', 'objective', 'kl', 'hardGradient', 'softGradient'] as const) {
    a[name]!.forEach((sum, s) =>
      expect(Math.abs(sum - b[name]![s]!), name).toBeLessThanOrEqual(1e-5 * b[name]![s]!),
    );
  }
  const terms = answerTerms({ temperature: 3 }, { labelledImages: 20, unlabelledImages: 40 });
  const [ours, theirs] = [
    await start(terms, { dataset, logits: logitsOf(terms) }),
    await start(terms, { trainer: tfjsTrainer, dataset, logits: logitsOf(terms) }),
  ];
  const [c, d] = [await ours.advance(STEPS, NEVER), await theirs.advance(STEPS, NEVER)];
  expect(terms.members.map(({ method }) => method)).toEqual(['labels', ...ANSWER_TERMS]);
  c.objective.forEach((sum, s) =>
    expect(Math.abs(sum - d.objective[s]!)).toBeLessThan(1e-5 * d.objective[s]!),
  );
  for (const name of ANSWER_TERMS)
    c.terms[name]!.forEach((sum, s) =>
      expect(Math.abs(sum - d.terms[name]![s]!), name).toBeLessThan(1e-5 * d.terms[name]![s]!),
    );
  const teacher = await start(teacherStage());
  expect(await teacher.advance(1, NEVER)).not.toHaveProperty('kl');
});
