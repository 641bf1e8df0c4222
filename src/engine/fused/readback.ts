/**
 * Reads buffers home through one staging buffer that grows to the largest need and is kept. What comes home is what
 * was computed: WebGPU drops a command that it refuses and tells only the device, so a refusal ends the reading.
 */
import { LabError } from '../../core/errors.ts';
import { str, text } from '../../core/text.ts';
import { READBACK, type Memory } from './memory.ts';

export type Readback = ReturnType<typeof createReadback>;

export function createReadback(device: GPUDevice, memory: Memory) {
  let staging: GPUBuffer | undefined;
  /** Reads wait for each other: the staging buffer is mapped by one at a time. */
  let last: Promise<unknown> = Promise.resolve();
  let refusal: string | undefined;
  const onRefusal = ({ error }: GPUUncapturedErrorEvent) => (refusal ??= error.message.split('\n')[0]!);
  device.addEventListener('uncapturederror', onRefusal);

  function stagingOf(bytes: number): GPUBuffer {
    if (staging && staging.size >= bytes) return staging;
    if (staging) memory.free(staging);
    return (staging = memory.create('readback', bytes, READBACK));
  }

  async function readNow(buffer: GPUBuffer): Promise<Float32Array> {
    const { size } = buffer;
    const target = stagingOf(size);
    const encoder = device.createCommandEncoder();
    encoder.copyBufferToBuffer(buffer, 0, target, 0, size);
    device.queue.submit([encoder.finish()]);
    await target.mapAsync(GPUMapMode.READ, 0, size).catch((error: unknown) => {
      throw refused() ?? error;
    });
    const values = new Float32Array(target.getMappedRange(0, size).slice(0));
    target.unmap();
    const problem = refused();
    if (problem) throw problem;
    return values;
  }

  function refused(): LabError | undefined {
    if (refusal === undefined) return undefined;
    return new LabError(
      'backend',
      text(str`The GPU refused a command, so nothing after it was computed: ${refusal}`),
      text('Run again, or open the page with ?trainer=tfjs.'),
    );
  }

  return {
    /**
     * The whole of a buffer as floats.
     * @throws LabError `backend` when the device has refused anything since this was created
     */
    read(buffer: GPUBuffer): Promise<Float32Array> {
      const reading = last.then(() => readNow(buffer));
      last = reading.catch(() => undefined);
      return reading;
    },
    close: () => device.removeEventListener('uncapturederror', onRefusal),
  };
}
