/** Watches what is taken for bytes, and what a decompressor makes of them, by standing in their place until told to stop. */
import { vi } from 'vitest';

export interface MemoryWatch {
  /** Bytes of the arrays that were made since the start. */
  readonly taken: number;
  /** Bytes that have come out of decompressors. */
  readonly unpacked: number;
}

/** Until `vi.unstubAllGlobals()`. */
export function watchMemory(): MemoryWatch {
  const seen = { taken: 0, unpacked: 0 };
  const construct = (target: Uint8ArrayConstructor, [first, ...rest]: [unknown, ...unknown[]]) => {
    if (typeof first === 'number') seen.taken += first;
    return Reflect.construct(target, [first, ...rest]) as Uint8Array;
  };
  vi.stubGlobal('Uint8Array', new Proxy(Uint8Array, { construct }));
  const Original = DecompressionStream;
  class Watched {
    readonly readable: ReadableStream<Uint8Array>;
    readonly writable: WritableStream<BufferSource>;
    constructor(format: CompressionFormat) {
      const stream = new Original(format);
      this.writable = stream.writable;
      this.readable = stream.readable.pipeThrough(
        new TransformStream<Uint8Array, Uint8Array>({
          transform(chunk, controller) {
            seen.unpacked += chunk.length;
            controller.enqueue(chunk);
          },
        }),
      );
    }
  }
  vi.stubGlobal('DecompressionStream', Watched);
  return seen;
}
