/**
 * The one GPU device of the page: tfjs's WebGPU backend runs on it and so do our own kernels. We make it ourselves
 * because tfjs would not ask for subgroups, which our matrix products use where they help.
 */
import { brought } from './brought.ts';
import * as tf from '@tensorflow/tfjs-core';

/** Used where the adapter has them; nothing depends on them. */
const FEATURES: readonly GPUFeatureName[] = ['timestamp-query', 'subgroups'];

/** Taken as large as the adapter has them: images of a whole data set lie in one buffer. */
const LIMITS = [
  'maxComputeWorkgroupStorageSize',
  'maxComputeWorkgroupsPerDimension',
  'maxStorageBufferBindingSize',
  'maxBufferSize',
  'maxComputeWorkgroupSizeX',
  'maxComputeInvocationsPerWorkgroup',
] as const satisfies readonly (keyof GPUSupportedLimits)[];

let current: { readonly device: GPUDevice; lost: boolean } | undefined;

/**
 * Starts tfjs's WebGPU backend on a device of `adapter`, or finds the one that runs already.
 * @param late aborted when nobody waits any more: a driver that answers then must not take the backend over
 */
export async function startOnDevice(adapter: GPUAdapter, late?: AbortSignal): Promise<GPUDevice> {
  const [{ WebGPUBackend }] = await brought(() =>
    Promise.all([
      import('@tensorflow/tfjs-backend-webgpu'),
      import('@tensorflow/tfjs-backend-cpu'), // WebGPU computes its smallest tensors with the cpu backend's kernels
    ]),
  );
  late?.throwIfAborted();
  if (!current || current.lost) {
    const device = await adapter.requestDevice({
      requiredFeatures: FEATURES.filter((name) => adapter.features.has(name)),
      requiredLimits: Object.fromEntries(LIMITS.map((name) => [name, adapter.limits[name]])),
    });
    late?.throwIfAborted();
    const made = { device, lost: false };
    void device.lost.then(() => (made.lost = true));
    current = made;
    tf.removeBackend('webgpu');
    tf.registerBackend('webgpu', () => new WebGPUBackend(device, adapter.info));
  }
  // It resolves to false when a backend refuses, and throws when it was never registered.
  if (!(await tf.setBackend('webgpu'))) throw new Error('it refused to start.');
  await tf.ready();
  return current.device;
}
