/**
 * What the steps of about one epoch need, uploaded together: the rows that every group draws, what a valid and a
 * labelled row weigh in each member's loss, and each step's slot of the uniform buffer. Between two uploads a step
 * only names its slot.
 */
import { scheduleFactor, type Stage } from '../../core/stages.ts';
import { batchDraw } from '../../data/batches.ts';
import { BETA1, BETA2 } from '../optimizers.ts';
import { NO_ROW } from './kernels/kernel.ts';
import type { Layout } from './layout.ts';
import { SLOT_BYTES } from './program.ts';

/** Where many groups make an epoch's rows large, a window is less than an epoch; where epochs are short, it is more. */
const MOST_BYTES = 4 * 2 ** 20;
const LEAST_STEPS = 64;

/** Words of `draws` that a step needs: rows [G, B], then shares (1 / valid rows, 1 / labelled rows or 0) as bits [S, 2]. */
function wordsPerStep({ groups, batchSize, members }: Layout): number {
  return groups.length * batchSize + 2 * members;
}

export function windowSize(stage: Stage, layout: Layout) {
  const words = wordsPerStep(layout);
  const slots = Math.max(
    1,
    Math.min(Math.max(stage.stepsPerEpoch, LEAST_STEPS), Math.floor(MOST_BYTES / (4 * words))),
  );
  return { slots, stepsBytes: slots * SLOT_BYTES, drawsBytes: slots * words * 4 };
}

/**
 * @param steps the uniform buffer, `SLOT_BYTES` a slot
 * @param labels the true ones, which say what belongs to an omitted class
 */
export function createWindow(
  queue: GPUQueue,
  stage: Stage,
  layout: Layout,
  steps: GPUBuffer,
  draws: GPUBuffer,
  labels: Uint8Array,
) {
  const { groups, groupOf, batchSize, members } = layout;
  const { slots, stepsBytes, drawsBytes } = windowSize(stage, layout);
  const stepWords = wordsPerStep(layout);
  const sharesAt = groups.length * batchSize;
  const drawBatch = groups.map((group) => batchDraw(group, batchSize, labels));
  const words = new Uint32Array(drawsBytes / 4);
  const shares = new Float32Array(words.buffer);
  const slotWords = new Uint32Array(stepsBytes / 4);
  const slotNumbers = new Float32Array(slotWords.buffer);
  let first = -1;
  let end = -1; // steps in [first, end) are uploaded

  function upload(from: number): void {
    first = from;
    end = from + slots;
    words.fill(NO_ROW);
    for (let step = from; step < end; step++) {
      const at = (step - from) * stepWords;
      const batches = drawBatch.map((draw) => draw(step));
      batches.forEach((batch, g) => words.set(batch, at + g * batchSize));
      stage.members.forEach(({ rows }, s) => {
        const batch = batches[groupOf[s]!]!;
        const labelled = countBelow(batch, rows.labelled);
        shares.set([1 / batch.length, labelled > 0 ? 1 / labelled : 0], at + sharesAt + 2 * s);
      });
      const slot = ((step - from) * SLOT_BYTES) / 4;
      slotWords.set([at, at + sharesAt, step], slot);
      slotNumbers.set(
        [
          scheduleFactor(stage.schedule, step, stage.steps),
          1 / (1 - BETA1 ** (step + 1)),
          1 / (1 - BETA2 ** (step + 1)),
        ],
        slot + 3,
      );
    }
    queue.writeBuffer(draws, 0, words);
    queue.writeBuffer(steps, 0, slotWords);
  }

  return {
    /** Uploads what `step` needs, unless it is there. @returns how many steps from it on are there */
    load(step: number): number {
      if (step < first || step >= end) upload(step);
      return end - step;
    },
    /** @param step one that is loaded */
    slotOf: (step: number) => step - first,
    /** Whether each member has any label in the batch of a loaded step, `[S]`. */
    labelled: (step: number) =>
      Array.from(
        { length: members },
        (_, s) => shares[(step - first) * stepWords + sharesAt + 2 * s + 1]! > 0,
      ),
  };
}

function countBelow(batch: Uint32Array, bound: number): number {
  let count = 0;
  for (const row of batch) if (row < bound) count++;
  return count;
}
