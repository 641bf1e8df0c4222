/**
 * From an experiment to the stages that carry it out: the teachers, an assistant where there is one, the students.
 * Everybody who is compared shares initialisation, batches and steps; a treatment is a few numbers of a member.
 */
import type { ExperimentConfig, TeacherFlaw, TrainingConfig } from './experiment.ts';
import { transferImages } from './experiment.ts';
import {
  CURVE_POINTS,
  type Comparison,
  type Member,
  type Objective,
  type Regularisation,
  type Rows,
  type Source,
  type Stage,
} from './stages.ts';
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
  for (const combination of combinations(config)) addNetworks(combination, populations);
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

function addNetworks(combination: Combination, { teachers, assistants, students }: Populations): void {
  const { config } = combination;
  const { data, distillation, seeds } = config;
  const { pseudoLabelControl, temperature, softWeight, tSquared } = distillation;
  const transferSet: Rows = {
    images: transferImages(data),
    labelled: data.labelledImages,
    wrongLabels: data.wrongLabels,
    omittedClasses: data.omittedClasses,
  };
  const plain = { learningShare: 1, labelSmoothing: 0, temperature, tSquared };
  const student = { ...plain, learningRate: config.student.learningRate };
  const all = settingText(combination);
  const forLabels = settingText(combination, (path) => LABEL_PATHS.has(path));
  const forAnswers = settingText(combination, (path) => LABEL_PATHS.has(path) || ANSWER_PATHS.has(path));

  const each = <T>(make: (i: number, seed: number) => T): T[] =>
    Array.from({ length: seeds }, (_, i) => make(i, seedAfter(config.seed, i)));
  const teachersOf = each((_, seed) => addTeachers(combination, teachers, seed));
  const assistantsOf = each((i, seed) =>
    distillation.assistant.length === 0
      ? undefined
      : assistants.add({
          ...{ role: 'assistant', method: 'softTargets', ...named(all) },
          ...{
            ...student,
            seed,
            softWeight,
            rows: transferSet,
            source: assistants.from('teacher', teachersOf[i]!),
          },
        }),
  );
  const taught = (i: number) => ({ source: students.from('teacher', teachersOf[i]!) });
  const hard = each((i, seed) =>
    students.add({
      ...{ role: 'hardLabel', method: 'labels', ...named(forLabels) },
      ...{
        ...student,
        seed,
        softWeight: 0,
        rows: { ...transferSet, images: data.labelledImages },
        ...taught(i),
      },
    }),
  );
  const distilled = each((i, seed) =>
    students.add({
      ...{ role: 'distilled', method: 'softTargets', ...named(all) },
      ...{ ...student, seed, softWeight, rows: transferSet, ...taught(i), baseline: hard[i]! },
    }),
  );
  const assisted = each((i, seed) => {
    const assistant = assistantsOf[i];
    if (assistant === undefined) return undefined;
    return students.add({
      ...{ role: 'distilled', method: 'teacherAssistant', ...named(all) },
      ...{ ...student, seed, softWeight, rows: transferSet, baseline: hard[i]! },
      source: students.from('assistant', [assistant]),
    });
  });
  const pseudo = each((i, seed) => {
    if (!pseudoLabelControl) return undefined;
    return students.add({
      ...{ role: 'pseudoLabel', method: 'pseudoLabels', ...named(forAnswers) },
      ...{ ...student, seed, softWeight: 0, rows: transferSet, ...taught(i), baseline: hard[i]! },
    });
  });
  students.compare(distilled, hard);
  students.compare(assisted, hard);
  students.compare(assisted, distilled);
  students.compare(pseudo, hard);
  students.compare(distilled, pseudo); // what is left is more than top answers
}

/** What a student that learns labels only can differ in ... */
const LABEL_PATHS: ReadonlySet<string> = new Set([
  'data.labelledImages',
  'data.wrongLabels',
  'data.omittedClasses',
  'student.learningRate',
]);
/** ... and what makes a difference to top answers. */
const ANSWER_PATHS: ReadonlySet<string> = new Set(['data.unlabelledImages', 'teacher.flaw', 'teacher.count']);

/** @returns the numbers of the teachers of one seed's students */
function addTeachers(combination: Combination, teachers: Population, studentSeed: number): readonly number[] {
  const { config } = combination;
  const { data, teacher, distillation } = config;
  const labelled = { images: data.teacherImages, labelled: data.teacherImages };
  return Array.from({ length: teacher.count }, (_, k) =>
    teachers.add({
      ...{
        role: 'teacher',
        method: 'labels',
        ...named(settingText(combination, (path) => path === 'teacher.flaw')),
      },
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

function named(setting: string | undefined): Pick<Member, 'setting'> {
  return setting === undefined ? {} : { setting };
}

/** Seeds are 32 bits and go round. */
function seedAfter(seed: number, steps: number): number {
  return (seed + steps) >>> 0;
}

type Population = ReturnType<typeof population>;

function population() {
  const members: Member[] = [];
  const sources: Source[] = [];
  const comparisons: Comparison[] = [];
  const numbers = new Map<string, number>();
  const once = <T>(list: T[], item: T, identity: unknown): number => {
    const text = JSON.stringify(identity);
    const number = numbers.get(text) ?? list.push(item) - 1;
    numbers.set(text, number);
    return number;
  };
  return {
    members,
    sources,
    comparisons,
    /** @returns the number of the member that is trained so, which may be there already */
    add: (member: Member) => once(members, member, trainingOf(member)),
    from(stage: 'teacher' | 'assistant', among: readonly number[]): number {
      const networks = among.map((member) => ({ stage, member }));
      return once(sources, { networks, combine: 'meanProbabilities' }, networks);
    },
    /** Pairs of members, one a seed, where both are there. */
    compare(candidates: readonly (number | undefined)[], baselines: readonly (number | undefined)[]): void {
      candidates.forEach((candidate, i) => {
        const baseline = baselines[i];
        if (candidate === undefined || baseline === undefined) return;
        once(comparisons, { candidate, baseline }, [candidate, baseline, 'compared']);
      });
    },
  };
}

/** All that a member's training depends on: without soft targets T and the source only say what it is compared with. */
function trainingOf(member: Member): unknown {
  const { setting: _, baseline: __, temperature, tSquared, source, ...always } = member;
  const learnsFromSource = member.softWeight > 0 || member.role === 'pseudoLabel';
  return {
    ...always,
    ...(learnsFromSource && { source }),
    ...(member.softWeight > 0 && { temperature, tSquared }),
  };
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
