/** What networks are called in sentences. */
import { decimal, inLocale, str, text, within, type Text } from './text.ts';
import { METHODS } from './methods.ts';
import type { Arm } from './stages.ts';

/** In German each stands behind "der". */
const ROLE_WORDS: Record<Arm['role'], string> = {
  teacher: text('teacher'),
  assistant: text('assistant'),
  hardLabel: text('hard-label student'),
  distilled: text('distilled student'),
  pseudoLabel: text('pseudo-label student'),
};

/** Where the method is all that need be said of the role. */
const OWN_WORDS: Partial<Record<string, string>> = {
  'distilled teacherAssistant': text('student of the assistant'),
  'teacher ensemble': text('teachers together'),
  'assistant bornAgain': text('earlier generation'),
};

function wordsFor({ role, method }: Arm): string {
  return OWN_WORDS[`${role} ${method}`] ?? ROLE_WORDS[role];
}

/** By which method a distilled student was taught, to be shown with `inLocale`; absent where its name says it: soft targets. */
export function methodTitle({ role, method }: Pick<Arm, 'role' | 'method'>): string | undefined {
  const isSaid = role !== 'distilled' || method === 'labels' || method === 'softTargets';
  return isSaid || method === 'teacherAssistant' ? undefined : METHODS[method].title;
}

/** "distilled student", "distilled student (Relational, s = 2)", "student of the assistant (T = 4)". */
export function armWords(arm: Arm): string {
  const title = methodTitle(arm);
  const more = [
    ...(title === undefined ? [] : [inLocale(title)]),
    ...(arm.setting === undefined ? [] : [settingWords(arm.setting)]),
  ];
  const name = inLocale(wordsFor(arm));
  return more.length === 0 ? name : `${name} (${more.join(', ')})`;
}

/** The same, marked, for a sentence that is told elsewhere. */
export function armText(arm: Arm): Text {
  const { setting } = arm;
  const title = methodTitle(arm);
  const named =
    title === undefined ? within(wordsFor(arm)) : str`${within(wordsFor(arm))} (${within(title)})`;
  return setting === undefined ? named : str`${named} (${setting})`;
}

/** An arm's setting, which records keep in English ("wrong labels = 0.2, T² on"), in the page's language: part by part. */
export function settingWords(setting: string): string {
  return setting
    .split(', ')
    .map((part) => {
      const [, name = '', sign = '', value = part] = /^(.+?)( = |: | (?=\S+$))(.+)$/.exec(part) ?? [];
      const whole = inLocale(part);
      return whole === part && name ? inLocale(name) + sign + decimal(inLocale(value)) : whole;
    })
    .join(', ');
}
