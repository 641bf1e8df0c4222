/** A batch for the loss kernel and for its oracle, from the same numbers. */
import { loss } from '../../../src/engine/fused/kernels/loss.ts';
import { alone } from '../../../src/engine/fused/kernels/phase.ts';
import { labelsOf } from '../../../src/data/transfer-set.ts';
import { barsDataset } from '../fixtures.ts';
import { ANY_TILE } from './device.ts';
import { lossOfRow, type RowLoss } from './oracle.ts';
import { noise, treated, type Treatment } from './populations.ts';
import type { Numbers, usePlaces } from './run-kernel.ts';

export const CLASSES = 10;
const dataset = barsDataset(150);

export interface Scenario {
  readonly batchSize: number;
  readonly members: readonly Treatment[];
  readonly logits: Numbers;
  /** Of class c for image `row`. */
  readonly teacher: (row: number, c: number) => number;
  readonly step?: number;
}

/** A teacher's logits from -scale to scale. */
export const teacherNoise = (scale: number) => (row: number, c: number) => noise(8, scale)(0, row, c);

export const stageOf = ({ batchSize, members }: Scenario) => treated(batchSize, members);

/** What the kernel makes of a scenario; `times` over, what its sums add up to. */
export async function runLoss(
  place: ReturnType<typeof usePlaces>,
  { batchSize, members, logits, teacher, step = 0 }: Scenario,
  tile = ANY_TILE,
  times = 1,
) {
  const stage = treated(batchSize, members);
  const v = Float32Array.from({ length: 150 * CLASSES }, (_, i) =>
    teacher(Math.floor(i / CLASSES), i % CLASSES),
  );
  const other = v.map((value) => -value);
  const placed = await place(stage, { dataset, logits: v, otherLogits: other, step });
  const { layout, batchOf } = placed;
  const layer = layout.layers[0]!;
  placed.setOutputs(layer, logits);
  // What an earlier step has left there must not survive.
  placed.setGradients(layer, () => 7);
  const kernel = alone(loss(layout, stage, tile), layout, tile);
  const { gradient, sum } = await placed.run(...Array.from({ length: times }, () => kernel));
  return {
    slope: (s: number, b: number, c: number) => gradient(layer, s, b, c),
    /** Label loss, objective, KL, -, hard gradient, soft gradient. */
    sum,
    /** The oracle; absent where the batch has no such row. */
    expected: (s: number, b: number): RowLoss | undefined => {
      const treatment = members[s]!;
      const batch = batchOf(s);
      const row = batch[b];
      if (row === undefined) return undefined;
      const member = stage.members[s]!;
      const { labelled } = member.rows;
      const answers = treatment.source === 1 ? other : v;
      const told = labelsOf(member, dataset.train.labels, CLASSES);
      return lossOfRow({
        ...treatment,
        logits: Array.from({ length: CLASSES }, (_, c) => Math.fround(logits(s, b, c))),
        labelSmoothing: treatment.labelSmoothing ?? 0,
        teacher: [...answers.subarray(row * CLASSES, (row + 1) * CLASSES)],
        ...(row < labelled && { label: told[row]! }),
        learnsAnswers: treatment.targets === 'teacherArgmax',
        hardWeight: 1 - treatment.softWeight,
        valid: batch.length,
        labelled: batch.filter((other) => other < labelled).length,
      });
    },
  };
}
