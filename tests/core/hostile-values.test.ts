// Properties of the gates for what strangers write: a link, an experiment, a run. Good ones, spoiled: a value within the
// schema's bounds or a sentence, nothing thrown, and nothing of the input in what comes out.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeLink, encodeLink, MAX_LINK_CHARACTERS } from '../../src/core/link.ts';
import { migrated, type Migration } from '../../src/core/migrate.ts';
import { DEFAULT_EXPERIMENT, PRESETS } from '../../src/core/presets.ts';
import { parseRun, parseRunText } from '../../src/core/run-file.ts';
import { parseExperiment, parseExperimentText, type Parsed } from '../../src/core/schema.ts';
import { SETTINGS } from '../../src/core/settings.ts';
import { OFTEN, PATIENCE, spoiledText, spoiledValue } from '../property.ts';
import { editsOf } from './any-experiment.ts';
import { wholeRun } from './whole-run.ts';

const INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;
const whole = wholeRun();
const varied = PRESETS.map(({ config }) => config);

/** What it gives, after making sure that a refusal is told in sentences. */
function given<T>(parsed: Parsed<T>): T | undefined {
  expect(({} as { x?: unknown }).x).toBeUndefined();
  expect(Object.keys(Object.prototype)).toEqual([]);
  if (parsed.ok) return parsed.value;
  expect(parsed.problems.length).toBeGreaterThan(0);
  for (const { message } of parsed.problems) {
    expect(message).toMatch(/[.:]/);
    expect(message).not.toMatch(INVISIBLE);
    expect(message.length).toBeLessThan(700);
  }
  return undefined;
}

/** Every object that is within a value, itself too. */
function objectsIn(value: unknown): readonly object[] {
  if (typeof value !== 'object' || value === null) return [];
  return [value, ...Object.values(value).flatMap(objectsIn)];
}

/** Plain data: finite numbers, bounded lists and texts, objects without a past. */
function checkPlain(value: unknown, input: unknown): void {
  const theirs = new Set(objectsIn(input));
  for (const object of objectsIn(value)) {
    expect(theirs.has(object)).toBe(false); // a new one
    expect(Object.getPrototypeOf(object)).toBe(Array.isArray(object) ? Array.prototype : Object.prototype);
    for (const key of ['__proto__', 'constructor', 'prototype'])
      expect(Object.hasOwn(object, key)).toBe(false);
    if (Array.isArray(object)) expect(object.length).toBeLessThanOrEqual(100_000);
    for (const part of Object.values(object) as unknown[]) {
      if (typeof part === 'number') expect(Number.isFinite(part)).toBe(true);
      if (typeof part === 'string') {
        expect(part.length).toBeLessThanOrEqual(400);
        expect(part).not.toMatch(INVISIBLE);
      }
    }
  }
}

test(
  'a link, whatever is in it, gives an experiment that the schema allows and a few short sentences',
  () => {
    const good = fc
      .constantFrom(...varied)
      .chain((config) => editsOf(config, 3))
      .map(encodeLink);
    const keys = ['v', 'from', '__proto__', 'constructor', '\u202e', '', ...SETTINGS.map(({ key }) => key)];
    const parts = fc.array(fc.tuple(fc.constantFrom(...keys), fc.string({ unit: 'binary', maxLength: 30 })), {
      maxLength: 40,
    });
    const hostile = fc.oneof(
      spoiledText(good),
      parts.map((all) => all.map(([key, value]) => `${key}=${value}`).join('&')),
      fc.string({ unit: 'binary', maxLength: MAX_LINK_CHARACTERS + 10 }),
    );
    fc.assert(
      fc.property(hostile, (hash) => {
        const { config, notices } = decodeLink(`#${hash}`);
        given({ ok: true, value: config });
        expect(parseExperiment(config)).toEqual({ ok: true, value: config });
        expect(decodeLink(`#${encodeLink(config)}`)).toEqual({ config, notices: [] });
        expect(notices.length).toBeLessThanOrEqual(9);
        for (const notice of notices) {
          expect(notice.length).toBeLessThan(400);
          expect(notice).not.toMatch(INVISIBLE);
        }
      }),
      OFTEN,
    );
  },
  PATIENCE,
);

test(
  'an experiment’s file gives an experiment of its own within the bounds, or sentences',
  () => {
    const value = fc.constantFrom(...varied).chain(spoiledValue);
    const text = spoiledText(fc.constantFrom(...varied).map((config) => JSON.stringify(config)));
    fc.assert(
      fc.property(value, text, (input, source) => {
        const config = given(parseExperiment(input));
        const read = given(parseExperimentText(source));
        for (const one of [config, read].filter((some) => some !== undefined)) {
          checkPlain(one, input);
          expect(Object.keys(one).sort()).toEqual(Object.keys(DEFAULT_EXPERIMENT).sort());
          expect(parseExperimentText(JSON.stringify(one))).toEqual({ ok: true, value: one });
        }
      }),
      OFTEN,
    );
  },
  PATIENCE,
);

test(
  'any experiment comes back from its file',
  () => {
    const any = fc.constantFrom(...varied).chain((config) => editsOf(config, 5));
    fc.assert(
      fc.property(any, (config) => {
        const parsed = parseExperiment(config);
        if (parsed.ok) expect(parseExperimentText(JSON.stringify(config))).toEqual(parsed);
      }),
      OFTEN,
    );
  },
  PATIENCE,
);

test(
  'an older file is brought up step by step whatever it holds, a newer one is left as it is, and nothing is thrown',
  () => {
    // Steps that trust what they are given, as steps do.
    const steps: readonly Migration[] = [
      (older) => ({ ...older, student: { ...(older['student'] as object), first: 1 } }),
      ({ student, ...older }) => ({
        ...older,
        student: { second: (student as { first: number }).first + 1 },
      }),
    ];
    const any = fc.constantFrom(...varied).chain(spoiledValue);
    const version = fc.oneof(fc.constantFrom(1, 2, 3, 4, 0, -1, 1.5, 1e9), fc.jsonValue({ maxDepth: 1 }));
    fc.assert(
      fc.property(any, version, (input, written) => {
        const older =
          typeof input === 'object' && input !== null ? { ...input, version: written } : (input as null);
        const today = migrated(older, steps);
        const isOlder = (written === 1 || written === 2) && older !== null && typeof older === 'object';
        if (!isOlder) expect(today).toBe(older);
        else if (today !== older)
          expect(today).toMatchObject({ version: 3, student: { second: expect.anything() as unknown } });
        given(parseExperiment(older));
      }),
      OFTEN,
    );
  },
  PATIENCE,
);

test(
  'a run’s file gives a run of its own within the bounds, or a sentence',
  () => {
    const text = JSON.stringify(whole);
    fc.assert(
      fc.property(spoiledValue(whole), spoiledText(fc.constant(text)), (input, source) => {
        const run = given(parseRun(input));
        const read = given(parseRunText(source));
        for (const one of [run, read].filter((some) => some !== undefined)) {
          checkPlain(one, input);
          for (const field of Object.keys(one)) expect(whole).toHaveProperty(field);
          expect(parseRunText(JSON.stringify(one))).toEqual({ ok: true, value: one });
          for (const { confusion, perClassAccuracy } of one.results)
            for (const row of [confusion, ...confusion]) expect(row.length).toBe(perClassAccuracy.length);
        }
      }),
      OFTEN,
    );
  },
  PATIENCE,
);
