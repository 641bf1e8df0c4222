/**
 * One file over an unreliable network: progress, three tries, and a sentence when it does not work.
 * Knows that the file is gzipped, how long it is and the checksum of what is in it, which tell it from a proxy's web page and from
 * another version of itself; `read` knows the rest.
 */
import { LabError, whatOf } from '../core/errors.ts';
import { insist } from '../core/insist.ts';
import { str, text, within, type Text } from '../core/text.ts';
import { isGzip } from './gzip.ts';

export type Fetcher = (url: string, init: RequestInit) => Promise<Response>;

export interface FetchOptions {
  readonly fetcher: Fetcher;
  /** Pauses between tries. */
  readonly wait: (milliseconds: number) => Promise<void>;
  /** A try that brings no byte for so long has failed. */
  readonly stallMilliseconds: number;
}

/** What is known of a file before it comes. */
export interface ExpectedFile {
  readonly url: string;
  readonly packedBytes: number;
  /** Of what is in it, as gzip has it at its end. */
  readonly crc32: number;
}

/**
 * Fetches a file and reads it; a try fails if either fails.
 *
 * @param onBytes bytes that have come in on this try so far; starts again at 0 on the next one
 * @throws LabError 'network', which names the file and why the last try failed
 */
export async function fetchFile<T>(
  name: string,
  file: ExpectedFile,
  read: (packed: Blob) => Promise<T>,
  options: FetchOptions,
  onBytes: (bytes: number) => void,
): Promise<T> {
  const once = async (failed: number): Promise<T> => {
    onBytes(0);
    // A retry must not be answered from a cache that holds the bad copy.
    return read(await download(file, failed > 0, options, onBytes));
  };
  return insist(once, options.wait).catch((reason: unknown) => {
    throw new LabError(
      'network',
      text(str`The data file ${name} could not be loaded: ${within(whatOf(reason))}`),
      text('Check the network connection, then try again.'),
      { cause: reason },
    );
  });
}

async function download(
  { url, packedBytes, crc32 }: ExpectedFile,
  anew: boolean,
  { fetcher, stallMilliseconds }: FetchOptions,
  onBytes: (bytes: number) => void,
): Promise<Blob> {
  const controller = new AbortController();
  const giveUp = (): void => controller.abort(failed(text(str`no data for ${stallMilliseconds / 1000} s.`)));
  let timer = setTimeout(giveUp, stallMilliseconds);
  try {
    const response = await fetcher(url, { signal: controller.signal, ...(anew && { cache: 'reload' }) });
    if (!response.ok) throw failed(text(str`the server answered ${response.status}.`));
    if (response.body === null) throw failed(text('the server sent nothing.'));

    const reader = response.body.getReader();
    const chunks: Uint8Array<ArrayBuffer>[] = [];
    let seen = 0;
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      clearTimeout(timer);
      timer = setTimeout(giveUp, stallMilliseconds);
      chunks.push(value);
      seen += value.length;
      if (seen > packedBytes) break;
      onBytes(seen);
    }
    const packed = new Blob(chunks);
    if (!(await isGzip(packed))) throw failed(text('the server sent something else, perhaps a web page.'));
    if (seen > packedBytes) throw failed(text(str`expected ${packedBytes} bytes, got more.`));
    if (seen < packedBytes) throw failed(text(str`expected ${packedBytes} bytes, got ${seen}.`));
    if ((await crcOf(packed)) !== crc32) throw failed(text('the server has another version of it.'));
    return packed;
  } finally {
    clearTimeout(timer);
    controller.abort();
  }
}

/** As its trailer has it (RFC 1952, section 2.3.1); that it is right is seen when the file is unpacked. */
async function crcOf(packed: Blob): Promise<number> {
  return new DataView(await packed.slice(-8).arrayBuffer()).getUint32(0, true);
}

/** Why a try has failed: the end of the sentence on the last one. */
function failed(why: Text): LabError {
  return new LabError('network', why, '');
}
