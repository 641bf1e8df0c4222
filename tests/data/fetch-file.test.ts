import { expect, test } from 'vitest';
import { crc32 } from '../../src/core/checksum.ts';
import { fetchFile, type Fetcher } from '../../src/data/fetch-file.ts';
import { gunzip } from '../../src/data/gzip.ts';
import { gz, labelsIdx, labErrorOf } from './make-idx.ts';

const bytes = labelsIdx([3, 1, 4, 1, 5]);
const packed = gz(bytes);
const target = { url: 'assets/x.bin', packedBytes: packed.length, crc32: crc32(bytes) };
const good = (): Response => new Response(packed);
const page = (): Response => new Response('<!doctype html><title>Log in to the network</title>');

/** A server that gives these answers in turn, then the last one again. */
function server(...answers: readonly (() => Response | Promise<Response>)[]) {
  const requests: RequestInit[] = [];
  const waits: number[] = [];
  const reports: number[] = [];
  const fetcher: Fetcher = async (_, init) => {
    requests.push(init);
    return answers[Math.min(requests.length, answers.length) - 1]!();
  };
  const wait = async (milliseconds: number): Promise<void> => void waits.push(milliseconds);
  const get = (stallMilliseconds = 1000, answer = fetcher): Promise<Uint8Array> =>
    fetchFile(
      'first-labels',
      target,
      (file) => gunzip(file, 'first-labels', bytes.length),
      { fetcher: answer, wait, stallMilliseconds },
      (seen) => reports.push(seen),
    );
  return { requests, waits, reports, get };
}

test('the other file of these tests is as long', () => expect(other).toHaveLength(packed.length));

test('a file that comes at once is read, and its bytes are counted', async () => {
  const { requests, waits, reports, get } = server(good);
  expect(await get()).toEqual(bytes);
  expect(requests).toHaveLength(1);
  expect(waits).toEqual([]);
  expect(reports[0]).toBe(0);
  expect(reports.at(-1)).toBe(packed.length);
});

test('N2 the third try may succeed; later tries pass by the cache, and wait longer', async () => {
  const offline = (): Promise<Response> => Promise.reject(new TypeError('Failed to fetch'));
  const { requests, waits, reports, get } = server(offline, page, good);
  expect(await get()).toEqual(bytes);
  expect(requests.map(({ cache }) => cache)).toEqual([undefined, 'reload', 'reload']);
  expect(waits).toEqual([500, 1500]);
  expect(reports.filter((seen) => seen === 0)).toHaveLength(3);
});

/** As long, whole, with as many labels, and others. */
const other = gz(labelsIdx([3, 1, 4, 1, 6]));
const damaged = packed.slice();
damaged[packed.length - 10]! ^= 1;

test.each<[string, () => Response | Promise<Response>, RegExp]>([
  ['N1 no network', () => Promise.reject(new TypeError('Failed to fetch')), /Failed to fetch$/],
  [
    'a file that is not there',
    () => new Response('Not found', { status: 404 }),
    /the server answered 404\.$/,
  ],
  ["N3 a proxy's web page", page, /perhaps a web page\.$/],
  ['an empty body', () => new Response(null), /the server sent nothing\.$/],
  ['a cut body', () => new Response(packed.slice(0, -5)), new RegExp(`expected ${packed.length} bytes, got`)],
  ['a longer body', () => new Response(new Blob([packed, packed])), /got more\.$/],
  ['N3 another file of the same length', () => new Response(other), /another version of it\.$/],
  ['a damaged body', () => new Response(damaged), /damaged\.$/],
])('%s: three tries, then a network error that names the file', async (_, answer, reason) => {
  const { requests, get } = server(answer);
  const error = await labErrorOf(() => get(), 'network');
  expect(error.message).toMatch(/^The data file first-labels could not be loaded: /);
  expect(error.message).toMatch(reason);
  expect(requests).toHaveLength(3);
});

test('N1 a server that never answers is given up', async () => {
  const silent: Fetcher = (_, { signal }) =>
    new Promise((_resolve, reject) => {
      signal?.addEventListener('abort', () => reject(signal.reason as Error));
    });
  const error = await labErrorOf(() => server(good).get(5, silent), 'network');
  expect(error.message).toMatch(/no data for 0\.005 s\.$/);
});
