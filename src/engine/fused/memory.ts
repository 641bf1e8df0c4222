/**
 * The GPU memory of a session: what is planned is held against the device's limits before anything is taken, every
 * buffer is counted, and closing gives all of them back.
 */
import { LabError } from '../../core/errors.ts';
import { str, text, within, type Text } from '../../core/text.ts';

export interface BufferPlan {
  readonly bytes: number;
  /** Told when it does not fit, behind "The": "weights of one network". */
  readonly title: Text;
  readonly usage?: GPUBufferUsageFlags;
}
type Plan = Readonly<Record<string, BufferPlan>>;

export type Memory = ReturnType<typeof createMemory>;

/** As numbers: the names exist only where there is WebGPU. */
export const STORAGE = 0x80 | 0x08 | 0x04; // STORAGE | COPY_DST | COPY_SRC
export const UNIFORM = 0x40 | 0x08; // UNIFORM | COPY_DST
export const READBACK = 0x01 | 0x08; // MAP_READ | COPY_DST

export function createMemory(device: GPUDevice) {
  const live = new Set<GPUBuffer>();
  let bytes = 0;
  let peak = 0;

  function create(label: string, size: number, usage: GPUBufferUsageFlags = STORAGE): GPUBuffer {
    const buffer = device.createBuffer({ label, size, usage });
    live.add(buffer);
    bytes += size;
    peak = Math.max(peak, bytes);
    return buffer;
  }

  function free(buffer: GPUBuffer): void {
    if (!live.delete(buffer)) return;
    bytes -= buffer.size;
    buffer.destroy();
  }

  return {
    create,
    free,
    /** Bytes of all buffers at the moment when they were most. */
    get peak() {
      return peak;
    },

    /**
     * Takes all of a plan or nothing.
     * @throws LabError `config` when a buffer is larger than the device allows, or the GPU has too little memory
     */
    async allocate<P extends Plan>(plan: P): Promise<{ readonly [Name in keyof P]: GPUBuffer }> {
      checkPlan(plan, device.limits);
      const buffers: Record<string, GPUBuffer> = {};
      device.pushErrorScope('out-of-memory');
      let refused = false;
      try {
        for (const [label, one] of Object.entries<BufferPlan>(plan))
          buffers[label] = create(label, one.bytes, one.usage);
      } catch (error) {
        // Also what a lost device says; that it is lost is told elsewhere, and outranks this.
        if (!(error instanceof RangeError)) throw error;
        refused = true;
      }
      if ((await device.popErrorScope()) || refused) {
        const size = megabytes(Object.values(plan).reduce((sum, one) => sum + one.bytes, 0));
        Object.values(buffers).forEach(free);
        throw new LabError(
          'config',
          text(str`The GPU has no ${size} MB to spare for this population.`),
          text('Close other pages that use the GPU, or use narrower layers.'),
        );
      }
      return buffers as { readonly [Name in keyof P]: GPUBuffer };
    },

    freeAll: () => live.forEach(free),
  };
}

/** @throws LabError `config` with the size and the limit when a buffer is larger than the device allows */
export function checkPlan(plan: Plan, limits: GPUSupportedLimits): void {
  const most = Math.min(limits.maxStorageBufferBindingSize, limits.maxBufferSize);
  for (const { bytes, title } of Object.values(plan)) {
    if (bytes <= most) continue;
    throw new LabError(
      'config',
      text(
        str`The ${within(title)} need ${megabytes(bytes)} MB in one GPU buffer; this GPU allows ${megabytes(most)} MB.`,
      ),
      text('Use fewer or narrower layers, fewer networks at once, or a smaller batch.'),
    );
  }
}

/** To a tenth. */
function megabytes(bytes: number): number {
  return Math.round(bytes / 1e5) / 10;
}
