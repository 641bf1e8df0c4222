/** Networks that cannot be built, do not fit, or are not such as the method of an experiment needs: a sentence each. */
import { architectureOf, parameterCount } from './architecture.ts';
import { compile } from './compile.ts';
import { assistantOf, type ExperimentConfig, type NetworkConfig } from './experiment.ts';
import { METHODS } from './methods.ts';
import type { Method } from './methods/method.ts';
import type { Problem } from './schema.ts';
import { formatSetting } from './setting-value.ts';
import type { StageId, StageKind } from './stages.ts';
import { inLocale, msg, str, text } from './text.ts';
import { combinations } from './vary.ts';

/** Most parameters of one network; above it a browser tab runs out of memory before it learns anything. */
export const MAX_PARAMETERS = 20_000_000;
/** Most networks of one population. */
export const MAX_MEMBERS = 128;
/** Most parameters of one population: 240 MB of weights, and Adam keeps two numbers more for each. */
export const MAX_POPULATION_PARAMETERS = 60_000_000;

/** Whatever the data: they make no difference to what is checked here. */
const CLASSES = 10;

const STAGE_WORDS: Record<StageKind, string> = {
  teacher: text('teacher'),
  assistant: text('assistant'),
  students: text('students'),
};

/** `students-2` */
function stageWords(id: StageId): string {
  const [kind, ...number] = id.split('-');
  return [inLocale(STAGE_WORDS[kind as StageKind]), ...number].join('-');
}

/** What cannot be built, or would not fit: the first things to know of an experiment whose values are all in range. */
export function networkProblems(config: ExperimentConfig): readonly Problem[] {
  const { teacher, student, distillation } = config;
  const shapes = [...new Map(combinations(config).flatMap(({ config: one }) => shapeProblems(one)))];
  if (shapes.length > 0) return shapes.map(([path, message]) => ({ path, message }));
  const problems = [
    ...sizeProblems(text('teacher'), teacher, 'teacher.hidden'),
    ...sizeProblems(text('student'), student, 'student.hidden'),
    ...distillation.assistant.flatMap((hidden) =>
      sizeProblems(text('assistant'), assistantOf(student, hidden), 'distillation.assistant'),
    ),
    ...methodProblems(config),
  ];
  if (problems.length > 0) return problems; // what cannot be done is not compiled
  const varied = new Set(config.vary.map(({ path }) => path));
  if (varied.has('data.labelledImages') && varied.has('data.unlabelledImages')) {
    const message = msg(
      'Vary names both labelled and unlabelled images; labels vary within one transfer set, so name one of the two.',
    );
    problems.push({ path: 'vary', message });
  }
  const path = config.vary.length > 0 ? 'vary' : 'seeds';
  for (const { id, architecture, members } of compile(config)) {
    const parameters = members.length * parameterCount(architecture);
    if (members.length > MAX_MEMBERS) {
      const message = msg(
        str`This experiment trains ${members.length} networks together (${stageWords(id)}); at most ${MAX_MEMBERS} are allowed: use fewer seeds or vary less.`,
      );
      problems.push({ path, message });
    } else if (parameters > MAX_POPULATION_PARAMETERS) {
      const message = msg(
        str`The ${members.length} networks of this experiment (${stageWords(id)}) have ${parameters} parameters together; at most ${MAX_POPULATION_PARAMETERS} are allowed.`,
      );
      problems.push({ path, message });
    }
  }
  return problems;
}

function sizeProblems(owner: string, network: NetworkConfig, path: string): readonly Problem[] {
  const count = parameterCount(architectureOf(network, CLASSES));
  if (count <= MAX_PARAMETERS) return [];
  const message =
    network.architecture === 'mlp'
      ? msg(
          str`The ${inLocale(owner)}'s hidden layers ${formatSetting(network.hidden)} have ${count} parameters; at most ${MAX_PARAMETERS} are allowed.`,
        )
      : msg(str`The ${inLocale(owner)} has ${count} parameters; at most ${MAX_PARAMETERS} are allowed.`);
  return [{ path, message }];
}

/** What can be no network, by the setting that is to be corrected. */
export function shapeProblems(
  config: Pick<ExperimentConfig, 'teacher' | 'student'>,
): readonly (readonly [path: string, message: string])[] {
  return (['teacher', 'student'] as const).flatMap((owner): readonly (readonly [string, string])[] => {
    const { architecture, channels, width, heads } = config[owner];
    if (architecture === 'cnn' && channels.length === 0) {
      const message = msg('A convolutional net needs the channels of a convolution or more, such as 16-32.');
      return [[`${owner}.channels`, message]];
    }
    if (architecture === 'vit' && width % heads !== 0) {
      const message = msg(
        str`Width is ${width} and Heads is ${heads}; heads share out the width, so it must be a multiple of them.`,
      );
      return [[`${owner}.width`, message]];
    }
    return [];
  });
}

/** What a method asks of the networks and does not get; of several combinations the first. */
export function methodProblems(config: ExperimentConfig): readonly Problem[] {
  const path = config.vary.some((axis) => axis.path === 'distillation.method')
    ? 'vary'
    : 'distillation.method';
  for (const { config: one } of combinations(config)) {
    const method: Method = METHODS[one.distillation.method];
    const { teacher, student, distillation } = one;
    const [own, theirs] = [student, teacher].map((network) => architectureOf(network, CLASSES));
    const refusal = method.refuses?.(own!, theirs!);
    if (refusal !== undefined) return [{ path, message: inLocale(refusal) }];
    if ([method.pairs, method.looksInside, method.begins].some(Boolean) && teacher.count > 1) {
      const message = msg(
        str`This method looks into one teacher, and there are ${teacher.count} of them: set Teachers to 1.`,
      );
      return [{ path: 'teacher.count', message }];
    }
    if (method.taughtBy === 'assistant' && distillation.assistant.length === 0) {
      const message = msg('This method needs an assistant: give it hidden layers under Teacher assistant.');
      return [{ path: 'distillation.assistant', message }];
    }
  }
  return [];
}
