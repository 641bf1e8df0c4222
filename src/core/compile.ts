/**
 * From an experiment to the stages that carry it out: the teachers, the assistants where there are any, the students.
 * Everybody who is compared shares initialisation, batches and steps; a treatment is a few numbers of a member.
 */
import { architectureOf, type TrainableArchitecture } from './architecture.ts';
import type { ExperimentConfig, TeacherFlaw } from './experiment.ts';
import { assistantOf, transferImages } from './experiment.ts';
import { compare, group, populationFor, stagesOf, type Apart, type Group } from './group.ts';
import { METHODS, type MethodName } from './methods.ts';
import type { Method } from './methods/method.ts';
import type { Placed, Planned } from './population.ts';
import { formatSetting } from './setting-value.ts';
import type { Member, Regularisation, Source, Stage } from './stages.ts';
import { isOfTeachers, studentNames, type NamedCombination } from './student-names.ts';
import { text } from './text.ts';
import { settingText, type Combination } from './vary.ts';

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
    classes,
  };
  for (const named of studentNames(config)) addNetworks(named, groups);
  return [groups.teachers, groups.assistants, groups.students].flatMap(stagesOf);
}

interface Groups {
  readonly teachers: Group;
  readonly assistants: Group;
  readonly students: Group;
  readonly classes: number;
}

/** Whose answers the student of one seed learns. */
type Taught = Source['networks'];

/** The networks of one combination, and who of them is compared with whom. */
function addNetworks(names: NamedCombination, groups: Groups): void {
  const { isOwn, config } = names.combination;
  const { method, assistant, pseudoLabelControl } = config.distillation;
  const { students } = groups;
  const add = adderOf(names, groups);
  const hard = add.hardLabel();
  const own = add.distilled(method, names.distilled, hard);
  compare(students, own, hard, isOwn);
  // The controls are those of soft targets.
  if (method !== 'softTargets') return;

  if (assistant.length > 0) {
    const assisted = add.distilled('teacherAssistant', names.distilled, hard);
    compare(students, assisted, hard);
    compare(students, assisted, own);
  }
  if (pseudoLabelControl) {
    const pseudo = add.distilled('pseudoLabels', names.pseudoLabel, hard);
    compare(students, pseudo, hard);
    compare(students, own, pseudo); // what is left is more than top answers
  }
}

/** Adds a combination's networks to their populations, one a seed, with whom they learn from. */
function adderOf({ combination, ...names }: NamedCombination, groups: Groups) {
  const { config, isOwn } = combination;
  const { data, distillation, student, teacher } = config;
  const network = architectureOf(student, groups.classes);
  const teachersNetwork = architectureOf(teacher, groups.classes);
  const { temperature, softWeight, strength, tSquared } = distillation;
  const common = {
    ...{ learningRate: student.learningRate, learningShare: 1, labelSmoothing: 0 },
    ...{ temperature, tSquared, strength, ...schedulesOf(distillation) },
    rows: {
      images: transferImages(data),
      labelled: data.labelledImages,
      wrongLabels: data.wrongLabels,
      omittedClasses: data.omittedClasses,
    },
  };
  const seeds = Array.from({ length: config.seeds }, (_, i) => seedAfter(config.seed, i));
  const teachersOf = (count: number): readonly Taught[] =>
    seeds.map((seed) => addTeachers(combination, groups, seed, count));
  const teachers = teachersOf(teacher.count);
  const { combine } = teacher;

  /** A chain of networks, each taught by the one before. @returns the last of each seed */
  function assistants(
    chain: readonly TrainableArchitecture[],
    method: 'softTargets' | 'bornAgain',
    nameOfLink: (link: number) => string | undefined,
  ): readonly Taught[] {
    return chain.reduce<readonly Taught[]>((before, architecture, link) => {
      const apart = link > 0 ? { link } : undefined;
      const { id, of } = populationFor(groups.assistants, student, architecture, undefined, apart);
      return seeds.map((seed, i) => {
        const planned: Planned = {
          ...{ ...common, ...nameOf(names.distilled, nameOfLink(link)), seed, softWeight },
          ...{ role: 'assistant', method },
          ...{ source: of.from(before[i]!, combine), reference: of.from(teachers[i]!, combine) },
        };
        return [{ stage: id, member: of.add(planned, isOwn).member }];
      });
    }, teachers);
  }

  function taughtBy(method: Method): readonly Taught[] {
    switch (method.taughtBy) {
      case 'ensemble':
        return teachersOf(Math.max(ENSEMBLE, teacher.count));
      case 'assistant': {
        const chain = distillation.assistant;
        return assistants(
          chain.map((hidden) => architectureOf(assistantOf(student, hidden), groups.classes)),
          'softTargets',
          (link) => (chain.length > 1 ? formatSetting(chain[link]!) : undefined),
        );
      }
      case 'generations': {
        const before = Array.from({ length: distillation.generations - 1 }, () => network);
        return assistants(before, 'bornAgain', (link) => `${text('generation')} = ${link + 1}`);
      }
      case 'answers':
      case 'peers':
      case undefined:
        return teachers;
    }
    return method.taughtBy satisfies never;
  }

  return {
    hardLabel(): readonly Placed[] {
      const { of } = populationFor(groups.students, student, network);
      return seeds.map((seed, i) => {
        const source = of.from(teachers[i]!, combine);
        const planned: Planned = {
          ...{ ...common, ...nameOf(names.hardLabel), seed, source, reference: source },
          ...{ role: 'hardLabel', method: 'labels', softWeight: 0 },
          rows: { ...common.rows, images: data.labelledImages },
        };
        return of.add(planned, isOwn);
      });
    },

    /** @param hard who of each seed learns from labels alone */
    distilled(name: MethodName, setting: string | undefined, hard: readonly Placed[]): readonly Placed[] {
      const method: Method = METHODS[name];
      const sources = taughtBy(method);
      const { of } = populationFor(
        groups.students,
        student,
        network,
        undefined,
        apartOf(name, teachersNetwork),
      );
      return seeds.map((seed, i) => {
        const planned: Planned = {
          ...{ ...common, ...nameOf(setting), seed, method: name, baseline: hard[i]! },
          ...{ source: of.from(sources[i]!, combine), reference: of.from(teachers[i]!, combine) },
          ...(method.taughtBy === 'answers'
            ? { role: 'pseudoLabel', softWeight: 0 }
            : { role: 'distilled', softWeight }),
          ...(method.begins && { begins: method.begins(network, teachersNetwork) }),
        };
        if (method.taughtBy !== 'peers') return of.add(planned, isOwn);
        const one = of.add({ ...planned, peer: 1 }, isOwn);
        const other = { ...nameOf(setting, text('the other')), firstSeed: seedAfter(seed, PEER_STRIDE) };
        of.add({ ...planned, ...other, peer: -1 }, isOwn);
        return one;
      });
    },
  };
}

