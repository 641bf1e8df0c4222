/**
 * From an experiment to the stages that carry it out: the teachers, an assistant where there is one, the students.
 * Everybody who is compared shares initialisation, batches and steps; a treatment is a few numbers of a member.
 */
import type { ExperimentConfig, TeacherFlaw } from './experiment.ts';
import { transferImages } from './experiment.ts';
import { group, populationFor, stagesOf, type Group } from './group.ts';
import type { Member, Regularisation, Rows, Source, Stage } from './stages.ts';
import { combinations, settingText, type Combination } from './vary.ts';

const LABEL_SMOOTHING = 0.1;
/** Share of its steps after which a teacher that is stopped early learns no more. */
const EARLY = 1 / 20;
/** Between the seeds of the teachers of one ensemble, so that no two ensembles of a run share a network by accident. */
const ENSEMBLE_STRIDE = 100;

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
    const { softWeight } = combination.config.distillation;
    const nameFor = (method: StudentMethod) => {
      const ignored = ignoredBy(method, softWeight, sizesDiffer);
      return settingText(combination, (path) => !ignored(path));
    };
    return {
      combination,
      hardLabel: nameFor('labels'),
      distilled: nameFor('softTargets'),
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
  const { temperature, softWeight, tSquared } = distillation;
  const { of: students } = populationFor(groups.students, student, student.hidden);
  const transferSet: Rows = {
    images: transferImages(data),
    labelled: data.labelledImages,
    wrongLabels: data.wrongLabels,
    omittedClasses: data.omittedClasses,
  };
  const common = {
    ...{ learningRate: student.learningRate, learningShare: 1, labelSmoothing: 0 },
    ...{ temperature, tSquared, rows: transferSet },
  };
  const seeds = Array.from({ length: config.seeds }, (_, i) => seedAfter(config.seed, i));
  const teachersOf = seeds.map((seed) => addTeachers(combination, groups.teachers, seed));
  const taught = seeds.map((seed, i) => {
    const source = students.from(teachersOf[i]!);
    return { seed, source, reference: source };
  });

  const hard = seeds.map((_, i) =>
    students.add(
      {
        ...{ ...common, ...taught[i]!, ...nameOf(names.hardLabel) },
        ...{ role: 'hardLabel', method: 'labels', softWeight: 0 },
        rows: { ...transferSet, images: data.labelledImages },
      },
      isOwn,
    ),
  );
  const soft = { ...common, softWeight, ...nameOf(names.distilled) };
  const distilled = seeds.map((_, i) =>
    students.add(
      { ...soft, ...taught[i]!, role: 'distilled', method: 'softTargets', baseline: hard[i]! },
      isOwn,
    ),
  );
  students.compare(distilled, hard, isOwn);

  if (distillation.assistant.length > 0) {
    const { id, of: assistants } = populationFor(groups.assistants, student, distillation.assistant);
    const assisted = seeds.map((seed, i) => {
      const source = assistants.from(teachersOf[i]!);
      const assistant = assistants.add(
        { ...soft, role: 'assistant', method: 'softTargets', seed, source, reference: source },
        isOwn,
      );
      const fromAssistant = { ...taught[i]!, source: students.from([{ stage: id, member: assistant }]) };
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
          ...{ ...common, ...taught[i]!, ...nameOf(names.pseudoLabel) },
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
const SOFTNESS = ['distillation.temperature', 'distillation.tSquared'];

/** Settings of the teachers and of what they learn from. */
export function isOfTeachers(path: string): boolean {
  return path.startsWith('teacher.') || path === 'data.teacherImages';
}

/**
 * Tells settings that make no difference to a student's training, and so do not belong to its name.
 * @param sizesDiffer whether labels that vary make transfer sets of different sizes: then their number matters to all
 */
function ignoredBy(
  method: StudentMethod,
  softWeight: number,
  sizesDiffer: boolean,
): (path: string) => boolean {
  const labels = sizesDiffer ? ['data.wrongLabels'] : LABELS;
  const either = (paths: readonly string[], orTeachers: boolean) => (path: string) =>
    paths.includes(path) || (orTeachers && isOfTeachers(path));
  switch (method) {
    case 'labels':
      return either([...SOFTNESS, 'distillation.softWeight', 'data.unlabelledImages'], true);
    case 'pseudoLabels':
      return either([...labels, ...SOFTNESS, 'distillation.softWeight'], false);
    case 'softTargets':
      return either(
        [...(softWeight === 1 ? labels : []), ...(softWeight === 0 ? SOFTNESS : [])],
        softWeight === 0,
      );
  }
  return method satisfies never;
}

/** @returns the teachers of one seed's students */
function addTeachers(combination: Combination, teachers: Group, studentSeed: number): Source['networks'] {
  const { config } = combination;
  const { data, teacher, distillation } = config;
  const labelled = { images: data.teacherImages, labelled: data.teacherImages };
  const { id, of } = populationFor(teachers, teacher, teacher.hidden, regularisation(config));
  const matters = (path: string) =>
    isOfTeachers(path) && path !== 'teacher.count' && path !== 'teacher.perSeed';
  return Array.from({ length: teacher.count }, (_, k) => ({
    stage: id,
    member: of.add({
      ...{ role: 'teacher', method: 'labels' },
      ...nameOf(settingText(combination, matters)),
      seed: seedAfter(teacher.perSeed ? studentSeed : config.seed, k * ENSEMBLE_STRIDE),
      learningRate: teacher.learningRate,
      softWeight: 0,
      temperature: distillation.temperature,
      tSquared: distillation.tSquared,
      rows: { ...labelled, wrongLabels: 0, omittedClasses: [] },
      ...FLAWS[teacher.flaw],
    }),
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
