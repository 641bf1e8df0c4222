/**
 * Which tfjs backend computes: WebGPU, else wasm, else plain JavaScript; or the one that was asked for. Each backend
 * is a chunk of its own, loaded only when tried. Every way a browser can refuse ends in a sentence, never in silence.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { BackendName, BackendReport } from '../core/device.ts';
import { LabError, together, whatOf } from '../core/errors.ts';
import { english, str, text, within, type Text } from '../core/text.ts';
import { brought } from './brought.ts';
import { installSoftwareMatMul } from './software-matmul.ts';
import { installSoftwareReductions } from './software-reductions.ts';
import { startOnDevice } from './webgpu-device.ts';

const CHAIN: readonly BackendName[] = ['webgpu', 'wasm', 'cpu'];

/** A driver that has not answered by then never will. */
const PATIENCE_MS = 10_000;

export interface Backend {
  readonly report: BackendReport;
  /** The one tfjs computes on; absent where that is no GPU. */
  readonly device?: GPUDevice;
  /** Resolves with the reason when the GPU is lost; never resolves elsewhere. */
  readonly lost: Promise<string>;
}

/**
 * @throws LabError `backend` when nothing computes at all
 */
export async function chooseBackend(
  asked: BackendName | undefined,
  patienceMs = PATIENCE_MS,
): Promise<Backend> {
  const reasons: Text[] = [];
  const candidates = asked ? [asked, ...CHAIN.filter((name) => name !== asked)] : CHAIN;
  for (const name of candidates) {
    try {
      const gpu = await inTime(patienceMs, (late) => start(name, late));
      return {
        report: report(name, gpu?.adapter, reasons.map(english)),
        ...(gpu && { device: gpu.device }),
        lost: gpu?.lost ?? new Promise(() => {}),
      };
    } catch (error) {
      reasons.push(str`${TITLES[name]}: ${within(whatOf(error))}`);
    }
  }
  throw new LabError(
    'backend',
    text(str`Nothing here can compute. ${together(reasons)}`),
    text('Try a current Chrome, Edge, Firefox or Safari.'),
  );
}

const TITLES: Record<BackendName, string> = {
  webgpu: 'WebGPU',
  wasm: 'WebAssembly',
  webgl: 'WebGL',
  cpu: 'JavaScript',
};

interface Gpu {
  readonly adapter: GPUAdapter;
  readonly device: GPUDevice;
  readonly lost: Promise<string>;
}

/** @param late aborted when nobody waits any more: a driver that answers then must not take the backend over */
async function start(name: BackendName, late: AbortSignal): Promise<Gpu | undefined> {
  switch (name) {
    case 'webgpu':
      return startWebGpu(late);
    case 'wasm': {
      const [{ setWasmPaths }, simd, plain] = await brought(() =>
        Promise.all([
          import('@tensorflow/tfjs-backend-wasm'),
          import('@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url'),
          import('@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url'),
        ]),
      );
      // The threaded build needs cross-origin isolation, which a static site does not have; tfjs wants a path all the same.
      tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
      setWasmPaths({
        'tfjs-backend-wasm-threaded-simd.wasm': simd.default,
        'tfjs-backend-wasm-simd.wasm': simd.default,
        'tfjs-backend-wasm.wasm': plain.default,
      });
      return brought(() => activate('wasm')); // which loads one of the files
    }
    case 'webgl':
      await brought(() => import('@tensorflow/tfjs-backend-webgl'));
      return activate('webgl');
    case 'cpu':
      await brought(() => import('@tensorflow/tfjs-backend-cpu'));
      return activate('cpu');
  }
  return name satisfies never;
}

/** Makes tfjs compute on a backend other than the run's; a GPU must have been chosen before. @returns whether it does */
export async function ensureBackend(name: BackendName): Promise<boolean> {
  if (tf.getBackend() === name) return true;
  const isKnown = tf.engine().registryFactory[name] !== undefined;
  try {
    await inTime<unknown>(PATIENCE_MS, (late) => (isKnown ? activate(name) : start(name, late)));
    return true;
  } catch {
    return false;
  }
}

/** Asks for an adapter before tfjs does, because tfjs does not say why it got none. */
async function startWebGpu(late: AbortSignal): Promise<Gpu> {
  const gpu = (navigator as { readonly gpu?: GPU }).gpu;
  if (!gpu) {
    throw new Error(
      isSecureContext
        ? text('this browser does not offer it.')
        : text('browsers offer it to secure pages only; open this page over https or from localhost.'),
    );
  }
  const adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' });
  if (!adapter) throw new Error(text('this browser offers it but has no graphics adapter for it.'));
  const device = await startOnDevice(adapter, late);
  if (adapter.info.isFallbackAdapter) {
    installSoftwareMatMul();
    installSoftwareReductions();
  }
  return { adapter, device, lost: device.lost.then(({ message }) => message) };
}

async function activate(name: BackendName): Promise<undefined> {
  // It resolves to false when a backend refuses, and throws when it was never registered.
  if (!(await tf.setBackend(name))) throw new Error(text('it refused to start.'));
  await tf.ready();
}

function inTime<T>(ms: number, work: (late: AbortSignal) => Promise<T>): Promise<T> {
  const late = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      const error = new LabError('backend', text(str`no answer within ${ms / 1000} s.`), '');
      late.abort(error);
      reject(error);
    }, ms);
  });
  return Promise.race([work(late.signal), timeout]).finally(() => clearTimeout(timer));
}

function report(
  backend: BackendName,
  adapter: GPUAdapter | undefined,
  reasons: readonly string[],
): BackendReport {
  const info = adapter?.info;
  const name =
    info && [info.vendor, info.architecture, info.device, info.description].filter(Boolean).join(' ');
  return {
    backend,
    ...(name && { adapter: name }),
    softwareAdapter: info?.isFallbackAdapter ?? false,
    reasons,
    tfjs: tf.version_core,
    userAgent: navigator.userAgent,
  };
}
