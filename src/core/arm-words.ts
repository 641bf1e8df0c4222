/** What networks are called in sentences. */
import { decimal, inLocale, str, text, within, type Text } from './text.ts';
import type { Arm } from './stages.ts';

/** In German each stands behind "der". */
const ROLE_WORDS: Record<Arm['role'], string> = {
  teacher: text('teacher'),
  assistant: text('assistant'),
  hardLabel: text('hard-label student'),
  distilled: text('distilled student'),
  pseudoLabel: text('pseudo-label student'),
};

/** Where the method says more than the role. */
const METHOD_WORDS: Partial<Record<Arm['method'], string>> = {
  teacherAssistant: text('student of the assistant'),
  ensemble: text('teachers together'),
};

/** "distilled student", "student of the assistant (T = 4)". */
export function armWords({ role, method, setting }: Arm): string {
  const name = inLocale(METHOD_WORDS[method] ?? ROLE_WORDS[role]);
  return setting === undefined ? name : `${name} (${settingWords(setting)})`;
}

/** The same, marked, for a sentence that is told elsewhere. */
export function armText({ role, method, setting }: Arm): Text {
  const name = within(METHOD_WORDS[method] ?? ROLE_WORDS[role]);
  return setting === undefined ? name : str`${name} (${setting})`;
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
