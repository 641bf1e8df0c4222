import { inLocale, str, text, within, type Text } from './text.ts';

/** Foreign text made safe to show in a sentence: short, and without control, bidi or zero-width characters. */
export function quote(value: unknown): string {
  return inLocale(quoted(value));
}

/** The same, marked, for a sentence that is told elsewhere or stays for long. */
export function quoted(value: unknown): Text {
  const short =
    value === undefined
      ? within(text('nothing'))
      : shortened(typeof value === 'string' ? value : show(value));
  return text(str`"${short}"`);
}

function shortened(foreign: string): string {
  const clean = visible(foreign);
  return clean.length > 40 ? `${start(clean, 40)}…` : clean;
}

/** Longest name that is shown or kept, in UTF-16 units. */
export const MAX_NAME = 80;

/** A foreign name as it is shown and kept, such as a file's: as safe as what is quoted, and at most `most` long. */
export function safeName(foreign: string, most = MAX_NAME): string {
  return start(visible(foreign), most);
}

/** Without characters that nobody sees, and that could make the rest look like something else. */
function visible(foreign: string): string {
  return foreign.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, '');
}

/** Not cut within a character of two units. */
function start(text: string, most: number): string {
  return text.slice(0, most).replace(/\p{Cs}$/u, '');
}

/** As JSON, but for what JSON has no word for: some numbers, and what an object has from its prototype, such as `values`. */
function show(value: unknown): string {
  if (typeof value === 'number') return String(value);
  return typeof value === 'function' ? 'function' : JSON.stringify(value);
}
