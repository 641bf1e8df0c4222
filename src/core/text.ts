/**
 * What somebody will read, in the page's language. English stands in the code. `msg` and `str` of @lit/localize say it at once,
 * where it is shown. What is said earlier (a table), elsewhere (an error of the worker) or for long (a notice) is marked by
 * `text` and stays English, as data, until `inLocale` shows it. On the command line and in the worker all of it is English.
 */
import { isStrTagged, joinStringsAndValues, msg, type StrResult } from '@lit/localize';

export { msg, str } from '@lit/localize';

/** A sentence, or one with values in it: numbers, names, or again a `Text`. Plain data, which may cross the wire. */
export type Text = string | StrResult;

interface Mark {
  (english: string): string;
  (english: StrResult): StrResult;
  /** By this the extractor knows a message. */
  readonly _LIT_LOCALIZE_MSG_?: never;
}

/** Marks English for translation and leaves it as it is. */
export const text: Mark = <T extends Text>(english: T): T => english;

/** A marked text as the page's language has it; what is not in its catalogue as it is. */
export function inLocale(said: Text): string {
  // Not the type of `msg`: here the extractor has nothing to find.
  return (msg as (said: Text) => string)(
    typeof said === 'string' ? said : withValues(said, inLocale, decimal),
  );
}

/** A marked text as it was written, whatever the page's language is. */
export function english(said: Text): string {
  if (typeof said === 'string') return said;
  const { strings, values } = withValues(said, english, String);
  return joinStringsAndValues(strings, values);
}

function withValues(
  said: StrResult,
  show: (said: Text) => string,
  number: (value: number) => string,
): StrResult {
  const values = said.values.map((value) =>
    typeof value === 'number' ? number(value) : isSentence(value) ? show(value) : value,
  );
  return { ...said, values };
}

/** A plain string may be foreign, such as a file's name: only a sentence with values is taken for one of ours. */
function isSentence(value: unknown): value is StrResult {
  return typeof value === 'object' && value !== null && isStrTagged(value as StrResult);
}

/** A marked text to stand within another one as one of its values. */
export function within(said: Text): StrResult {
  if (typeof said !== 'string') return said;
  return { strTag: true, strings: Object.assign([said], { raw: [said] }), values: [] };
}

/** The page's language as a tag, `en` or `de`: what its catalogue translates "en" to. */
export function language(): string {
  return msg('en', { id: 'language', desc: 'The tag of the language that is translated to' });
}

const formats = new Map<string, Intl.NumberFormat>();

/** A number as the page's language writes it. */
export function formatNumber(value: number, options: Intl.NumberFormatOptions = {}): string {
  const key = JSON.stringify([language(), options]);
  const format = formats.get(key) ?? new Intl.NumberFormat(language(), options);
  formats.set(key, format);
  return format.format(value);
}

/** Digits as JavaScript writes them, `0.95`, with the decimal mark of the page's language: `0,95`. */
export function decimal(digits: number | string): string {
  return String(digits).replace(/(?<=\d)\.(?=\d)/, formatNumber(0.5)[1]!);
}

/** With its sign, `+71.2` or `−3.0`. */
export function signed(value: number, digits = 1): string {
  const fraction = { minimumFractionDigits: digits, maximumFractionDigits: digits };
  return `${value < 0 ? '−' : '+'}${formatNumber(Math.abs(value), fraction)}`;
}

/** Numbers side by side, set apart by what is in none of them: in German a comma is a decimal mark. */
export function listed(numbers: readonly string[]): string {
  return numbers.join(numbers.some((one) => one.includes(',')) ? '; ' : ', ');
}

const plurals = new Map<string, Intl.PluralRules>();

type Forms = Partial<Record<Intl.LDMLPluralRule, string>> & { readonly other: string };

/** The form that the page's language has for so many: `counted(n, { one: msg('1 run'), other: msg(str`${n} runs`) })`. */
export function counted(count: number, forms: Forms): string {
  const tag = language();
  const rules = plurals.get(tag) ?? new Intl.PluralRules(tag);
  plurals.set(tag, rules);
  return forms[rules.select(count)] ?? forms.other;
}
