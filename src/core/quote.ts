import { msg, str } from './text.ts';

/** Foreign text made safe to show in a sentence: short, and without control, bidi or zero-width characters. */
export function quote(value: unknown): string {
  const text = typeof value === 'string' ? value : value === undefined ? msg('nothing') : show(value);
  const clean = text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '');
  const short = clean.length > 40 ? `${clean.slice(0, 40)}…` : clean;
  return msg(str`"${short}"`);
}

/** As JSON, but for numbers JSON has no word for; objects come from JSON and go back to it. */
function show(value: unknown): string {
  return typeof value === 'number' ? String(value) : JSON.stringify(value);
}
