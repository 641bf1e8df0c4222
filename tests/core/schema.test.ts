import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeLink, encodeLink } from '../../src/core/link.ts';
import { PRESET_WORDS } from '../../src/core/preset-words.ts';
import { DEFAULT_EXPERIMENT, PRESETS } from '../../src/core/presets.ts';
import { allowed, formatSetting } from '../../src/core/setting-value.ts';
import {
  checkSizes,
  MAX_CONFIG_CHARACTERS,
  parseExperiment,
  parseExperimentText,
  parseSettingText,
} from '../../src/core/schema.ts';
import { readSetting, SETTINGS, writeSetting } from '../../src/core/settings.ts';
import { editsOf } from './any-experiment.ts';

const MNIST = { trainImages: 60_000, heldOut: 5_000, testImages: 10_000, classes: 10 };

describe('presets', () => {
  test.each(PRESETS)('$id validates, fits MNIST and round-trips', ({ id, config }) => {
    expect(parseExperiment(config)).toEqual({ ok: true, value: config });
    expect(checkSizes(config, MNIST)).toEqual([]);
    expect(decodeLink(encodeLink(config))).toEqual({ config, notices: [] });
    const { teaches, expect: band } = PRESET_WORDS[id]!;
    expect(teaches.length * band.length).toBeGreaterThan(0);
  });

  test('have ids of their own', () => {
    expect(new Set(PRESETS.map(({ id }) => id)).size).toBe(PRESETS.length);
  });
});

describe('settings', () => {
  test('the table names every field of an experiment, once', () => {
    const leaves = (value: object, prefix = ''): string[] =>
      Object.entries(value).flatMap(([key, child]) =>
        typeof child === 'object' && !Array.isArray(child)
          ? leaves(child as object, `${prefix}${key}.`)
          : [prefix + key],
      );
    const fields = leaves(DEFAULT_EXPERIMENT).filter((field) => field !== 'version');
    expect(SETTINGS.map(({ path }) => path).sort()).toEqual(fields.sort());
    expect(new Set(SETTINGS.map(({ key }) => key)).size).toBe(SETTINGS.length);
  });

  test('every setting round-trips through its text, the link and the file', () => {
    fc.assert(
      fc.property(editsOf(DEFAULT_EXPERIMENT, SETTINGS.length), (config) => {
        for (const { path } of SETTINGS) {
          const value = readSetting(config, path);
          expect(parseSettingText(path, formatSetting(value))).toEqual({ ok: true, value });
        }
        expect(decodeLink(`#${encodeLink(config)}`)).toEqual({ config, notices: [] });
        expect(parseExperimentText(JSON.stringify(config))).toEqual({ ok: true, value: config });
      }),
      { numRuns: 300 },
    );
  });

  test.each([
    ['distillation.temperature', '0'],
    ['distillation.temperature', '-1'],
    ['distillation.temperature', 'NaN'],
    ['distillation.temperature', '1e309'],
    ['distillation.temperature', ''],
    ['distillation.temperature', 'hot'],
    ['distillation.softWeight', '1.01'],
    ['distillation.softWeight', '-0.1'],
    ['student.learningRate', '0'],
    ['student.learningRate', '11'],
    ['student.batchSize', '0'],
    ['student.batchSize', '1.5'],
    ['student.batchSize', '99999'],
    ['student.epochs', '0'],
    ['student.epochs', '1e9'],
    ['teacher.hidden', '0'],
    ['teacher.hidden', '1000000000'],
    ['teacher.hidden', '8-8-8-8-8-8-8-8-8'],
    ['teacher.hidden', ''],
    ['teacher.hidden', '4096-4096-4096'],
    ['teacher.optimizer', 'lion'],
    ['distillation.tSquared', 'maybe'],
    ['seed', '-1'],
    ['seed', '4294967296'],
  ])('%s refuses "%s" in one sentence that names the value and what is allowed', (path, text) => {
    const setting = SETTINGS.find((candidate) => candidate.path === path)!;
    const parsed = parseSettingText(path, text);
    const problem = parsed.ok
      ? parseExperiment(writeSetting(DEFAULT_EXPERIMENT, path, parsed.value)) // a guard on the whole network
      : parsed;
    if (problem.ok) throw new Error('accepted');
    const { message } = problem.problems[0]!;
    expect(message).toMatch(/^[^.!?]+(\.\d[^.!?]*)*\.$/);
    if (!parsed.ok) {
      expect(message).toContain(`"${text}"`);
      expect(message).toContain(allowed(setting));
    }
  });

  test.each([Infinity, NaN, null, '4', [], {}, true])(
    'the temperature %s is refused in a file too',
    (temperature) => {
      const config = {
        ...DEFAULT_EXPERIMENT,
        distillation: { ...DEFAULT_EXPERIMENT.distillation, temperature },
      };
      const parsed = parseExperiment(config);
      expect(parsed.ok).toBe(false);
      if (!parsed.ok) expect(parsed.problems[0]!.message).toContain('must be a number from 0.1 to 100');
    },
  );
});

