/** Watches what is taken for bytes, and what a decompressor is given, by standing in their place until told to stop. */
import { vi } from 'vitest';

export interface MemoryWatch {
  /** Bytes of the arrays that were made since the start. */
  readonly taken: number;
  /** Bytes that were given to decompressors: a browser may expand all of them before anyone can look. */
  readonly packed: number;
}

/** Until `vi.unstubAllGlobals()`. */
export function watchMemory(): MemoryWatch {
  const seen = { taken: 0, packed: 0 };
  const construct = (target: Uint8ArrayConstructor, [first, ...rest]: [unknown, ...unknown[]]) => {
    if (typeof first === 'number') seen.taken += first;
    return Reflect.construct(target, [first, ...rest]) as Uint8Array;
  };
  vi.stubGlobal('Uint8Array', new Proxy(Uint8Array, { construct }));
  const Original = DecompressionStream;
  class Watched {
    readonly readable: ReadableStream<Uint8Array>;
    readonly writable: WritableStream<Uint8Array<ArrayBuffer>>;
    constructor(format: CompressionFormat) {
      const before = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
        transform(chunk, controller) {
          seen.packed += chunk.length;
          controller.enqueue(chunk);
        },
      });
      this.writable = before.writable;
      this.readable = before.readable.pipeThrough(new Original(format));
    }
  }
  vi.stubGlobal('DecompressionStream', Watched);
  return seen;
}
