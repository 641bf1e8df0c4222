/** What a network is doing now, in words and as it is drawn: an outline until its training begins. */
import type { Phase } from '../core/events.ts';
import { kindOfRole, type Role, type StageKind } from '../core/stages.ts';
import { isUnderWay, type RunState } from '../core/run-state.ts';
import { text } from '../core/text.ts';
import { stageShown } from './run-curves.ts';

export interface Activity {
  /** To be shown with `inLocale`. */
  readonly words: string;
  readonly drawn: 'outline' | 'solid';
}

const ORDER: readonly StageKind[] = ['teacher', 'assistant', 'students'];

/** Of a network whose population has its turn. */
const TURN: Record<Phase, string> = {
  preparing: text('getting ready'),
  teacher: text('training'),
  assistant: text('training'),
  students: text('training'),
  softTargets: text('answering for the students'),
  measuring: text('being measured'),
  quantising: text('being measured'),
  timing: text('being timed'),
};

/** Populations have their turns one after the other, and each is measured when it is trained. */
function wordsOf(role: Role, { progress, history }: RunState): string {
  const phase = progress?.phase ?? 'preparing';
  if (phase === 'preparing') return TURN.preparing;
  if (phase === 'timing') return TURN.timing;
  const isTraining = phase === 'teacher' || phase === 'assistant' || phase === 'students';
  const ahead = ORDER.indexOf(kindOfRole(role)) - ORDER.indexOf(isTraining ? phase : stageShown(history));
  if (ahead > 0)
    return phase === 'assistant' ? text('waits for the assistant') : text('waits for the teacher');
  return ahead < 0 ? text('trained') : TURN[phase];
}

export function activityOf(role: Role, run: RunState): Activity {
  const begun = run.history.some((point) => point.role === role);
  const drawn = begun ? 'solid' : 'outline';
  if (isUnderWay(run)) {
    const words = wordsOf(role, run);
    return { words: run.status === 'paused' && words === 'training' ? text('paused') : words, drawn };
  }
  if (run.results.some((result) => result.role === role)) return { words: text('measured'), drawn };
  return { words: begun ? text('stopped before the end') : text('not trained yet'), drawn };
}
