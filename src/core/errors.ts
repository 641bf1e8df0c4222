/**
 * The one error the user ever sees: what happened in one sentence, and one thing to do about it.
 * It crosses the worker's wire as plain data, because class identity does not survive structured cloning.
 */
import { english, inLocale, str, text, within, type Text } from './text.ts';

export type ErrorCode =
  | 'config' // a setting, link or file with a value that is not allowed
  | 'data' // an image or label file that is not what it should be
  | 'network' // something could not be fetched
  | 'backend' // no way to compute
  | 'lost' // the GPU is gone
  | 'crashed' // the worker is gone
  | 'silent' // the worker does not answer
  | 'outdated' // a part of the page is no longer where it was
  | 'busy' // another tab trains
  | 'diverged' // the loss is no longer a finite number
  | 'stopped' // the user stopped the run
  | 'internal';

export interface ErrorReport {
  readonly code: ErrorCode;
  /** In English: for the command line and for whoever reads a log. */
  readonly message: string;
  readonly hint: string;
  /** The same for the page, which says it in its language; absent where it has no values. */
  readonly said?: { readonly message: Text; readonly hint: Text };
}

export class LabError extends Error implements ErrorReport {
  readonly code: ErrorCode;
  readonly hint: string;
  readonly said?: { readonly message: Text; readonly hint: Text };

  /** Both texts are marked by `text`. */
  constructor(code: ErrorCode, message: Text, hint: Text, options?: ErrorOptions) {
    super(english(message), options);
    this.name = 'LabError';
    this.code = code;
    this.hint = english(hint);
    if (typeof message !== 'string' || typeof hint !== 'string') this.said = { message, hint };
  }
}

/** What every part of the lab throws when the user stopped the run. */
export function stoppedError(): LabError {
  return new LabError('stopped', text('The run was stopped.'), text('Press Run to start a new one.'));
}

/** Turns anything thrown into a report; an unexpected error keeps its own words. */
export function reportOf(error: unknown): ErrorReport {
  if (error instanceof LabError) {
    const { code, message: what, hint, said } = error;
    return { code, message: what, hint, ...(said && { said }) };
  }
  const message = error instanceof Error ? error.message : String(error);
  return { code: 'internal', message, hint: text('Reload the page; if it happens again, please report it.') };
}

/** What the page shows of it. */
export function reportInLocale({ message, hint, said }: ErrorReport): Pick<ErrorReport, 'message' | 'hint'> {
  return { message: inLocale(said?.message ?? message), hint: inLocale(said?.hint ?? hint) };
}

/** What to tell the user, in a sentence or two. */
export function sentenceOf(error: unknown): Text {
  const { message, hint, said } = reportOf(error);
  const what = said?.message ?? message;
  return hint ? str`${within(what)} ${within(said?.hint ?? hint)}` : what;
}

/** What happened, as the page can say it in its language. */
export function whatOf(error: unknown): Text {
  const { message, said } = reportOf(error);
  return said?.message ?? message;
}

/** One after the other. */
export function together(said: readonly Text[]): Text {
  return said.reduce((before, next) => str`${within(before)} ${within(next)}`);
}

/** Why something went wrong, to stand within a sentence. */
export function reasonOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error))
    .split('\n')[0]!
    .slice(0, 160)
    .replace(/\.$/, '');
}

/** The same, to stand within a marked text. */
export function reasonText(error: unknown): Text {
  return error instanceof LabError ? within(whatOf(error)) : reasonOf(error);
}
