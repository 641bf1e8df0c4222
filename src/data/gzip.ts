/**
 * Bytes of a file that may or may not be gzipped, never more than were asked for. Knows gzip and sizes; what the
 * bytes mean is the caller's business.
 */
import { LabError } from '../core/errors.ts';
import { safeName } from '../core/quote.ts';
import { str, text, within, type Text } from '../core/text.ts';

/** Files above this size are refused unread: 200 MB. */
export const MAX_FILE_BYTES = 200_000_000;

/** Deflate cannot do better than 258 bytes in two bits, 1032 : 1 (zlib, "Technical Details"). */
const MAX_RATIO = 1032;
/**
 * Packed bytes given to the decompressor at a time. Chromium expands all that it is given before anyone can look, so
 * this times MAX_RATIO is what a gzip bomb costs beyond the limit, a few times because streams hold some: 4 MB each, and
 * of small files an eighth of what they declare.
 */
const BITE = { most: 4096, least: 16, share: 1 / 8 };

export async function isGzip(file: Blob): Promise<boolean> {
  const [first, second] = new Uint8Array(await file.slice(0, 2).arrayBuffer());
  return first === 0x1f && second === 0x8b;
}

/**
 * The first bytes of a file, unpacked if it is gzipped; fewer if there are fewer.
 *
 * @throws LabError 'data' as `gunzip` does
 */
export async function gunzipHead(file: Blob, name: string, bytes: number): Promise<Uint8Array> {
  const head = new Uint8Array(bytes);
  let seen = 0;
  for await (const chunk of unpackedChunks(file, name, bytes)) {
    head.set(chunk.subarray(0, bytes - seen), seen);
    seen = Math.min(bytes, seen + chunk.length);
    if (seen === bytes) break;
  }
  return head.subarray(0, seen);
}

/**
 * The bytes of a file, unpacked if it is gzipped. Gzip's own CRC-32 and length are checked on the way.
 *
 * @param maxBytes unpacked bytes; reading stops at the first byte beyond them
 * @throws LabError 'data' if the file cannot be read, is empty, too large, damaged, or goes on after `maxBytes`
 */
export async function gunzip(file: Blob, name: string, maxBytes: number): Promise<Uint8Array> {
  // A tiny file that claims to be huge gets no more memory than it could ever fill.
  const bytes = new Uint8Array(Math.min(maxBytes, file.size * MAX_RATIO));
  let seen = 0;
  for await (const chunk of unpackedChunks(file, name, maxBytes)) {
    if (seen + chunk.length > maxBytes) {
      throw new LabError(
        'data',
        inFile(
          name,
          text(str`The file is longer than its header says: expected ${maxBytes} bytes, got more.`),
        ),
        text('Download the file again; the copy is not what its header promises.'),
      );
    }
    bytes.set(chunk, seen);
    seen += chunk.length;
  }
  return bytes.subarray(0, seen);
}

/** @param wanted unpacked bytes that somebody will take */
async function* unpackedChunks(
  file: Blob,
  name: string,
  wanted: number,
): AsyncGenerator<Uint8Array, void, undefined> {
  if (file.size > MAX_FILE_BYTES) {
    throw new LabError(
      'data',
      inFile(name, text(str`The file has ${file.size} bytes; at most ${MAX_FILE_BYTES} (200 MB) are read.`)),
      text('Choose a smaller file, or gzip it.'),
    );
  }
  const packed = await isGzip(file).catch((cause: unknown) => {
    throw unreadable(name, cause);
  });
  if (file.size === 0)
    throw new LabError(
      'data',
      inFile(name, text('The file is empty.')),
      text('Choose a file with data in it.'),
    );

  const stream = packed
    ? file.stream().pipeThrough(inBites(wanted)).pipeThrough(new DecompressionStream('gzip'))
    : file.stream();
  const reader = stream.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read().catch((cause: unknown) => {
        throw packed ? damaged(name, cause) : unreadable(name, cause);
      });
      if (done) return;
      yield value;
    }
  } finally {
    // Also ends the decompression when the caller has seen enough; a stream that failed has nothing left to cancel.
    await reader.cancel().catch(() => undefined);
  }
}

function inBites(wanted: number): TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>> {
  const bite = Math.min(BITE.most, Math.max(BITE.least, Math.floor((BITE.share * wanted) / MAX_RATIO)));
  return new TransformStream({
    transform(chunk, controller) {
      for (let at = 0; at < chunk.length; at += bite) controller.enqueue(chunk.subarray(at, at + bite));
    },
  });
}

/** What is wrong, behind the name of the file. */
export function inFile(name: string, what: Text): Text {
  return str`${safeName(name)}: ${within(what)}`;
}

function damaged(name: string, cause: unknown): LabError {
  return new LabError(
    'data',
    inFile(name, text('The gzip file is damaged.')),
    text('Download the file again and retry.'),
    { cause },
  );
}

function unreadable(name: string, cause: unknown): LabError {
  return new LabError(
    'data',
    inFile(name, text('The file cannot be read.')),
    text('If it is a folder, choose the files inside it; if it has changed, choose it again.'),
    { cause },
  );
}
