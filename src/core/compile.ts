/**
 * From an experiment to the stages that carry it out: the teachers, an assistant where there is one, the students.
 * Everybody who is compared shares initialisation, batches and steps; a treatment is a few numbers of a member.
 */
import type { ExperimentConfig, TeacherFlaw, TrainingConfig } from './experiment.ts';
import { transferImages } from './experiment.ts';
import {
  CURVE_POINTS,
  type Member,
  type Objective,
  type Regularisation,
  type Rows,
  type Stage,
} from './stages.ts';
import { population, type Population } from './population.ts';
import { combinations, settingText, type Combination } from './vary.ts';

const LABEL_SMOOTHING = 0.1;
/** Share of its steps after which a teacher that is stopped early learns no more. */
const EARLY = 1 / 20;
/** Between the seeds of the teachers of one ensemble, so that no two ensembles of a run share a network by accident. */
const ENSEMBLE_STRIDE = 100;

const NO_REGULARISATION: Regularisation = { inputDropout: 0, hiddenDropout: 0, jitter: 0, maxNorm: 0 };

/** What to train, in order. Each network is trained once, however many combinations need it. */
export function compile(config: ExperimentConfig, classes = 10): readonly Stage[] {
  const populations = { teachers: population(), assistants: population(), students: population() };
  const all = combinations(config);
  const sizesDiffer = new Set(all.map((one) => transferImages(one.config.data))).size > 1;
  for (const combination of all) addNetworks(combination, sizesDiffer, populations);
  const { teachers, assistants, students } = populations;
  const { teacher, student, distillation } = config;
  return [
    {
      id: 'teacher',
      ...stage(teacher, teacher.hidden, teachers, classes),
      regularisation: regularisation(config),
    },
    ...(assistants.members.length > 0
      ? [{ id: 'assistant' as const, ...stage(student, distillation.assistant, assistants, classes) }]
      : []),
    { id: 'students', ...stage(student, student.hidden, students, classes) },
  ];
}

interface Populations {
  readonly teachers: Population;
  readonly assistants: Population;
  readonly students: Population;
}

function addNetworks(
  combination: Combination,
  sizesDiffer: boolean,
  { teachers, assistants, students }: Populations,
): void {
  const { config, isOwn } = combination;
  const { data, distillation } = config;
  const { temperature, softWeight, tSquared } = distillation;
  const transferSet: Rows = {
    images: transferImages(data),
    labelled: data.labelledImages,
    wrongLabels: data.wrongLabels,
    omittedClasses: data.omittedClasses,
  };
  const common = {
    ...{ learningRate: config.student.learningRate, learningShare: 1, labelSmoothing: 0 },
    ...{ temperature, tSquared, rows: transferSet },
  };
  const seeds = Array.from({ length: config.seeds }, (_, i) => seedAfter(config.seed, i));
  const teachersOf = seeds.map((seed) => addTeachers(combination, teachers, seed));
  const taught = seeds.map((seed, i) => {
    const source = students.from('teacher', teachersOf[i]!);
    return { seed, source, reference: source };
  });
  const named = (method: StudentMethod) => {
    const ignored = ignoredBy(method, softWeight, sizesDiffer);
    return nameOf(settingText(combination, (path) => !ignored.has(path)));
  };

  const hard = seeds.map((_, i) =>
    students.add(
      {
        ...{ ...common, ...taught[i]!, ...named('labels') },
        ...{ role: 'hardLabel', method: 'labels', softWeight: 0 },
        rows: { ...transferSet, images: data.labelledImages },
      },
      isOwn,
    ),
  );
  const soft = { ...common, softWeight, ...named('softTargets') };
  const distilled = seeds.map((_, i) =>
    students.add(
      { ...soft, ...taught[i]!, role: 'distilled', method: 'softTargets', baseline: hard[i]! },
      isOwn,
    ),
  );
  students.compare(distilled, hard, isOwn);

  if (distillation.assistant.length > 0) {
    const assisted = seeds.map((seed, i) => {
      const source = assistants.from('teacher', teachersOf[i]!);
      const assistant = assistants.add(
        { ...soft, role: 'assistant', method: 'softTargets', seed, source, reference: source },
        isOwn,
      );
      const fromAssistant = { ...taught[i]!, source: students.from('assistant', [assistant]) };
      return students.add(
        { ...soft, ...fromAssistant, role: 'distilled', method: 'teacherAssistant', baseline: hard[i]! },
        isOwn,
      );
    });
    students.compare(assisted, hard);
    students.compare(assisted, distilled);
  }

  if (distillation.pseudoLabelControl) {
    const pseudo = seeds.map((_, i) =>
      students.add(
        {
          ...{ ...common, ...taught[i]!, ...named('pseudoLabels') },
          ...{ role: 'pseudoLabel', method: 'pseudoLabels', softWeight: 0, baseline: hard[i]! },
        },
        isOwn,
      ),
    );
    students.compare(pseudo, hard);
    students.compare(distilled, pseudo); // what is left is more than top answers
  }
}

