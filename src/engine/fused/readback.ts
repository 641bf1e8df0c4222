/** Reads buffers home through one staging buffer that grows to the largest need and is kept. */
import { READBACK, type Memory } from './memory.ts';

export type Readback = ReturnType<typeof createReadback>;

export function createReadback(device: GPUDevice, memory: Memory) {
  let staging: GPUBuffer | undefined;
  /** Reads wait for each other: the staging buffer is mapped by one at a time. */
  let last: Promise<unknown> = Promise.resolve();

  function stagingOf(bytes: number): GPUBuffer {
    if (staging && staging.size >= bytes) return staging;
    if (staging) memory.free(staging);
    return (staging = memory.create('readback', bytes, READBACK));
  }

  async function readNow(buffers: readonly GPUBuffer[]): Promise<readonly Float32Array[]> {
    const bytes = buffers.reduce((sum, { size }) => sum + size, 0);
    const target = stagingOf(bytes);
    const encoder = device.createCommandEncoder();
    let at = 0;
    for (const buffer of buffers) {
      encoder.copyBufferToBuffer(buffer, 0, target, at, buffer.size);
      at += buffer.size;
    }
    device.queue.submit([encoder.finish()]);
    await target.mapAsync(GPUMapMode.READ, 0, bytes);
    const all = new Float32Array(target.getMappedRange(0, bytes).slice(0));
    target.unmap();
    let from = 0;
    return buffers.map(({ size }) => all.subarray(from / 4, (from += size) / 4));
  }

  return {
    /** The whole of each buffer as floats. */
    read(buffers: readonly GPUBuffer[]): Promise<readonly Float32Array[]> {
      const reading = last.then(() => readNow(buffers));
      last = reading.catch(() => undefined);
      return reading;
    },
  };
}