describe('files', () => {
  test.each([
    ['not JSON', '{'],
    ['an array', '[]'],
    ['null', 'null'],
    ['C6 a newer version', JSON.stringify({ ...DEFAULT_EXPERIMENT, version: 2 })],
    ['an unknown field', JSON.stringify({ ...DEFAULT_EXPERIMENT, shell: 'rm' })],
    [
      'an unknown nested field',
      JSON.stringify({ ...DEFAULT_EXPERIMENT, data: { ...DEFAULT_EXPERIMENT.data, x: 1 } }),
    ],
    ['a missing field', JSON.stringify({ ...DEFAULT_EXPERIMENT, seed: undefined })],
    ['too much', ' '.repeat(MAX_CONFIG_CHARACTERS + 1)],
  ])('%s is refused with a sentence', (_, text) => {
    const parsed = parseExperimentText(text);
    expect(parsed.ok).toBe(false);
    if (!parsed.ok) for (const { message } of parsed.problems) expect(message).toMatch(/\.$/);
  });

  test('C4 nothing reaches a prototype', () => {
    const text = JSON.stringify(DEFAULT_EXPERIMENT).replace('{', '{"__proto__":{"polluted":1},');
    parseExperimentText(text);
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
  });

  test.each([
    [[9], 5],
    [[0, 1, 2], 3],
    [[3, 9], 8],
  ])('leaving out %j of %d classes is refused', (omittedClasses, classes) => {
    const config = { ...DEFAULT_EXPERIMENT, data: { ...DEFAULT_EXPERIMENT.data, omittedClasses } };
    expect(checkSizes(config, { ...MNIST, classes })[0]!.message).toMatch(
      /^Digits left out is ".*"; this data has/,
    );
    expect(checkSizes(config, { ...MNIST, classes: 10 })).toEqual([]);
  });

  test('sizes beyond the data set are refused with what it has', () => {
    const tooMany = writeSetting(DEFAULT_EXPERIMENT, 'data.teacherImages', 55_001);
    expect(checkSizes(tooMany, MNIST)[0]!.message).toContain('55000');
    expect(checkSizes(writeSetting(tooMany, 'data.trainingRows', 'all'), MNIST)).toEqual([]);
    const unlabelled = writeSetting(DEFAULT_EXPERIMENT, 'data.unlabelledImages', 54_001);
    expect(checkSizes(unlabelled, MNIST)[0]).toMatchObject({ path: 'data.unlabelledImages' });
  });
});

describe('links', () => {
  test('the default experiment is an empty link, and only differences are written', () => {
    expect(encodeLink(DEFAULT_EXPERIMENT)).toBe('');
    expect(encodeLink(writeSetting(DEFAULT_EXPERIMENT, 'distillation.temperature', 4))).toBe('v=1&T=4');
  });

  test.each([
    ['C3 malformed escapes', '#v=1&T=%E0%A4%A', 1],
    ['C3 an unknown key', '#v=1&name=<img onerror=alert(1)>', 1],
    ['C4 a key of a prototype', '#__proto__=1&constructor=2', 2],
    ['a value out of range', '#v=1&T=0&a=0.5', 1],
    ['C3 a key named twice', '#T=4&T=5', 1],
    ['C3 a part without a value', '#v=1&T', 1],
    ['another version', '#v=2&T=4', 1],
    ['C3 a million characters', `#T=${'4'.repeat(1_000_000)}`, 1],
    ['a network beyond the guard', '#th=4096-4096-4096', 1],
  ])('%s never throws and leaves a notice', (_, hash, count) => {
    const { config, notices } = decodeLink(hash);
    expect(notices).toHaveLength(count);
    expect(parseExperiment(config).ok).toBe(true);
    for (const notice of notices) expect(notice.length).toBeLessThan(250);
  });

  test('C3 of a link of a million characters no part is looked at', () => {
    const hash = `#seed=5${'&x=1'.repeat(250_000)}`;
    const from = performance.now();
    for (let i = 0; i < 10; i += 1) decodeLink(hash);
    expect((performance.now() - from) / 10).toBeLessThan(20); // ms; to split it takes hundreds
  });

  test('the rest of a partly understood link holds', () => {
    expect(decodeLink('#v=1&T=0&a=0.5').config.distillation).toMatchObject({
      temperature: 8,
      softWeight: 0.5,
    });
    expect(decodeLink('#T=4&T=5').config.distillation.temperature).toBe(4);
  });

  test('C4 control and direction characters never reach a sentence', () => {
    const [notice] = decodeLink('#\u202Eevil\u200B\u0007=1').notices;
    expect(notice).toContain('"evil"');
  });
});
