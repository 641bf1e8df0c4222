/** Small IDX files for tests, right ones and wrong ones; what is wrong is up to the test. */
import { gzipSync } from 'node:zlib';
import { expect } from 'vitest';
import { LabError, type ErrorCode } from '../../src/core/errors.ts';
import { PIXELS } from '../../src/data/dataset.ts';

/** A header of any kind: magic, then dimensions. */
export function idxBytes(
  magic: number,
  dimensions: readonly number[],
  values: Uint8Array,
): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(4 + 4 * dimensions.length + values.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, magic);
  dimensions.forEach((dimension, i) => view.setUint32(4 + 4 * i, dimension));
  bytes.set(values, 4 + 4 * dimensions.length);
  return bytes;
}

/** Image i is filled with i mod 256, so that a row can be told from another. */
export function imagesIdx(count: number): Uint8Array<ArrayBuffer> {
  const values = new Uint8Array(count * PIXELS).map((_, i) => Math.floor(i / PIXELS));
  return idxBytes(0x0803, [count, 28, 28], values);
}

export function labelsIdx(labels: readonly number[]): Uint8Array<ArrayBuffer> {
  return idxBytes(0x0801, [labels.length], Uint8Array.from(labels));
}

/** 0, 1, ..., classes - 1, 0, 1, ... */
export function cyclicLabels(count: number, classes = 10): number[] {
  return Array.from({ length: count }, (_, i) => i % classes);
}

export function gz(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(gzipSync(bytes));
}

export function file(name: string, bytes: Uint8Array<ArrayBuffer>): File {
  return new File([bytes], name);
}

/** The LabError that `action` ends in; fails for any other ending. */
export async function labErrorOf(action: () => unknown, code: ErrorCode = 'data'): Promise<LabError> {
  const error = await Promise.resolve()
    .then(action)
    .then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
  if (!(error instanceof LabError)) throw new Error('expected a LabError', { cause: error });
  expect(error.code).toBe(code);
  expect(error.message).not.toBe('');
  expect(error.hint).not.toBe('');
  return error;
}
