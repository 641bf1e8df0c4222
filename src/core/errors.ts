/**
 * The one error the user ever sees: what happened in one sentence, and one thing to do about it.
 * It crosses the worker's wire as plain data, because class identity does not survive structured cloning.
 */
export type ErrorCode =
  | 'config' // a setting, link or file with a value that is not allowed
  | 'data' // an image or label file that is not what it should be
  | 'network' // something could not be fetched
  | 'backend' // no way to compute, or a lost one
  | 'diverged' // the loss is no longer a finite number
  | 'stopped' // the user stopped the run
  | 'internal';

export interface ErrorReport {
  readonly code: ErrorCode;
  readonly message: string;
  readonly hint: string;
}

export class LabError extends Error implements ErrorReport {
  readonly code: ErrorCode;
  readonly hint: string;

  constructor(code: ErrorCode, message: string, hint: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'LabError';
    this.code = code;
    this.hint = hint;
  }
}

/** What every part of the lab throws when the user stopped the run. */
export function stoppedError(): LabError {
  return new LabError('stopped', 'The run was stopped.', 'Press Run to start a new one.');
}

/** Turns anything thrown into a report; an unexpected error keeps its own words. */
export function reportOf(error: unknown): ErrorReport {
  if (error instanceof LabError) return { code: error.code, message: error.message, hint: error.hint };
  const message = error instanceof Error ? error.message : String(error);
  return { code: 'internal', message, hint: 'Reload the page; if it happens again, please report it.' };
}

/** What to tell the user, in a sentence or two. */
export function sentenceOf(error: unknown): string {
  const { message, hint } = reportOf(error);
  return hint ? `${message} ${hint}` : message;
}

/** Why something went wrong, to stand within a sentence. */
export function reasonOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error))
    .split('\n')[0]!
    .slice(0, 160)
    .replace(/\.$/, '');
}
