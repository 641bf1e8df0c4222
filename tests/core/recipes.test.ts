// CONTRIBUTING.md shows the files of tests/recipes word for word, and they work.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parseExperiment } from '../../src/core/schema.ts';
import { decodeLink, encodeLink } from '../../src/core/link.ts';
import { compile } from '../../src/core/compile.ts';
import { presetOf, INITIAL_STATE, reduce } from '../../src/core/state.ts';
import { coolTeacher } from '../recipes/preset.ts';

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

test.each(['preset', 'dataset', 'method'])('the recipe for a %s is the file that is tested', (name) => {
  expect(read('CONTRIBUTING.md')).toContain('```ts\n' + read(`tests/recipes/${name}.ts`) + '```');
});

test('a preset made by the recipe can be chosen, linked, compiled and run', () => {
  expect(parseExperiment(coolTeacher.config)).toEqual({ ok: true, value: coolTeacher.config });
  expect(decodeLink(encodeLink(coolTeacher.config)).config).toEqual(coolTeacher.config);
  expect(compile(coolTeacher.config).map(({ id }) => id)).toEqual(['teacher', 'students']);
  const { config } = reduce(INITIAL_STATE, { kind: 'load', config: coolTeacher.config });
  expect(presetOf(config)).toBeUndefined(); // until it stands in PRESETS
});
