/**
 * What a population answers: logits of any images, or only how many are wrong. Images go through in chunks of
 * `batchRows`, with the activations that training uses between steps; all members see the same images.
 */
import { PIXELS, type LabelledImages } from '../../data/dataset.ts';
import type { Tile } from './kernels/matmul.ts';
import { lastLayer, padTo, type Layout } from './layout.ts';
import { UNIFORM, type Memory } from './memory.ts';
import { link, SLOT_BYTES, type Program } from './program.ts';
import type { Pump } from './pump.ts';
import type { Readback } from './readback.ts';
import type { SessionBuffers } from './session-buffers.ts';
import { answerStep } from './step.ts';

/** Images whose logits are read back together, or one chunk where that is more. */
const PIECE_IMAGES = 2048;

interface Deps {
  readonly device: GPUDevice;
  readonly memory: Memory;
  readonly layout: Layout;
  readonly tile: Tile;
  readonly buffers: SessionBuffers;
  readonly pump: Pump;
  readonly readback: Readback;
}

/** Images on the GPU and the program that answers them. */
interface Opened {
  readonly chunks: number;
  readonly program: Program;
  readonly free: () => void;
}

export function createAnswers({ device, memory, layout, tile, buffers, pump, readback }: Deps) {
  const { batchRows, members, classes, activationVec4s } = layout;
  const { columns, outputAt } = lastLayer(layout);
  const logitsBytes = 4 * batchRows * columns; // of one member and chunk
  const pieceChunks = Math.max(1, Math.floor(PIECE_IMAGES / batchRows));
  let scored: (Opened & { readonly set: LabelledImages }) | undefined;

  /** @param labels where answers are to be scored */
  async function open(images: Uint8Array, labels?: Uint8Array): Promise<Opened> {
    const chunks = Math.ceil(images.length / PIXELS / batchRows);
    const own = {
      images: upload('answered images', images),
      ...(labels && { labels: upload('answered labels', labels) }),
    };
    const slots = memory.create('chunks', chunks * SLOT_BYTES, UNIFORM);
    const words = new Uint32Array((chunks * SLOT_BYTES) / 4);
    for (let chunk = 0; chunk < chunks; chunk++) words[(chunk * SLOT_BYTES) / 4] = chunk * batchRows; // its first image
    device.queue.writeBuffer(slots, 0, words);
    const program = await link(device, answerStep(layout, tile, labels !== undefined), slots, {
      ...buffers.named,
      ...own,
    });
    return { chunks, program, free: () => [slots, ...Object.values(own)].forEach(memory.free) };
  }

  function upload(label: string, bytes: Uint8Array): GPUBuffer {
    const whole = new Uint8Array(padTo(bytes.length, 4)); // labels may end within a word
    whole.set(bytes);
    const buffer = memory.create(label, whole.length);
    device.queue.writeBuffer(buffer, 0, whole);
    return buffer;
  }

  function copyLogits(encoder: GPUCommandEncoder, piece: GPUBuffer, chunk: number): void {
    for (let s = 0; s < members; s++) {
      const from = 16 * (s * activationVec4s + outputAt);
      const to = (chunk * members + s) * logitsBytes;
      encoder.copyBufferToBuffer(buffers.named.activations, from, piece, to, logitsBytes);
    }
  }

  /** @returns `[pieceChunks, S, batchRows, columns]`, of which the first chunks are the images' logits */
  async function forwardPiece(
    images: Uint8Array,
    piece: GPUBuffer,
    signal: AbortSignal,
  ): Promise<Float32Array> {
    const { chunks, program, free } = await open(images);
    try {
      await pump.run('answer', chunks, signal, {
        encode: (pass, chunk) => program.encode(pass, chunk),
        after: (encoder, chunk) => copyLogits(encoder, piece, chunk), // before the next chunk overwrites them
      });
      return await readback.read(piece);
    } finally {
      free();
    }
  }

  return {
    /** Adds losses and errors on `set` to the sums of each row; the last set stays on the GPU for the next time. */
    async score(set: LabelledImages, signal: AbortSignal): Promise<void> {
      if (set.labels.length === 0) return; // no buffer may be empty
      if (scored?.set !== set) {
        scored?.free();
        scored = undefined;
        scored = { set, ...(await open(set.images, set.labels)) };
      }
      const { chunks, program } = scored;
      await pump.run('answer', chunks, signal, { encode: (pass, chunk) => program.encode(pass, chunk) });
    },

    /** @returns logits `[N, classes]`, one array a member */
    async forward(images: Uint8Array, signal: AbortSignal): Promise<readonly Float32Array[]> {
      const count = images.length / PIXELS;
      const answers = Array.from({ length: members }, () => new Float32Array(count * classes));
      const pieceRows = pieceChunks * batchRows;
      const piece = memory.create('logits', pieceChunks * members * logitsBytes);
      try {
        for (let first = 0; first < count; first += pieceRows) {
          const rows = Math.min(pieceRows, count - first);
          const logits = await forwardPiece(
            images.subarray(first * PIXELS, (first + rows) * PIXELS),
            piece,
            signal,
          );
          answers.forEach((answer, s) => {
            for (let row = 0; row < rows; row++) {
              const chunk = Math.floor(row / batchRows);
              const at = ((chunk * members + s) * batchRows + (row % batchRows)) * columns;
              answer.set(logits.subarray(at, at + classes), (first + row) * classes);
            }
          });
        }
      } finally {
        memory.free(piece);
      }
      return answers;
    },
  };
}
