/** What a network is doing now, in words and as it is drawn: an outline until its training begins. */
import type { Phase } from '../core/events.ts';
import type { Role } from '../core/stages.ts';
import { isActive, type RunState } from '../core/state.ts';

export interface Activity {
  readonly words: string;
  readonly drawn: 'outline' | 'solid';
}

const TEACHER: Record<Phase, string> = {
  preparing: 'getting ready',
  teacher: 'training',
  softTargets: 'answering for the students',
  students: 'trained',
  measuring: 'being measured',
};

const STUDENT: Record<Phase, string> = {
  preparing: 'getting ready',
  teacher: 'waits for the teacher',
  softTargets: 'waits for the teacher',
  students: 'training',
  measuring: 'being measured',
};

/** Each population is measured when it is trained: the other one has nothing to do with that. */
function wordsOf(role: Role, begun: boolean, { progress, history }: RunState): string {
  const phase = progress?.phase ?? 'preparing';
  if (role !== 'teacher') return STUDENT[phase === 'measuring' && !begun ? 'teacher' : phase];
  const students = history.some((point) => point.role !== 'teacher');
  return TEACHER[phase === 'measuring' && students ? 'students' : phase];
}

export function activityOf(role: Role, run: RunState): Activity {
  const begun = run.history.some((point) => point.role === role);
  const drawn = begun ? 'solid' : 'outline';
  if (isActive(run)) {
    const words = wordsOf(role, begun, run);
    return { words: run.status === 'paused' && words === 'training' ? 'paused' : words, drawn };
  }
  if (run.results.some((result) => result.role === role)) return { words: 'measured', drawn };
  return { words: begun ? 'stopped before the end' : 'not trained yet', drawn };
}
