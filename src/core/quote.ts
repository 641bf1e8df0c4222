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
  const clean = foreign.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '');
  return clean.length > 40 ? `${clean.slice(0, 40)}…` : clean;
}

/** As JSON, but for numbers JSON has no word for; objects come from JSON and go back to it. */
function show(value: unknown): string {
  return typeof value === 'number' ? String(value) : JSON.stringify(value);
}
