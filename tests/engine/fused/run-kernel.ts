/**
 * Runs kernels once, on buffers as a session has them just before a step: what is in them is written and read as plain
 * numbers by member, row and unit, so that tests of kernels do not know how things lie in GPU memory.
 */
import { afterEach } from 'vitest';
import type { Stage } from '../../../src/core/stages.ts';
import { batchDraw } from '../../../src/data/batches.ts';
import type { Dataset } from '../../../src/data/dataset.ts';
import {
  IMAGE_WORDS,
  isReadOnly,
  SUM_VEC4S,
  type BufferName,
  type Kernel,
} from '../../../src/engine/fused/kernels/kernel.ts';
import { layoutOf, pack, unpack, type LayerLayout } from '../../../src/engine/fused/layout.ts';
import { createMemory } from '../../../src/engine/fused/memory.ts';
import { link, SLOT_BYTES } from '../../../src/engine/fused/program.ts';
import { createReadback } from '../../../src/engine/fused/readback.ts';
import { createBuffers } from '../../../src/engine/fused/session-buffers.ts';
import { createWindow } from '../../../src/engine/fused/window.ts';
import { barsDataset, teacherLogits } from '../fixtures.ts';

const NONE = new Float32Array();

/** A number for member s, row b of the batch, unit n. */
export type Numbers = (s: number, b: number, n: number) => number;

export interface PlaceOptions {
  readonly dataset?: Dataset;
  readonly logits?: Float32Array;
  /** Of the second source. */
  readonly otherLogits?: Float32Array;
  /** Number of the step that is about to be taken. */
  readonly step?: number;
}

export type Placed = Awaited<ReturnType<ReturnType<typeof usePlaces>>>;

/** Registers a hook that frees what was placed. @returns puts a population on the GPU, with 150 images to draw from */
export function usePlaces(device: () => GPUDevice) {
  const open: (() => void)[] = [];
  afterEach(() => {
    for (const close of open.splice(0)) close();
  });
  return async (stage: Stage, options: PlaceOptions = {}) => {
    const placed = await place(device(), stage, options);
    open.push(placed.close);
    return placed;
  };
}

async function place(device: GPUDevice, stage: Stage, options: PlaceOptions) {
  const { dataset = barsDataset(150), step = 0 } = options;
  const { logits = teacherLogits(dataset.train.labels.length), otherLogits = logits } = options;
  const { architecture, members, batchSize } = stage;
  const layout = layoutOf(stage);
  const { batchRows, activationVec4s, groups, groupOf } = layout;
  const memory = createMemory(device);
  const { named, steps } = await createBuffers(device.queue, memory, stage, layout, {
    dataset,
    sourceLogits: stage.sources.map((_, i) => (i === 0 ? logits : otherLogits)),
  });
  const window = createWindow(device.queue, stage, layout, steps, named.draws, dataset.train.labels);
  window.load(Math.max(0, step - 1)); // so that the step is not in the first slot
  const readback = createReadback(device, memory);
  const batches = groups.map((group) => batchDraw(group, batchSize, dataset.train.labels)(step).slice());
  const activations = new Float32Array(members.length * activationVec4s * 4);

  const activation = (first: number, { columns }: LayerLayout, s: number, b: number, n: number) =>
    4 * (s * activationVec4s + first) + b * columns + n;

  function fill(first: number, layer: LayerLayout, rows: number, numbers: Numbers, withOnes: boolean): void {
    for (let s = 0; s < members.length; s++) {
      for (let b = 0; b < rows; b++) {
        for (let n = 0; n < layer.outputs; n++)
          activations[activation(first, layer, s, b, n)] = numbers(s, b, n);
        if (withOnes) activations[activation(first, layer, s, b, layer.outputs)] = 1;
      }
    }
    device.queue.writeBuffer(named.activations, 0, activations);
  }

  async function read(...names: BufferName[]): Promise<Partial<Record<BufferName, Float32Array>>> {
    const present = names.filter((name) => named[name]);
    const values = await Promise.all(present.map((name) => readback.read(named[name]!)));
    return Object.fromEntries(present.map((name, i) => [name, values[i]!.slice()]));
  }

  return {
    layout,
    /** Rows of the data that member s draws in this step. */
    batchOf: (s: number): Uint32Array => batches[groupOf[s]!]!,
    /** @param flat `[S, P]` */
    setParameters(flat: Float32Array, ...moments: readonly Float32Array[]): void {
      const targets = [named.weights, named.moments1, named.moments2];
      [flat, ...moments].forEach((values, i) =>
        device.queue.writeBuffer(targets[i]!, 0, pack(values, architecture, layout)),
      );
    },
    /** What a layer has answered; rows beyond the batch too, which hold some number in a real step. */
    setOutputs: (layer: LayerLayout, numbers: Numbers) =>
      fill(layer.outputAt, layer, batchRows, numbers, !layer.isLast),
    /** The loss's gradient in a layer's output; zero beyond the batch. */
    setGradients: (layer: LayerLayout, numbers: Numbers) =>
      fill(layer.gradientAt, layer, batchSize, numbers, false),
    /** Makes what follows answer the images from `first` on instead of the step's batch. */
    answerFrom(first: number): void {
      device.queue.writeBuffer(steps, window.slotOf(step) * SLOT_BYTES, new Uint32Array([first]));
    },

    /** @returns what the kernels have written */
    async run(...kernels: readonly Kernel[]) {
      const program = await link(device, kernels, steps, named);
      const encoder = device.createCommandEncoder();
      const pass = encoder.beginComputePass();
      program.encode(pass, window.slotOf(step));
      pass.end();
      device.queue.submit([encoder.finish()]);
      const written = kernels.flatMap((kernel) => kernel.buffers.filter((name) => !isReadOnly(name)));
      const all = await read(...new Set(written));
      const stored = [all.weights, all.moments1, all.moments2].filter((values) => values !== undefined);
      const [parameters = NONE, ...moments] = stored.map((values) => unpack(values, architecture, layout));
      const bytes = new Uint8Array(all.x?.buffer ?? new ArrayBuffer());
      const rowBytes = 4 * (IMAGE_WORDS + 1);
      return {
        parameters, // [S, P]
        moments, // [S, P] each
        /** Whether all that is stored beside parameters and moments is exactly zero. */
        paddingIsZero: stored.every((values) => {
          const repacked = pack(unpack(values, architecture, layout), architecture, layout);
          return values.every((value, i) => value === repacked[i]);
        }),
        output: (layer: LayerLayout, s: number, b: number, n: number) =>
          all.activations![activation(layer.outputAt, layer, s, b, n)]!,
        gradient: (layer: LayerLayout, s: number, b: number, n: number) =>
          all.activations![activation(layer.gradientAt, layer, s, b, n)]!,
        /** What row b of member s has added up. */
        sum: (s: number, b: number, i: number) => all.sums![(s * batchRows + b) * 4 * SUM_VEC4S + i]!,
        total: (s: number, i: number) => all.totals![s * 4 * SUM_VEC4S + i]!,
        /** The bytes of row b of a gathered batch, and the four that meet the bias. */
        gathered: (g: number, b: number) =>
          bytes.subarray((g * batchRows + b) * rowBytes, (g * batchRows + b + 1) * rowBytes),
      };
    },

    close: () => memory.freeAll(),
  };
}
