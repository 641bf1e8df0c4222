/** What fewer bits cost an arm, a precision a row: means over seeds. */
import type { Quantised, Result } from './run-record.ts';
import { meanOf } from './summary.ts';

export interface QuantisedRow {
  readonly precision: 'float32' | Quantised['precision'];
  readonly bytes: number;
  readonly testErrors: number;
  /** Fewer where negative. */
  readonly moreErrors?: number;
  /** See `Quantised`. */
  readonly changed?: number;
  /** Of a full batch, on the backend of the run; what loads an export computes in float32, and integers are not timed. */
  readonly imagesPerSecond?: number;
}

/** @param results of one arm @returns float32 first; nothing where they were not measured in fewer bits */
export function quantisedRows(results: readonly Result[]): readonly QuantisedRow[] {
  const { bytes, imagesPerSecond, quantised } = results[0]!;
  if (!quantised) return [];
  const speed = imagesPerSecond === undefined ? {} : { imagesPerSecond };
  const testErrors = meanOf(results.map((result) => result.testErrors));
  return [
    { precision: 'float32', bytes, testErrors, ...speed },
    ...quantised.map((first, i): QuantisedRow => {
      const all = results.flatMap((result) => result.quantised?.[i] ?? []);
      const errors = meanOf(all.map((one) => one.testErrors));
      return {
        ...{ precision: first.precision, bytes: first.bytes, testErrors: errors },
        moreErrors: errors - testErrors,
        changed: meanOf(all.map((one) => one.changed)),
        ...(first.precision !== 'int8' && speed),
      };
    }),
  ];
}