/** A method that looks into its teacher has a population to itself: who shares one sees what all of it see. */
function apartOf(method: MethodName, teacher: TrainableArchitecture): Apart | undefined {
  const { pairs, looksInside, taughtBy }: Method = METHODS[method];
  const isApart = [pairs, looksInside].some(Boolean) || taughtBy === 'peers';
  return isApart ? { method, teacher } : undefined;
}

/** @returns the teachers of one seed's students */
function addTeachers(
  combination: Combination,
  { teachers, classes }: Groups,
  studentSeed: number,
  count: number,
): Taught {
  const { config } = combination;
  const { data, teacher, distillation } = config;
  const labelled = { images: data.teacherImages, labelled: data.teacherImages };
  const architecture = architectureOf(teacher, classes);
  const { id, of } = populationFor(teachers, teacher, architecture, regularisation(config));
  const matters = (path: string) => isOfTeachers(path) && !OF_SEVERAL.includes(path);
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

/** Settings of teachers together, which make no difference to one of them. */
const OF_SEVERAL = ['teacher.count', 'teacher.combine', 'teacher.perSeed'];

const FLAWS: Record<TeacherFlaw, Pick<Member, 'learningShare' | 'labelSmoothing'>> = {
  none: { learningShare: 1, labelSmoothing: 0 },
  untrained: { learningShare: 0, labelSmoothing: 0 },
  stoppedEarly: { learningShare: EARLY, labelSmoothing: 0 },
  labelSmoothing: { learningShare: 1, labelSmoothing: LABEL_SMOOTHING },
};

/** Where T and alpha stay, nothing is said of it: records and fingerprints are those of the time before schedules. */
function schedulesOf({ temperatureSchedule, softWeightSchedule }: ExperimentConfig['distillation']) {
  return {
    ...(temperatureSchedule !== 'constant' && { temperatureSchedule }),
    ...(softWeightSchedule !== 'constant' && { softWeightSchedule }),
  };
}

function nameOf(...parts: readonly (string | undefined)[]): Pick<Member, 'setting'> {
  const setting = parts.filter((part) => part !== undefined).join(', ');
  return setting === '' ? {} : { setting };
}

/** Seeds are 32 bits and go round. */
function seedAfter(seed: number, steps: number): number {
  return (seed + steps) >>> 0;
}

function regularisation({ teacher }: ExperimentConfig): Regularisation {
  const { inputDropout, hiddenDropout, jitter, maxNorm } = teacher;
  const hasHiddenUnits = teacher.architecture !== 'vit';
  return {
    ...{ inputDropout, jitter },
    ...(hasHiddenUnits ? { hiddenDropout, maxNorm } : { hiddenDropout: 0, maxNorm: 0 }),
  };
}
