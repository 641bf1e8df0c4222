/**
 * Which images a member sees in which step: a pure function of its seed, its rows and the step, so every trainer
 * draws the same batches and a run can be taken up at any step.
 */
import { permutation, streamKey, uniform, hash } from '../core/random.ts';
import type { Member } from '../core/stages.ts';
import { IMAGE_SIDE, PIXELS } from './dataset.ts';
import { rowsOf } from './transfer-set.ts';

/**
 * Draws batches for one seed and one set of rows; keeps the current pass's permutation, which is costly to make.
 * @param labels the true ones, which say what belongs to an omitted class
 */
export function batchDraw(
  { seed, rows }: Pick<Member, 'seed' | 'rows'>,
  batchSize: number,
  labels: Uint8Array,
): (step: number) => Uint32Array {
  const among = rowsOf(rows, labels);
  // A member with fewer rows than the others in its population goes through them more often.
  const stepsPerPass = Math.ceil(among.length / batchSize);
  let order: { readonly pass: number; readonly rows: Uint32Array } | undefined;
  return (step) => {
    const pass = Math.floor(step / stepsPerPass);
    if (order?.pass !== pass) {
      const places = permutation(streamKey(seed, 'shuffle', pass), among.length);
      order = { pass, rows: places.map((place) => among[place]!) };
    }
    const first = (step % stepsPerPass) * batchSize;
    return order.rows.subarray(first, first + batchSize); // shorter in the last batch of a pass
  };
}

/**
 * Grey levels of some rows as numbers from 0 to 1, shifted by up to `jitter` pixels in x and y, zero-filled.
 * @param out `[B, PIXELS]`, rows beyond the batch stay zero
 */
export function fillBatch(
  out: Float32Array,
  images: Uint8Array,
  batch: Uint32Array,
  jitter: { readonly pixels: number; readonly key: number },
): void {
  const span = 2 * jitter.pixels + 1;
  for (let b = 0; b < batch.length; b++) {
    const source = batch[b]! * PIXELS;
    const target = b * PIXELS;
    if (jitter.pixels === 0) {
      for (let p = 0; p < PIXELS; p++) out[target + p] = images[source + p]! / 255;
      continue;
    }
    const dx = Math.floor(uniform(jitter.key, 2 * b) * span) - jitter.pixels;
    const dy = Math.floor(uniform(jitter.key, 2 * b + 1) * span) - jitter.pixels;
    for (let y = Math.max(0, dy); y < Math.min(IMAGE_SIDE, IMAGE_SIDE + dy); y++) {
      for (let x = Math.max(0, dx); x < Math.min(IMAGE_SIDE, IMAGE_SIDE + dx); x++) {
        out[target + y * IMAGE_SIDE + x] = images[source + (y - dy) * IMAGE_SIDE + (x - dx)]! / 255;
      }
    }
  }
}

/**
 * An inverted-dropout mask (Srivastava et al. 2014, scaled at training time): 0 with probability `rate`, else
 * `1 / (1 - rate)`. Element i of the mask is draw i of the stream.
 */
export function fillDropoutMask(out: Float32Array, rate: number, key: number): void {
  const threshold = rate * 2 ** 24;
  const kept = 1 / (1 - rate);
  for (let i = 0; i < out.length; i++) out[i] = hash(key, i) >>> 8 >= threshold ? kept : 0;
}
