/** Which settings of distillation make a difference to a method: the others stay in the form, which says so. */
import type { ExperimentConfig } from './experiment.ts';
import { METHODS, type MethodName } from './methods.ts';
import type { Method } from './methods/method.ts';
import type { Setting } from './setting.ts';
import { combinations } from './vary.ts';

/** A schedule matters where what it lowers does. */
const SCHEDULED: Readonly<Record<string, string>> = {
  'distillation.temperatureSchedule': 'distillation.temperature',
  'distillation.softWeightSchedule': 'distillation.softWeight',
};

/** Whether a network of the experiment has such a setting: several kinds, where they vary. */
export function concernsNetworks({ card, ofNetworks }: Setting, experiment: ExperimentConfig): boolean {
  if (!ofNetworks || (card !== 'teacher' && card !== 'student')) return true;
  return combinations(experiment).some(({ config }) => ofNetworks.includes(config[card].architecture));
}

/** The setting whose value a schedule lowers, or the setting itself. */
export function withoutSchedule(path: string): string {
  return SCHEDULED[path] ?? path;
}

/** The methods of an experiment: several, where they vary. */
export function methodsOf(experiment: ExperimentConfig): readonly MethodName[] {
  return [...new Set(combinations(experiment).map(({ config }) => config.distillation.method))];
}

/** @param path of a setting @returns whether it matters to one of the experiment's methods */
export function hasEffect(path: string, experiment: ExperimentConfig): boolean {
  return methodsOf(experiment).some((method) => makesDifference(path, method));
}

/** @param path of a setting */
export function makesDifference(path: string, name: MethodName): boolean {
  const { ignores, taughtBy }: Method = METHODS[name];
  switch (path) {
    case 'distillation.generations':
      return taughtBy === 'generations';
    // The controls are those of soft targets.
    case 'distillation.assistant':
      return taughtBy === 'assistant' || name === 'softTargets';
    case 'distillation.pseudoLabelControl':
      return name === 'softTargets';
  }
  return !ignores?.includes(withoutSchedule(path));
}

/** Whether its students learn from a teacher's answers at T, wrong classes included. */
export function learnsSoftAnswers(name: MethodName): boolean {
  const { taughtBy }: Method = METHODS[name];
  return taughtBy !== 'peers' && makesDifference('distillation.temperature', name);
}

/** Whether the soft term is part of its loss, towards a teacher. */
export function hasSoftTargets(name: MethodName): boolean {
  const { parts, taughtBy }: Method = METHODS[name];
  return (
    taughtBy !== 'peers' && parts({ softWeight: 0.5, strength: 1 }).some(({ term }) => term === 'softTargets')
  );
}
