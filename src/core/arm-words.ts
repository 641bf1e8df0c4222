/** What networks are called in sentences. */
import type { Arm } from './stages.ts';

const ROLE_WORDS: Record<Arm['role'], string> = {
  teacher: 'teacher',
  assistant: 'assistant',
  hardLabel: 'hard-label student',
  distilled: 'distilled student',
  pseudoLabel: 'pseudo-label student',
};

/** Where the method says more than the role. */
const METHOD_WORDS: Partial<Record<Arm['method'], string>> = {
  teacherAssistant: 'student of the assistant',
  ensemble: 'teachers together',
};

/** "distilled student", "student of the assistant (T = 4)". */
export function armWords({ role, method, setting }: Arm): string {
  const name = METHOD_WORDS[method] ?? ROLE_WORDS[role];
  return setting === undefined ? name : `${name} (${setting})`;
}
