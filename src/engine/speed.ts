/**
 * How fast a trained network answers, with plain tfjs operations as in an exported model: a full batch says what the
 * hardware can do, one image alone what a user waits for. One image on a GPU measures the driver more than the network,
 * so wasm stands beside whatever the run trained on.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { Architecture, TrainableArchitecture } from '../core/architecture.ts';
import type { BackendName } from '../core/device.ts';
import { stoppedError } from '../core/errors.ts';
import type { Speed } from '../core/run-record.ts';
import { PIXELS, pixelsOf } from '../data/dataset.ts';
import { ensureBackend } from './backend.ts';
import { splitLayers, type Layer } from './layers.ts';
import { answer } from './network.ts';

const BATCH = 1024;
const WARM_CALLS = 3;
/** What is timed ends at so many calls, or after so long. */
const MOST_CALLS = 50;
const MOST_MS = 200;

interface Host {
  readonly signal: AbortSignal;
  /** Lets the host handle its messages; awaited after every call, so that a stop can arrive. */
  readonly breathe: () => Promise<void>;
}

export interface TimedNetwork {
  readonly architecture: Architecture;
  readonly parameters: Float32Array; // [P]
}

/**
 * @param images grey levels, `[N, PIXELS]`, repeated where there are fewer than a batch
 * @returns for each network its speed on the backend in use, then on wasm; without a backend that will not start
 * @throws LabError `stopped`
 */
export async function measureSpeed(
  networks: readonly TimedNetwork[],
  images: Uint8Array,
  host: Host,
): Promise<readonly (readonly Speed[])[]> {
  const own = tf.getBackend() as BackendName;
  const speeds = networks.map((): Speed[] => []);
  try {
    for (const backend of new Set<BackendName>([own, 'wasm'])) {
      if (!(await ensureBackend(backend))) continue;
      for (const [i, network] of networks.entries()) {
        const { architecture, parameters } = network;
        if (architecture.kind === 'imported') continue; // only tfjs knows its layers
        const timed = { architecture, parameters };
        const imagesPerSecond = BATCH / (quantile(await timeCalls(timed, images, BATCH, host), 0.5) / 1000);
        const single = await timeCalls(timed, images, 1, host);
        const latencyMs = { median: quantile(single, 0.5), p95: quantile(single, 0.95) };
        speeds[i]!.push({ backend, imagesPerSecond, latencyMs });
      }
    }
  } finally {
    await ensureBackend(own);
  }
  return speeds;
}

/** @returns ms of each call, from pixels to answers in JavaScript */
async function timeCalls(
  { architecture, parameters }: TimedNetwork & { readonly architecture: TrainableArchitecture },
  images: Uint8Array,
  batch: number,
  { signal, breathe }: Host,
): Promise<number[]> {
  const flat = tf.tensor2d(parameters, [1, parameters.length]);
  let layers: readonly Layer[] = [];
  tf.tidy(() => {
    layers = splitLayers(flat, architecture);
    layers.forEach(({ weights, biases }) => [weights, biases].forEach(tf.keep));
  });
  const pixels = pixelsOf(repeated(images, batch * PIXELS));
  const times: number[] = [];
  try {
    // Warm calls count towards the time, so that a slow network is timed once or twice and no more.
    for (
      let call = 0, spent = 0;
      times.length < MOST_CALLS && (spent < MOST_MS || times.length === 0);
      call++
    ) {
      if (signal.aborted) throw stoppedError();
      const from = performance.now();
      const logits = tf.tidy(() => answer(architecture, layers, tf.tensor2d(pixels, [batch, PIXELS])).logits);
      await logits.data();
      logits.dispose();
      const ms = Math.max(CLOCK_MS, performance.now() - from);
      spent += ms;
      if (call >= WARM_CALLS || spent > MOST_MS) times.push(ms);
      await breathe();
    }
  } finally {
    tf.dispose([flat, ...layers.flatMap(({ weights, biases }) => [weights, biases])]);
  }
  return times;
}

/** What the clock of a page that is not cross-origin isolated can tell, in ms (High Resolution Time): less is given as this. */
const CLOCK_MS = 0.1;

/** By rank: the least value that a share `q` of all does not exceed. */
function quantile(values: readonly number[], q: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(q * sorted.length) - 1)]!;
}

function repeated(bytes: Uint8Array, length: number): Uint8Array {
  const all = new Uint8Array(length);
  for (let at = 0; at < length; at += bytes.length) all.set(bytes.subarray(0, length - at), at);
  return all;
}
