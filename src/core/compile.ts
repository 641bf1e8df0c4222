/**
 * From an experiment to the stages that carry it out: the teachers, an assistant where there is one, the students.
 * Everybody who is compared shares initialisation, batches and steps; a treatment is a few numbers of a member.
 */
import type { ExperimentConfig, TeacherFlaw } from './experiment.ts';
import { transferImages } from './experiment.ts';
import { compare, group, populationFor, stagesOf, type Apart, type Group } from './group.ts';
import { METHODS, type MethodName } from './methods.ts';
import type { Method, Widths } from './methods/method.ts';
import type { Placed, Planned } from './population.ts';
import type { Member, Regularisation, Rows, Source, Stage } from './stages.ts';
import { text } from './text.ts';
import { combinations, settingText, type Combination } from './vary.ts';

const LABEL_SMOOTHING = 0.1;
/** Share of its steps after which a teacher that is stopped early learns no more. */
const EARLY = 1 / 20;
/** Teachers of the method that has several, at the least. */
const ENSEMBLE = 3;
/** Between the seeds of the teachers of one ensemble, so that no two ensembles of a run share a network by accident. */
const ENSEMBLE_STRIDE = 100;
/** Between the first weights of two students that learn from each other. */
const PEER_STRIDE = 1_000_000;

/** What to train, in order. Each network is trained once, however many combinations need it. */
export function compile(config: ExperimentConfig, classes = 10): readonly Stage[] {
  const groups: Groups = {
    teachers: group('teacher'),
    assistants: group('assistant'),
    students: group('students'),
  };
  for (const named of studentNames(config)) addNetworks(named, groups);
  return [groups.teachers, groups.assistants, groups.students].flatMap((one) => stagesOf(one, classes));
}

/** A combination of the varied settings, and what its students are called by their settings. */
export interface NamedCombination {
  readonly combination: Combination;
  readonly hardLabel: string | undefined;
  readonly distilled: string | undefined;
  readonly pseudoLabel: string | undefined;
}

export function studentNames(config: ExperimentConfig): readonly NamedCombination[] {
  const all = combinations(config);
  const sizesDiffer = new Set(all.map((one) => transferImages(one.config.data))).size > 1;
  return all.map((combination) => {
    const { softWeight, method: own } = combination.config.distillation;
    const nameFor = (method: MethodName | 'labels') => {
      const ignored = ignoredBy(method, softWeight, sizesDiffer);
      return settingText(combination, (path) => !ignored(path));
    };
    return {
      combination,
      hardLabel: nameFor('labels'),
      distilled: nameFor(own),
      pseudoLabel: nameFor('pseudoLabels'),
    };
  });
}

interface Groups {
  readonly teachers: Group;
  readonly assistants: Group;
  readonly students: Group;
}

function addNetworks(names: NamedCombination, groups: Groups): void {
  const { combination } = names;
  const { config, isOwn } = combination;
  const { data, distillation, student } = config;
  const { method, temperature, softWeight, strength, tSquared } = distillation;
  const students = populationFor(groups.students, student, student.hidden).of;
  const transferSet: Rows = {
    images: transferImages(data),
    labelled: data.labelledImages,
    wrongLabels: data.wrongLabels,
    omittedClasses: data.omittedClasses,
  };
  const common = {
    ...{ learningRate: student.learningRate, learningShare: 1, labelSmoothing: 0 },
    ...{ temperature, tSquared, strength, rows: transferSet },
  };
  const seeds = Array.from({ length: config.seeds }, (_, i) => seedAfter(config.seed, i));
  const teachersOf = (count: number) =>
    seeds.map((seed) => addTeachers(combination, groups.teachers, seed, count));
  const teachers = teachersOf(config.teacher.count);

  const hard = seeds.map((seed, i) => {
    const source = students.from(teachers[i]!);
    return students.add(
      {
        ...{ ...common, ...nameOf(names.hardLabel), seed, source, reference: source },
        ...{ role: 'hardLabel', method: 'labels', softWeight: 0 },
        rows: { ...transferSet, images: data.labelledImages },
      },
      isOwn,
    );
  });
  /** Students of a method, one a seed, beside the hard-label ones. @param sources whose answers each learns */
  const addStudents = (
    of: MethodName,
    sources: readonly Source['networks'][],
    name: string | undefined,
  ): readonly Placed[] => {
    const { begins, taughtBy }: Method = METHODS[of];
    const population = populationFor(
      groups.students,
      student,
      student.hidden,
      undefined,
      apartOf(of, config.teacher.hidden),
    ).of;
    return seeds.map((seed, i) => {
      const planned: Planned = {
        ...{ ...common, ...nameOf(name), seed, method: of, baseline: hard[i]! },
        ...{ source: population.from(sources[i]!), reference: population.from(teachers[i]!) },
        softWeight: of === 'pseudoLabels' ? 0 : softWeight,
        role: of === 'pseudoLabels' ? 'pseudoLabel' : 'distilled',
        ...(begins && { begins: begins(student.hidden, config.teacher.hidden) }),
      };
      if (taughtBy !== 'peers') return population.add(planned, isOwn);
      const one = population.add({ ...planned, peer: 1 }, isOwn);
      const setting = [name, text('the other')].filter((part) => part !== undefined).join(', ');
      population.add({ ...planned, setting, peer: -1, firstSeed: seedAfter(seed, PEER_STRIDE) }, isOwn);
      return one;
    });
  };
  /** Networks in between that learn from others and teach, one a seed. */
  const addAssistants = (
    hidden: readonly number[],
    sources: readonly Source['networks'][],
    apart?: Apart,
  ): readonly Source['networks'][] => {
    const { id, of } = populationFor(groups.assistants, student, hidden, undefined, apart);
    return seeds.map((seed, i) => [
      {
        stage: id,
        member: of.add(
          {
            ...{
              ...common,
              ...nameOf(names.distilled),
              seed,
              softWeight,
              role: 'assistant',
              method: 'softTargets',
            },
            ...{ source: of.from(sources[i]!), reference: of.from(teachers[i]!) },
          },
          isOwn,
        ).member,
      },
    ]);
  };

  const sources: Record<NonNullable<Method['taughtBy']> | 'teacher', () => readonly Source['networks'][]> = {
    teacher: () => teachers,
    answers: () => teachers,
    ensemble: () => teachersOf(Math.max(ENSEMBLE, config.teacher.count)),
    assistant: () => addAssistants(distillation.assistant, teachers),
    generations() {
      let before: readonly Source['networks'][] = teachers;
      for (let generation = 1; generation < distillation.generations; generation++)
        before = addAssistants(student.hidden, before, { generation });
      return before;
    },
    peers: () => teachers,
  };
  const way: Method = METHODS[method];
  const own = addStudents(method, sources[way.taughtBy ?? 'teacher'](), names.distilled);
  compare(groups.students, own, hard, isOwn);
  // The controls are those of soft targets.
  if (method !== 'softTargets') return;

  if (distillation.assistant.length > 0) {
    const assisted = addStudents('teacherAssistant', sources.assistant(), names.distilled);
    compare(groups.students, assisted, hard);
    compare(groups.students, assisted, own);
  }
  if (distillation.pseudoLabelControl) {
    const pseudo = addStudents('pseudoLabels', teachers, names.pseudoLabel);
    compare(groups.students, pseudo, hard);
    compare(groups.students, own, pseudo); // what is left is more than top answers
  }
}

