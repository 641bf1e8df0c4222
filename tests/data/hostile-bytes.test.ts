// Properties of what reads bytes from strangers, at good files that were spoiled: values or a sentence, never anything else.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LabError } from '../../src/core/errors.ts';
import { PIXELS } from '../../src/data/dataset.ts';
import { gunzip, gunzipHead } from '../../src/data/gzip.ts';
import { MAX_HEADER_BYTES, MAX_IMAGES, readIdx, readIdxHeader, type IdxKind } from '../../src/data/idx.ts';
import { OFTEN, PATIENCE, spoiled } from '../property.ts';
import { file, gz, idxBytes, imagesIdx, labelsIdx } from './make-idx.ts';

const kinds = fc.constantFrom<IdxKind>('images', 'labels');
const good = fc.oneof(
  fc.integer({ min: 1, max: 3 }).map(imagesIdx),
  fc.array(fc.nat(9), { minLength: 1, maxLength: 200 }).map(labelsIdx),
  fc.uint8Array({ maxLength: 64 }),
);

/** What it ends in, when that is a sentence. */
async function outcome<T>(work: () => T | Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof LabError)) throw error;
    expect(error.code).toBe('data');
    expect(error.message).toMatch(/^x: .+\.$/);
    expect(error.message.length).toBeLessThan(200);
    expect(error.hint).toMatch(/\.$/);
    return undefined;
  }
}

test(
  'IDX: a spoiled file gives what its header says, without a copy, or a sentence',
  async () => {
    await fc.assert(
      fc.asyncProperty(spoiled(good), kinds, async (bytes, kind) => {
        const header = await outcome(() => readIdxHeader(bytes.subarray(0, MAX_HEADER_BYTES), kind, 'x'));
        const values = await outcome(() => readIdx(bytes, kind, 'x'));
        if (header) {
          expect(header.count).toBeGreaterThan(0);
          expect(header.count).toBeLessThanOrEqual(MAX_IMAGES);
        }
        if (!values) return;
        expect(header?.totalBytes).toBe(bytes.length);
        expect(values.data.buffer).toBe(bytes.buffer);
        expect(values.data.length).toBe(values.count * (kind === 'images' ? PIXELS : 1));
        if (kind === 'labels') expect(Math.max(...values.data)).toBeLessThanOrEqual(9);
      }),
      OFTEN,
    );
  },
  PATIENCE,
);

test(
  'IDX: what was written comes back',
  async () => {
    const labels = fc.array(fc.nat(9), { minLength: 1, maxLength: 300 });
    const rows = fc.integer({ min: 1, max: 3 }).chain((count) => {
      const length = count * PIXELS;
      return fc.tuple(fc.constant(count), fc.nat(255)).map(([n, first]) => ({
        count: n,
        pixels: new Uint8Array(length).map((_, i) => (first + 31 * i) % 256),
      }));
    });
    fc.assert(
      fc.property(labels, rows, (names, { count, pixels }) => {
        expect([...readIdx(labelsIdx(names), 'labels', 'x').data]).toEqual(names);
        const images = readIdx(idxBytes(0x0803, [count, 28, 28], pixels), 'images', 'x');
        expect(images.count).toBe(count);
        expect(Buffer.compare(images.data, pixels)).toBe(0);
      }),
      OFTEN,
    );
  },
  PATIENCE,
);

test(
  'gzip: a spoiled file gives no more than was asked for, in no more memory than that, or a sentence',
  async () => {
    const packed = fc.oneof(
      good.map(gz),
      good,
      fc.constant(gz(new Uint8Array(300_000))), // of which a packed byte makes a thousand
    );
    await fc.assert(
      fc.asyncProperty(spoiled(packed), fc.integer({ min: 1, max: 3000 }), async (bytes, most) => {
        const source = file('x', bytes);
        const whole = await outcome(() => gunzip(source, 'x', most));
        const head = await outcome(() => gunzipHead(source, 'x', MAX_HEADER_BYTES));
        if (whole) {
          expect(whole.length).toBeLessThanOrEqual(most);
          expect(whole.buffer.byteLength).toBeLessThanOrEqual(most);
          expect([...whole.subarray(0, MAX_HEADER_BYTES)]).toEqual([...head!]);
        }
        if (head) expect(head.buffer.byteLength).toBeLessThanOrEqual(MAX_HEADER_BYTES);
      }),
      OFTEN,
    );
  },
  PATIENCE,
);

test(
  'gzip: plain or packed, either all bytes come or none',
  async () => {
    const sizes = fc.integer({ min: 1, max: 20_000 });
    await fc.assert(
      fc.asyncProperty(sizes, sizes, fc.boolean(), async (size, most, isPacked) => {
        const bytes = new Uint8Array(size).map((_, i) => (i * 7919) % 251);
        const read = await outcome(() => gunzip(file('x', isPacked ? gz(bytes) : bytes), 'x', most));
        if (size > most) expect(read).toBeUndefined();
        else expect(Buffer.compare(read!, bytes)).toBe(0);
      }),
      OFTEN,
    );
  },
  PATIENCE,
);
