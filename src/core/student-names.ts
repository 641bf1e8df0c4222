/** What students are called by the settings that vary: only those that make a difference to them belong to a name. */
import { makesDifference, withoutSchedule } from './effects.ts';
import { transferImages, type ExperimentConfig } from './experiment.ts';
import { METHODS, type MethodName } from './methods.ts';
import { isTaught, type Method, type Weights } from './methods/method.ts';
import { combinations, settingText, type Combination } from './vary.ts';

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
    const { distillation } = combination.config;
    const nameFor = (method: MethodName | 'labels') => {
      const ignored = ignoredBy(method, distillation, sizesDiffer);
      return settingText(combination, (path) => !ignored(path));
    };
    return {
      combination,
      hardLabel: nameFor('labels'),
      distilled: nameFor(distillation.method),
      pseudoLabel: nameFor('pseudoLabels'),
    };
  });
}

/** Settings of the teachers and of what they learn from. */
export function isOfTeachers(path: string): boolean {
  return path.startsWith('teacher.') || path === 'data.teacherImages';
}

const LABELS = ['data.labelledImages', 'data.wrongLabels'];
/** What makes no difference where nobody teaches. */
const TEACHING = ['distillation.temperature', 'distillation.tSquared', 'distillation.strength'];
/** What only the distilled have. */
const OF_DISTILLED = ['distillation.softWeight', 'distillation.generations', 'data.unlabelledImages'];

/**
 * Tells settings that make no difference to a student's training. Which method it is, its arm says.
 * @param sizesDiffer whether labels that vary make transfer sets of different sizes: then their number matters to all
 */
function ignoredBy(
  method: MethodName | 'labels',
  weights: Weights,
  sizesDiffer: boolean,
): (path: string) => boolean {
  const way: Partial<Method> = method === 'labels' ? {} : METHODS[method];
  const parts = way.parts?.(weights) ?? [];
  const learnsAnswers = way.taughtBy === 'answers';
  const learnsLabels =
    method === 'labels' ||
    (!learnsAnswers && parts.some(({ term, weight }) => term === 'crossEntropy' && weight > 0));
  const hasTeacher = learnsAnswers || isTaught(parts);
  const ignored = [
    'distillation.method',
    ...(hasTeacher ? [] : TEACHING),
    ...(learnsLabels ? [] : sizesDiffer ? ['data.wrongLabels'] : LABELS),
    ...(method === 'labels' ? OF_DISTILLED : []),
  ];
  return (path) =>
    ignored.includes(withoutSchedule(path)) ||
    (method !== 'labels' && !makesDifference(path, method)) ||
    (!hasTeacher && isOfTeachers(path));
}
