/** Whether Run may be pressed, and if not, why: the one place that decides it. */
import { datasetOf, problemsOf, type LabState } from '../core/state.ts';
import { isSettingPath, settingAt } from '../core/settings.ts';
import { inLocale, msg, str } from '../core/text.ts';

/** One sentence, or undefined when a run can begin. A run that is under way is not a reason. */
export function blockedBecause(state: LabState): string | undefined {
  if (!state.device)
    return state.failure ? msg('There is nothing to compute with.') : msg('Preparing the device.');
  const problems = problemsOf(state);
  if (problems.length === 1) return problems[0]!.message;
  if (problems.length > 1) {
    const names = problems.map(({ path }) => (isSettingPath(path) ? inLocale(settingAt(path).label) : path));
    return msg(str`Before you can run, correct ${[...new Set(names)].join(', ')}.`);
  }
  if (datasetOf(state)) return undefined;
  return state.failure ? msg('The images are not here.') : msg('Loading the images.');
}
