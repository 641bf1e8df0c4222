/** What the benchmark's command line understands, and what it says where it does not. */
import { describe, expect, test } from 'vitest';
import { parseBenchArguments } from './arguments.ts';
import { CASES } from './cases.ts';

const namesOf = (...words: string[]) => parseBenchArguments(words).cases.map(({ name }) => name);

describe('arguments', () => {
  test('without any, all cases are run in full', () => {
    expect(parseBenchArguments([])).toEqual({ help: false, quick: false, dawn: false, cases: CASES });
  });

  test('--only takes names, and beginnings of names', () => {
    expect(namesOf('--only', 'pair 784-30-30-10')).toEqual(['pair 784-30-30-10']);
    expect(namesOf('--only', '16', 'grid', '--quick')).toEqual([
      '16 students 784-30-30-10',
      'grid 5x5 784-30-30-10',
    ]);
    expect(namesOf('--only', 'students')).toEqual(['students 784-800-800-10']);
  });

  test.each([
    [['--only', 'pear'], '--only is "pear"; it must be one of "pair 784-30-30-10", '],
    [['pair'], '"pair" belongs to no option; see --help.'],
    [['--fast'], "Unknown option '--fast'; see --help."],
    [['--json', ''], '--json is ""; it must name a file.'],
    [['--json'], "Option '--json <value>' argument missing; see --help."],
  ])('%j is refused in one line', (words, message) => {
    expect(() => parseBenchArguments(words)).toThrow(message);
    expect(() => parseBenchArguments(words)).not.toThrow('\n');
  });
});
