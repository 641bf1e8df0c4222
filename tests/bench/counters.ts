/** Counts calls of the WebGPU API by standing in front of them for as long as some work takes. */
import type { Counts } from './protocol.ts';

type Call = (...args: never[]) => unknown;

/** Puts `note` before a method of a prototype. @returns what takes it away again */
function before(prototype: object, method: string, note: (...args: never[]) => void): () => void {
  const methods = prototype as Record<string, Call>;
  const own = methods[method]!;
  methods[method] = function (this: unknown, ...args: never[]) {
    note(...args);
    return own.apply(this, args);
  };
  return () => (methods[method] = own);
}

/** What `work` calls, on any device. */
export async function counting(work: () => Promise<unknown>): Promise<Counts> {
  const counts = {
    dispatches: 0,
    submits: 0,
    buffers: 0,
    bindGroups: 0,
    uploads: 0,
    uploadedBytes: 0,
    readbacks: 0,
  };
  const upload = (bytes: number) => {
    counts.uploads++;
    counts.uploadedBytes += bytes;
  };
  const tally = (prototype: object, method: string, name: keyof Counts) =>
    before(prototype, method, () => counts[name]++);
  const restore = [
    tally(GPUComputePassEncoder.prototype, 'dispatchWorkgroups', 'dispatches'),
    tally(GPUComputePassEncoder.prototype, 'dispatchWorkgroupsIndirect', 'dispatches'),
    tally(GPUQueue.prototype, 'submit', 'submits'),
    before(GPUDevice.prototype, 'createBuffer', ({ size, mappedAtCreation }: GPUBufferDescriptor) => {
      counts.buffers++;
      if (mappedAtCreation) upload(size);
    }),
    tally(GPUDevice.prototype, 'createBindGroup', 'bindGroups'),
    tally(GPUBuffer.prototype, 'mapAsync', 'readbacks'),
    before(GPUQueue.prototype, 'writeBuffer', (_buffer, _offset, data: ArrayBufferView, ...rest) => {
      upload(writtenBytes(data, rest));
    }),
  ];
  try {
    await work();
  } finally {
    restore.forEach((undo) => undo());
  }
  return counts;
}

/** Offset and size of `writeBuffer` count elements of typed arrays, and bytes of everything else. */
function writtenBytes(
  data: ArrayBufferLike | ArrayBufferView,
  [offset = 0, size]: readonly (number | undefined)[],
): number {
  const unit = 'BYTES_PER_ELEMENT' in data ? (data.BYTES_PER_ELEMENT as number) : 1;
  return size === undefined ? data.byteLength - offset * unit : size * unit;
}

/** Calls of one step: what `steps` more steps add, so that the wait for the GPU at the end is not counted. */
export async function countsPerStep(
  steps: number,
  advance: (steps: number) => Promise<unknown>,
): Promise<Counts> {
  const once = await counting(() => advance(steps));
  const twice = await counting(() => advance(2 * steps));
  const difference = (name: keyof Counts) => (twice[name] - once[name]) / steps;
  return {
    dispatches: difference('dispatches'),
    submits: difference('submits'),
    buffers: difference('buffers'),
    bindGroups: difference('bindGroups'),
    uploads: difference('uploads'),
    uploadedBytes: difference('uploadedBytes'),
    readbacks: difference('readbacks'),
  };
}
