/**
 * From kernels to something that can be encoded in a loop: pipelines are compiled asynchronously and kept for the
 * life of the device, bind groups are made once, and encoding a step creates nothing.
 */
import { isReadOnly, shaderOf, STEP_BYTES, type BufferName, type Kernel } from './kernels/kernel.ts';

export type Buffers = Readonly<Partial<Record<BufferName, GPUBuffer>>>;

export interface Program {
  readonly dispatches: number;
  /** @param slot of the uniform buffer of steps */
  encode(pass: GPUComputePassEncoder, slot: number): void;
}

/** Bytes between two slots of the uniform buffer: the alignment that every device accepts for a dynamic offset. */
export const SLOT_BYTES = 256;

interface Compiled {
  readonly pipeline: GPUComputePipeline;
  readonly layout: GPUBindGroupLayout;
}

interface DeviceCache {
  readonly stepLayout: GPUBindGroupLayout;
  readonly compiled: Map<string, Promise<Compiled>>;
}

const caches = new WeakMap<GPUDevice, DeviceCache>();

/** Compiles a kernel, once a device. Errors name the kernel. */
export function compile(device: GPUDevice, kernel: Kernel): Promise<Compiled> {
  const { compiled, stepLayout } = cacheOf(device);
  const code = shaderOf(kernel);
  const known = compiled.get(code);
  if (known) return known;
  const layout = device.createBindGroupLayout({
    label: kernel.label,
    entries: kernel.buffers.map((name, binding) => ({
      binding,
      visibility: GPUShaderStage.COMPUTE,
      buffer: { type: isReadOnly(name) ? 'read-only-storage' : 'storage' },
    })),
  });
  const pending = device
    .createComputePipelineAsync({
      label: kernel.label,
      layout: device.createPipelineLayout({ bindGroupLayouts: [stepLayout, layout] }),
      compute: { module: device.createShaderModule({ label: kernel.label, code }), entryPoint: 'main' },
    })
    .then((pipeline) => ({ pipeline, layout }));
  compiled.set(code, pending);
  pending.catch(() => compiled.delete(code));
  return pending;
}

/** @param steps the uniform buffer of `Step`s, one every `SLOT_BYTES` */
export async function link(
  device: GPUDevice,
  kernels: readonly Kernel[],
  steps: GPUBuffer,
  buffers: Buffers,
): Promise<Program> {
  const stepGroup = device.createBindGroup({
    layout: cacheOf(device).stepLayout,
    entries: [{ binding: 0, resource: { buffer: steps, size: STEP_BYTES } }],
  });
  const linked = await Promise.all(
    kernels.map(async (kernel) => {
      const { pipeline, layout } = await compile(device, kernel);
      const entries = kernel.buffers.map((name, binding) => {
        const buffer = buffers[name];
        if (!buffer) throw new RangeError(`The kernel "${kernel.label}" needs the buffer "${name}".`);
        return { binding, resource: { buffer } };
      });
      const group = device.createBindGroup({ label: kernel.label, layout, entries });
      return { pipeline, group, workgroups: kernel.workgroups };
    }),
  );
  return {
    dispatches: linked.length,
    encode(pass, slot) {
      pass.setBindGroup(0, stepGroup, [slot * SLOT_BYTES]);
      for (const { pipeline, group, workgroups } of linked) {
        pass.setPipeline(pipeline);
        pass.setBindGroup(1, group);
        pass.dispatchWorkgroups(...workgroups);
      }
    },
  };
}

function cacheOf(device: GPUDevice): DeviceCache {
  let cache = caches.get(device);
  if (!cache) {
    const stepLayout = device.createBindGroupLayout({
      label: 'step',
      entries: [
        {
          binding: 0,
          visibility: GPUShaderStage.COMPUTE,
          buffer: { type: 'uniform', hasDynamicOffset: true, minBindingSize: STEP_BYTES },
        },
      ],
    });
    cache = { stepLayout, compiled: new Map() };
    caches.set(device, cache);
  }
  return cache;
}
