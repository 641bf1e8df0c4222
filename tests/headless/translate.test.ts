/** The catalogues: complete, current, and such that the page can say what stands in them. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { LOCALES, translate, type Catalogue } from '../../src/headless/translate.ts';

const folder = mkdtempSync(join(tmpdir(), 'locales-'));
let catalogues: readonly Catalogue[];

beforeAll(async () => {
  vi.spyOn(console, 'warn').mockReturnValue(); // for each text without a translation, which is told below
  cpSync(LOCALES, folder, { recursive: true });
  catalogues = await translate(folder);
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true }));

const read = (path: string) => readFileSync(path, 'utf8').replaceAll('\r\n', '\n');
type Contents = Catalogue['messages'][number]['source']['contents'];
const plain = (contents: Contents) =>
  contents.map((part) => (typeof part === 'string' ? part : '…')).join('');

test('every text has a translation: npm run translate brings those that have none into the catalogue', () => {
  for (const { locale, messages } of catalogues) {
    const missing = messages.filter(({ target }) => !target?.contents.length);
    expect(messages.length, locale).toBeGreaterThan(100);
    expect(missing.map(({ source }) => plain(source.contents))).toEqual([]);
  }
});

test('what is generated is what npm run translate generates', () => {
  for (const { locale } of catalogues)
    for (const file of [`${locale}.xlf`, `${locale}.ts`])
      expect(read(join(LOCALES, file)) === read(join(folder, file)), `${file} is not up to date`).toBe(true);
});

describe('texts can be shown', () => {
  const all = () =>
    catalogues.flatMap(({ messages }) =>
      messages.flatMap(({ source, target }) =>
        [source.contents, target?.contents ?? []].map((contents) => ({ source, text: plain(contents) })),
      ),
    );

  test('without a character that only HTML would understand', () => {
    const found = all().filter(({ source, text }) => source.tag !== 'html' && /[<>&]/.test(text));
    expect(found.map(({ text }) => text)).toEqual([]);
  });

  // The build takes indentation out of templates and the formatter puts it in: a name stays the same.
  test('and those of several lines of HTML have a name', () => {
    const found = all().filter(({ source }) => source.tag === 'html' && /^h[0-9a-f]{16}$/.test(source.name));
    expect(found.filter(({ text }) => text.includes('\n')).map(({ text }) => text)).toEqual([]);
  });
});

test('German is set as German is', () => {
  const german = catalogues.find(({ locale }) => locale === 'de')!;
  const texts = german.messages.flatMap(({ target }) => (target ? plain(target.contents) : []));
  expect(texts.filter((text) => /\d (%|Prozent\b)/.test(text))).toEqual([]); // a no-break space before %
  expect(texts.filter((text) => /["'“”](?=\p{L})/u.test(text))).toEqual([]); // „so“
  expect(texts.filter((text) => /\b\d{1,3},\d{3}\b|!/.test(text))).toEqual([]); // 1.000
});

test('a translation that has lost a value is refused', async () => {
  const broken = mkdtempSync(join(tmpdir(), 'locales-'));
  try {
    const catalogue = read(join(LOCALES, 'de.xlf'));
    const lost = catalogue.replace(/(<target>[^<]*)<x [^>]*\/>/, '$1');
    expect(lost).not.toBe(catalogue);
    writeFileSync(join(broken, 'de.xlf'), lost);
    await expect(translate(broken)).rejects.toThrow('missing');
  } finally {
    rmSync(broken, { recursive: true });
  }
}, 120_000);
