/**
 * Numbers as the reader's language types them, to and from what settings are read from, which is the same in every language.
 * Lists (`256-256`, `T=1,2.5`) are written alike everywhere: in them a comma parts values.
 */
import type { Setting } from '../core/setting.ts';
import { decimal } from '../core/text.ts';

/** Where the decimal mark is a comma, `0,95` and `0.95` are one number, and `1.000` is a thousand where only whole ones are meant. */
export function fromTyped({ kind }: Setting, text: string): string {
  if (decimal('0.5') === '0.5') return text;
  if (kind === 'integer' && /^\s*\d{1,3}(\.\d{3})+\s*$/.test(text)) return text.replaceAll('.', '');
  if (kind === 'number' && /^[^.,]*,[^.,]*$/.test(text)) return text.replace(',', '.');
  return text;
}

/** A setting's value, `0.95`, as somebody would type it. */
export function asTyped({ kind }: Setting, text: string): string {
  return kind === 'number' ? decimal(text) : text;
}