type StudentMethod = 'labels' | 'softTargets' | 'pseudoLabels';

const LABELS = ['data.labelledImages', 'data.wrongLabels'];
const TEACHERS = ['teacher.flaw', 'teacher.count'];
const SOFTNESS = ['distillation.temperature', 'distillation.tSquared'];

/**
 * Settings that make no difference to a student's training, and so do not belong to its name.
 * @param sizesDiffer whether labels that vary make transfer sets of different sizes: then their number matters to all
 */
function ignoredBy(method: StudentMethod, softWeight: number, sizesDiffer: boolean): ReadonlySet<string> {
  const labels = sizesDiffer ? ['data.wrongLabels'] : LABELS;
  switch (method) {
    case 'labels':
      return new Set([...TEACHERS, ...SOFTNESS, 'distillation.softWeight', 'data.unlabelledImages']);
    case 'pseudoLabels':
      return new Set([...labels, ...SOFTNESS, 'distillation.softWeight']);
    case 'softTargets':
      return new Set([
        ...(softWeight === 1 ? labels : []),
        ...(softWeight === 0 ? [...TEACHERS, ...SOFTNESS] : []),
      ]);
  }
  return method satisfies never;
}

/** @returns the numbers of the teachers of one seed's students */
function addTeachers(combination: Combination, teachers: Population, studentSeed: number): readonly number[] {
  const { config } = combination;
  const { data, teacher, distillation } = config;
  const labelled = { images: data.teacherImages, labelled: data.teacherImages };
  return Array.from({ length: teacher.count }, (_, k) =>
    teachers.add({
      ...{ role: 'teacher', method: 'labels' },
      ...nameOf(settingText(combination, (path) => path === 'teacher.flaw')),
      seed: seedAfter(teacher.perSeed ? studentSeed : config.seed, k * ENSEMBLE_STRIDE),
      learningRate: teacher.learningRate,
      softWeight: 0,
      temperature: distillation.temperature,
      tSquared: distillation.tSquared,
      rows: { ...labelled, wrongLabels: 0, omittedClasses: [] },
      ...FLAWS[teacher.flaw],
    }),
  );
}

const FLAWS: Record<TeacherFlaw, Pick<Member, 'learningShare' | 'labelSmoothing'>> = {
  none: { learningShare: 1, labelSmoothing: 0 },
  untrained: { learningShare: 0, labelSmoothing: 0 },
  stoppedEarly: { learningShare: EARLY, labelSmoothing: 0 },
  labelSmoothing: { learningShare: 1, labelSmoothing: LABEL_SMOOTHING },
};

function nameOf(setting: string | undefined): Pick<Member, 'setting'> {
  return setting === undefined ? {} : { setting };
}

/** Seeds are 32 bits and go round. */
function seedAfter(seed: number, steps: number): number {
  return (seed + steps) >>> 0;
}

function regularisation({ teacher }: ExperimentConfig): Regularisation {
  const { inputDropout, hiddenDropout, jitter, maxNorm } = teacher;
  return { inputDropout, hiddenDropout, jitter, maxNorm };
}

function stage(
  training: TrainingConfig,
  hidden: readonly number[],
  { members, sources, comparisons }: Population,
  classes: number,
): Omit<Stage, 'id'> {
  const images = Math.max(...members.map(({ rows }) => rows.images));
  const batchSize = Math.min(training.batchSize, images);
  // Omitted classes do not shorten an epoch: every student takes as many steps as with the whole transfer set.
  const stepsPerEpoch = Math.ceil(images / batchSize);
  const steps = stepsPerEpoch * training.epochs;
  return {
    architecture: { kind: 'mlp', inputs: 784, hidden, classes },
    members,
    sources,
    comparisons,
    objectives: objectives(members),
    regularisation: NO_REGULARISATION,
    optimizer: training.optimizer,
    momentum: training.momentum,
    schedule: training.schedule,
    batchSize,
    epochs: training.epochs,
    stepsPerEpoch,
    steps,
    evaluateEvery: Math.ceil(steps / CURVE_POINTS),
  };
}

/** The only place that turns the soft weight into two weights of the loss. */
function objectives(members: readonly Member[]): readonly Objective[] {
  const hard: Objective = {
    kind: 'crossEntropy',
    weight: members.map(({ softWeight }) => 1 - softWeight),
    targets: members.map(({ role }) => (role === 'pseudoLabel' ? 'teacherArgmax' : 'labels')),
    labelSmoothing: members.map(({ labelSmoothing }) => labelSmoothing),
  };
  if (members.every(({ softWeight }) => softWeight === 0)) return [hard];
  const soft: Objective = {
    kind: 'softTargets',
    weight: members.map(({ softWeight }) => softWeight),
    temperature: members.map(({ temperature }) => temperature),
    tSquared: members.map(({ tSquared }) => tSquared),
  };
  return [hard, soft];
}