/** A method that looks into its teacher has a population to itself: who shares one sees what all of it see. */
function apartOf(method: MethodName, teacher: Widths): Apart | undefined {
  const { pairs, looksInside, begins, taughtBy }: Method = METHODS[method];
  const isApart = [pairs, looksInside, begins].some(Boolean) || taughtBy === 'peers';
  return isApart ? { method, teacher } : undefined;
}

const LABELS = ['data.labelledImages', 'data.wrongLabels'];
const SOFTNESS = ['distillation.temperature', 'distillation.tSquared'];
/** What only some method has. */
const OF_METHODS = ['distillation.strength', 'distillation.generations'];

/** Settings of the teachers and of what they learn from. */
export function isOfTeachers(path: string): boolean {
  return path.startsWith('teacher.') || path === 'data.teacherImages';
}

/**
 * Tells settings that make no difference to a student's training, and so do not belong to its name. Which method it is, its
 * arm says.
 * @param sizesDiffer whether labels that vary make transfer sets of different sizes: then their number matters to all
 */
function ignoredBy(
  method: MethodName | 'labels',
  softWeight: number,
  sizesDiffer: boolean,
): (path: string) => boolean {
  const labels = sizesDiffer ? ['data.wrongLabels'] : LABELS;
  const either = (paths: readonly string[], orTeachers: boolean) => (path: string) =>
    path === 'distillation.method' || paths.includes(path) || (orTeachers && isOfTeachers(path));
  if (method === 'labels')
    return either([...SOFTNESS, ...OF_METHODS, 'distillation.softWeight', 'data.unlabelledImages'], true);
  const { parts, ignores = [] }: Method = METHODS[method];
  const all = parts({ softWeight, strength: 1 });
  const isHard = all.some(({ term, weight }) => term === 'crossEntropy' && weight > 0);
  const isTaught = all.some(({ term, weight }) => term !== 'crossEntropy' && weight > 0);
  if (method === 'pseudoLabels')
    return either([...labels, ...SOFTNESS, ...OF_METHODS, 'distillation.softWeight'], false);
  return either(
    [
      ...ignores,
      ...(isHard ? [] : labels),
      ...(isTaught ? [] : SOFTNESS),
      ...(method === 'bornAgain' ? [] : ['distillation.generations']),
    ],
    !isTaught,
  );
}

/** @returns the teachers of one seed's students */
function addTeachers(
  combination: Combination,
  teachers: Group,
  studentSeed: number,
  count: number,
): Source['networks'] {
  const { config } = combination;
  const { data, teacher, distillation } = config;
  const labelled = { images: data.teacherImages, labelled: data.teacherImages };
  const { id, of } = populationFor(teachers, teacher, teacher.hidden, regularisation(config));
  const matters = (path: string) =>
    isOfTeachers(path) && path !== 'teacher.count' && path !== 'teacher.perSeed';
  return Array.from({ length: count }, (_, k) => ({
    stage: id,
    member: of.add({
      ...{ role: 'teacher', method: 'labels' },
      ...nameOf(settingText(combination, matters)),
      seed: seedAfter(teacher.perSeed ? studentSeed : config.seed, k * ENSEMBLE_STRIDE),
      learningRate: teacher.learningRate,
      softWeight: 0,
      strength: 1,
      temperature: distillation.temperature,
      tSquared: distillation.tSquared,
      rows: { ...labelled, wrongLabels: 0, omittedClasses: [] },
      ...FLAWS[teacher.flaw],
    }).member,
  }));
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
