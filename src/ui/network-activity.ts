/** What a network is doing now, in words and as it is drawn: an outline until its training begins. */
import type { Phase } from '../core/events.ts';
import { kindOfRole, type Role, type StageKind } from '../core/stages.ts';
import { isUnderWay, type RunState } from '../core/run-state.ts';
import { stageShown } from './run-curves.ts';

export interface Activity {
  readonly words: string;
  readonly drawn: 'outline' | 'solid';
}

const ORDER: readonly StageKind[] = ['teacher', 'assistant', 'students'];

/** Of a network whose population has its turn. */
const TURN: Record<Phase, string> = {
  preparing: 'getting ready',
  teacher: 'training',
  assistant: 'training',
  students: 'training',
  softTargets: 'answering for the students',
  measuring: 'being measured',
  timing: 'being timed',
};

/** Populations have their turns one after the other, and each is measured when it is trained. */
function wordsOf(role: Role, { progress, history }: RunState): string {
  const phase = progress?.phase ?? 'preparing';
  if (phase === 'preparing') return TURN.preparing;
  if (phase === 'timing') return TURN.timing;
  const isTraining = phase === 'teacher' || phase === 'assistant' || phase === 'students';
  const ahead = ORDER.indexOf(kindOfRole(role)) - ORDER.indexOf(isTraining ? phase : stageShown(history));
  if (ahead > 0) return phase === 'assistant' ? 'waits for the assistant' : 'waits for the teacher';
  return ahead < 0 ? 'trained' : TURN[phase];
}

export function activityOf(role: Role, run: RunState): Activity {
  const begun = run.history.some((point) => point.role === role);
  const drawn = begun ? 'solid' : 'outline';
  if (isUnderWay(run)) {
    const words = wordsOf(role, run);
    return { words: run.status === 'paused' && words === 'training' ? 'paused' : words, drawn };
  }
  if (run.results.some((result) => result.role === role)) return { words: 'measured', drawn };
  return { words: begun ? 'stopped before the end' : 'not trained yet', drawn };
}
