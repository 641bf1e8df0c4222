/**
 * A population on the GPU: takes steps, answers images, and is read and written as flat parameters. The loop of steps
 * makes no buffer and no bind group, uploads once a window, and reads back two vec4s a member at the end of an advance.
 */
import type { Evaluation } from '../../core/metrics.ts';
import type { Stage } from '../../core/stages.ts';
import type { LabelledImages } from '../../data/dataset.ts';
import type { Snapshot } from '../../core/checkpoint.ts';
import type { StepSums, Session, SessionDeps } from '../trainer.ts';
import { createAnswers } from './answers.ts';
import type { AnswerTerm } from './kernels/answer-terms.ts';
import { total } from './kernels/total.ts';
import { SUM_VEC4S } from './kernels/kernel.ts';
import { termsOf } from './kernels/loss.ts';
import { layoutOf, pack, unpack } from './layout.ts';
import { link } from './program.ts';
import { createMemory } from './memory.ts';
import { createPump } from './pump.ts';
import { createReadback } from './readback.ts';
import { createBuffers } from './session-buffers.ts';
import { trainingStep } from './step.ts';
import { TILES, type TileName } from './tiles.ts';
import { createWindow } from './window.ts';

/** Of the sums of a member. */
const COLUMNS = 4 * SUM_VEC4S;
/** Where the loss leaves the values of further terms. */
const VALUE_COLUMNS: Record<AnswerTerm, number> = { logitMse: 3, jensenShannon: 6, decoupled: 7 };

export async function openSession(
  device: GPUDevice,
  stage: Stage,
  deps: SessionDeps,
  tileName: TileName,
): Promise<Session> {
  const { architecture, members } = stage;
  const { dataset, breathe } = deps;
  const terms = termsOf(stage);
  const tile = TILES[tileName];
  const layout = layoutOf(stage);
  const memory = createMemory(device);
  const opening = async () => {
    const buffers = await createBuffers(device.queue, memory, stage, layout, deps);
    const programs = await Promise.all(
      [trainingStep(stage, layout, tile), [total(layout)]].map((kernels) =>
        link(device, kernels, buffers.steps, buffers.named),
      ),
    );
    return { buffers, training: programs[0]!, totalling: programs[1]! };
  };
  const readback = createReadback(device, memory);
  function close(): void {
    readback.close();
    memory.freeAll();
  }
  const { buffers, training, totalling } = await opening().catch((error: unknown) => {
    close();
    throw error;
  });
  const { named } = buffers;
  const window = createWindow(device.queue, stage, layout, buffers.steps, named.draws, dataset.train.labels);
  const pump = createPump(device, breathe);
  const answers = createAnswers({ device, memory, layout, tile, buffers, pump, readback });
  let step = 0;
  let sumSteps = 0;
  let labelledSteps = members.map(() => 0);

  /** Sums of all rows since they were last cleared, `[S, 4 SUM_VEC4S]`: what columns hold is said in kernel.ts. */
  async function readTotals(): Promise<Float32Array> {
    const encoder = device.createCommandEncoder();
    const pass = encoder.beginComputePass();
    totalling.encode(pass, 0);
    pass.end();
    device.queue.submit([encoder.finish()]);
    return readback.read(named.totals);
  }

  const column = (totals: Float32Array, c: number) => members.map((_, s) => totals[s * COLUMNS + c]!);

  function beginSums(): void {
    sumSteps = 0;
    labelledSteps = members.map(() => 0);
    clear(device, named.sums);
  }

  async function advance(steps: number, signal: AbortSignal, adding = false): Promise<StepSums> {
    const from = step;
    if (!adding) beginSums();
    await pump.run('train', steps, signal, {
      prepare: (unit) => window.load(from + unit),
      encode: (pass, unit) => training.encode(pass, window.slotOf(from + unit)),
      submitted(to) {
        for (; step < from + to; step++, sumSteps++)
          window.labelled(step).forEach((isLabelled, s) => (labelledSteps[s]! += isLabelled ? 1 : 0));
      },
    });
    const sums = await readTotals();
    return {
      steps: sumSteps,
      labelLoss: column(sums, 0),
      labelledSteps: [...labelledSteps],
      objective: column(sums, 1),
      hardGradient: column(sums, 4),
      terms: Object.fromEntries(terms.ofAnswers.map((term) => [term, column(sums, VALUE_COLUMNS[term])])),
      ...(terms.isSoft && { kl: column(sums, 2), softGradient: column(sums, 5) }),
    };
  }

  async function evaluate(set: LabelledImages, signal: AbortSignal): Promise<readonly Evaluation[]> {
    beginSums();
    await answers.score(set, signal);
    const sums = await readTotals();
    const images = set.labels.length;
    return members.map((_, s) => {
      const [loss, errors] = sums.subarray(s * COLUMNS) as unknown as [number, number];
      return { images, errors, accuracy: (images - errors) / images, loss: loss / images };
    });
  }

  async function snapshot(): Promise<Snapshot> {
    const at = { step, steps: sumSteps, labelledSteps: [...labelledSteps] };
    const moments = [named.moments1, ...(named.moments2 ? [named.moments2] : [])];
    const [values, ...packed] = await Promise.all(
      [named.sums, named.weights, ...moments].map((buffer) => readback.read(buffer)),
    );
    const [parameters, ...rest] = packed.map((part) => unpack(part, architecture, layout));
    const sums = { steps: at.steps, labelledSteps: at.labelledSteps, values: values! };
    return { step: at.step, parameters: parameters!, moments: rest, sums };
  }

  function restore({ step: at, parameters, moments: [first, second], sums }: Snapshot): void {
    step = at;
    beginSums();
    if (sums?.values.byteLength === named.sums.size) {
      sumSteps = sums.steps;
      labelledSteps = [...sums.labelledSteps];
      device.queue.writeBuffer(named.sums, 0, sums.values as Float32Array<ArrayBuffer>);
    }
    const write = (buffer: GPUBuffer | undefined, flat: Float32Array | undefined) => {
      if (buffer && flat) device.queue.writeBuffer(buffer, 0, pack(flat, architecture, layout));
    };
    write(named.weights, parameters);
    write(named.moments1, first);
    write(named.moments2, second);
  }

  return {
    get step() {
      return step;
    },
    get gpuBytes() {
      return memory.peak;
    },
    variants: { matmul: tileName },
    advance,
    evaluate,
    forward: (images, signal) => answers.forward(images, signal),
    snapshot,
    restore,
    close,
  };
}

function clear(device: GPUDevice, buffer: GPUBuffer): void {
  const encoder = device.createCommandEncoder();
  encoder.clearBuffer(buffer);
  device.queue.submit([encoder.finish()]);
}
