/**
 * Errors over the wire. comlink carries only an error's message, so an `ErrorReport` crosses as the JSON of one, and
 * nothing that was not made here is taken for it.
 */
import { LabError, reportOf, type ErrorReport } from '../core/errors.ts';

const MARK = 'dark-knowledge-lab:';

/** What the worker throws. */
export function packError(error: unknown): Error {
  return new Error(MARK + JSON.stringify(reportOf(error)));
}

/** What the page makes of what it caught. */
export function unpackError(error: unknown): ErrorReport {
  if (error instanceof Error && error.message.startsWith(MARK)) {
    return JSON.parse(error.message.slice(MARK.length)) as ErrorReport;
  }
  return reportOf(error);
}

/** The same as an error, to be thrown on. */
export function asLabError(error: unknown): LabError {
  const { code, message, hint, said } = unpackError(error);
  return new LabError(code, said?.message ?? message, said?.hint ?? hint, { cause: error });
}

/** `work` with its failures packed. */
export function overTheWire<A extends unknown[], R>(
  work: (...args: A) => Promise<R>,
): (...args: A) => Promise<R> {
  return async (...args) => {
    try {
      return await work(...args);
    } catch (error) {
      throw packError(error);
    }
  };
}
