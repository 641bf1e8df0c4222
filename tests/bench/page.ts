/** The page's side of the benchmark: opens the ways to train a case beside each other and does what the command asks. */
import * as tf from '@tensorflow/tfjs';
import { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { hash, uniform } from '../../src/core/random.ts';
import { mnistFiles } from '../../src/data/mnist-files.ts';
import { openMnist } from '../../src/data/mnist.ts';
import { PIXELS, type Dataset } from '../../src/data/dataset.ts';
import { startOnDevice } from '../../src/engine/webgpu-device.ts';
import { caseByName, ROWS } from './cases.ts';
import { countsPerStep } from './counters.ts';
import { sweepGemm } from './gemm.ts';
import { memberObjective } from './loss.ts';
import { openOurs } from './ours.ts';
import type { Inputs, OpenPath, Path } from './path.ts';
import { openJaxjs, openJaxjsStacked } from './peers/jaxjs.ts';
import { openModelFit } from './peers/modelFit.ts';
import { openTfjs } from './peers/tfjs.ts';
import type { AdapterReport, PathName } from './protocol.ts';

const OPEN: Record<PathName, OpenPath> = {
  ours: openOurs,
  tfjs: openTfjs,
  modelFit: openModelFit,
  jaxjs: openJaxjs,
  jaxjsStacked: openJaxjsStacked,
};

async function adapter(): Promise<GPUAdapter> {
  const found = await navigator.gpu.requestAdapter({ powerPreference: 'high-performance' });
  if (!found) throw new Error('This browser has no WebGPU adapter.');
  return found;
}

/**
 * tfjs on the engine's device but with its own kernels: the engine's `chooseBackend` would replace the matrix product on a
 * software adapter. The engine starts tfjs-core and peers use the union package: they must not be two copies of it.
 */
async function startTfjs(): Promise<void> {
  const device = await startOnDevice(await adapter());
  const backend = tf.backend();
  if (!(backend instanceof WebGPUBackend) || backend.device !== device)
    throw new Error('The page holds two copies of tfjs, and only one of them was started.');
}

/** A made-up teacher, right about every image, with an opinion on all other digits. The same for all. */
function madeUpTeacher({ train }: Dataset): Float32Array {
  const logits = Float32Array.from({ length: ROWS * 10 }, (_, i) => 6 * uniform(hash(1, 2), i));
  for (let row = 0; row < ROWS; row++) logits[row * 10 + train.labels[row]!]! += 4;
  return logits;
}

async function loadDataset(): Promise<Dataset> {
  const mnist = openMnist(mnistFiles);
  await mnist.first;
  const { images, labels } = mnist.dataset.train;
  return {
    ...mnist.dataset,
    train: { images: images.slice(0, ROWS * PIXELS), labels: labels.slice(0, ROWS) },
    heldOut: 0,
  };
}

let tfjs: Promise<void> | undefined;
let dataset: Promise<Dataset> | undefined;
const open = new Map<PathName, { readonly path: Path; readonly inputs: Inputs }>();

function opened(name: PathName): { readonly path: Path; readonly inputs: Inputs } {
  const found = open.get(name);
  if (!found) throw new Error(`${name} is not open.`);
  return found;
}

window.bench = {
  async adapter(): Promise<AdapterReport> {
    const { info } = await adapter();
    const parts = [info.vendor, info.architecture, info.device, info.description];
    return { name: parts.filter(Boolean).join(' '), software: info.isFallbackAdapter };
  },
  async gemm() {
    return sweepGemm(await adapter());
  },
  async open(caseName, name) {
    await (tfjs ??= startTfjs());
    dataset ??= loadDataset();
    const data = await dataset;
    const inputs = { stage: caseByName(caseName).stage, dataset: data, teacherLogits: madeUpTeacher(data) };
    const path = await OPEN[name](inputs);
    open.set(name, { path, inputs });
    return path.note;
  },
  async advance(name, steps) {
    const { path } = opened(name);
    const from = performance.now();
    await path.advance(steps);
    return performance.now() - from;
  },
  count(name, steps) {
    return countsPerStep(steps, (now) => opened(name).path.advance(now));
  },
  async losses(name) {
    const { path, inputs } = opened(name);
    const parameters = await path.parameters();
    return Array.from(parameters, ([member, own]) => ({
      member,
      loss: memberObjective(inputs, member, own),
    }));
  },
};
