import { describe, expect, test } from 'vitest';
import { compile } from '../../src/core/compile.ts';
import type { Axis, ExperimentConfig } from '../../src/core/experiment.ts';
import { DEFAULT_EXPERIMENT as quick } from '../../src/core/presets.ts';
import { parseExperiment, parseSettingText } from '../../src/core/schema.ts';
import { formatSetting } from '../../src/core/setting-value.ts';
import { writeSetting } from '../../src/core/settings.ts';
import { armsOf } from '../../src/core/stages.ts';

const vary = (...axes: readonly Axis[]): ExperimentConfig => ({ ...quick, vary: axes });
const students = (config: ExperimentConfig) => compile(config).at(-1)!;
const namesOf = (config: ExperimentConfig) =>
  armsOf(students(config).members).map(({ arm, of }) => `${arm.role} ${arm.setting ?? '-'} ${of.length}`);

describe('what is trained', () => {
  test('seeds: every student from the same ones, one teacher for all', () => {
    const config = { ...quick, seeds: 3 };
    expect(compile(config)[0]!.members).toHaveLength(1);
    expect(namesOf(config)).toEqual(['hardLabel - 3', 'distilled - 3']);
    const { members, comparisons } = students(config);
    expect(members.map(({ seed }) => seed)).toEqual([2015, 2016, 2017, 2015, 2016, 2017]);
    expect(comparisons).toEqual([0, 1, 2].map((i) => ({ candidate: 3 + i, baseline: i, isMain: true })));
  });

  test('a teacher for every seed, each the source of its own students', () => {
    const config = { ...writeSetting(quick, 'teacher.perSeed', true), seeds: 2 };
    expect(compile(config)[0]!.members.map(({ seed }) => seed)).toEqual([2015, 2016]);
    const { members, sources } = students(config);
    expect(members.map(({ source }) => source)).toEqual([0, 1, 0, 1]);
    expect(sources.map(({ networks }) => networks)).toEqual([
      [{ stage: 'teacher', member: 0 }],
      [{ stage: 'teacher', member: 1 }],
    ]);
  });

  test('an ensemble is one source of several teachers', () => {
    const { sources } = students(writeSetting(quick, 'teacher.count', 3));
    expect(sources).toHaveLength(1);
    expect(sources[0]!.networks.map(({ member }) => member)).toEqual([0, 1, 2]);
    const [teacher] = compile(writeSetting(quick, 'teacher.count', 3));
    expect(new Set(teacher!.members.map(({ seed }) => seed)).size).toBe(3);
  });

  test('T is nothing to the hard-label student: it is trained once', () => {
    const config = vary({ path: 'distillation.temperature', values: [1, 4, 20] });
    expect(namesOf(config)).toEqual([
      'hardLabel - 1',
      'distilled T = 1 1',
      'distilled T = 4 1',
      'distilled T = 20 1',
    ]);
  });

  test('labels are something to both', () => {
    const config = vary({ path: 'data.wrongLabels', values: [0, 0.4] });
    expect(namesOf(config)).toEqual([
      'hardLabel wrong labels = 0 1',
      'distilled wrong labels = 0 1',
      'hardLabel wrong labels = 0.4 1',
      'distilled wrong labels = 0.4 1',
    ]);
  });

  test('labels vary within one transfer set, and a student that needs none is trained once', () => {
    const config: ExperimentConfig = {
      ...vary({ path: 'data.labelledImages', values: [200, 500] }),
      data: { ...quick.data, labelledImages: 500, unlabelledImages: 9_500 },
      distillation: { ...quick.distillation, softWeight: 1, pseudoLabelControl: true },
    };
    expect(namesOf(config)).toEqual([
      'hardLabel labels = 200 1',
      'distilled - 1',
      'pseudoLabel - 1',
      'hardLabel labels = 500 1',
    ]);
    const { members, comparisons } = students(config);
    expect(members[1]!.rows.images).toBe(10_000);
    expect(members[1]!.baseline).toBe(3); // the experiment has 500 labels
    expect(comparisons.filter(({ isMain }) => isMain)).toEqual([{ candidate: 1, baseline: 3, isMain: true }]);
  });

  test('two axes are every combination', () => {
    const config = vary(
      { path: 'distillation.temperature', values: [2, 8] },
      { path: 'distillation.tSquared', values: [true, false] },
    );
    expect(namesOf(config).slice(1)).toEqual([
      'distilled T = 2, T² on 1',
      'distilled T = 2, T² off 1',
      'distilled T = 8, T² on 1',
      'distilled T = 8, T² off 1',
    ]);
  });

  test('a flawed teacher is one more member of the teachers', () => {
    const config = vary({ path: 'teacher.flaw', values: ['none', 'untrained', 'labelSmoothing'] });
    const [teachers] = compile(config);
    expect(
      teachers!.members.map(({ learningShare, labelSmoothing }) => [learningShare, labelSmoothing]),
    ).toEqual([
      [1, 0],
      [0, 0],
      [1, 0.1],
    ]);
    expect(students(config).members.map(({ source }) => source)).toEqual([0, 0, 1, 2]);
  });

  test('each student is measured beside the teacher of its own combination', () => {
    const config = vary({ path: 'teacher.flaw', values: ['none', 'untrained'] });
    expect(students(config).members.map(({ reference }) => reference)).toEqual([0, 0, 1]);
    const { members } = students(vary({ path: 'teacher.count', values: [1, 5] }));
    expect(members.map(({ reference }) => reference)).toEqual([0, 0, 1]);
  });

  test('what makes no difference to a student’s training is not in its name', () => {
    const axes = [
      { path: 'distillation.softWeight', values: [0, 0.5] },
      { path: 'distillation.temperature', values: [1, 4] },
    ];
    expect(namesOf(vary(...axes))).toEqual([
      'hardLabel - 1',
      'distilled α = 0 1',
      'distilled α = 0.5, T = 1 1',
      'distilled α = 0.5, T = 4 1',
    ]);
    const [main] = students(vary(...axes)).comparisons.filter(({ isMain }) => isMain);
    expect(main).toBeUndefined(); // T = 8 and alpha = 0.9 are not among them
  });

  test('networks that are trained on transfer sets of different sizes have different names', () => {
    const config: ExperimentConfig = {
      ...vary({ path: 'data.labelledImages', values: [500, 2000] }),
      distillation: { ...quick.distillation, softWeight: 1, pseudoLabelControl: true },
    };
    expect(namesOf(config)).toEqual([
      'hardLabel labels = 500 1',
      'distilled labels = 500 1',
      'pseudoLabel labels = 500 1',
      'hardLabel labels = 2000 1',
      'distilled labels = 2000 1',
      'pseudoLabel labels = 2000 1',
    ]);
  });

  test('an assistant learns from the teacher and teaches one more student', () => {
    const config = writeSetting(quick, 'distillation.assistant', [[32]]);
    const [, assistant, population] = compile(config);
    expect(assistant).toMatchObject({ id: 'assistant', architecture: { hidden: [32] } });
    expect(population!.members.map(({ method }) => method)).toEqual([
      'labels',
      'softTargets',
      'teacherAssistant',
    ]);
    expect(population!.sources[population!.members[2]!.source!]!.networks).toEqual([
      { stage: 'assistant', member: 0 },
    ]);
    expect(population!.comparisons).toEqual([
      { candidate: 1, baseline: 0, isMain: true },
      { candidate: 2, baseline: 0 },
      { candidate: 2, baseline: 1 },
    ]);
  });

  test('digits left out do not shorten training', () => {
    expect(students(writeSetting(quick, 'data.omittedClasses', [3])).steps).toBe(students(quick).steps);
  });
});

describe('as text', () => {
  test.each([
    ['T=1,4,8', 'T=1,4,8'],
    ['distillation.temperature=1, 4', 'T=1,4'],
    ['o=none,3,7-8; t2=true,false', 'o=none,3,7-8;t2=true,false'],
    ['tf=none,stoppedEarly', 'tf=none,stoppedEarly'],
    ['none', 'none'],
  ])('%s', (text, formatted) => {
    const parsed = parseSettingText('vary', text);
    expect(parsed.ok && formatSetting(parsed.value)).toBe(formatted);
  });

  test.each([
    'T',
    'T=',
    'T=1,1',
    'T=0',
    'T=1;T=2',
    'T=1;a=0;n=10',
    'student.momentum=0.5,0.9',
    'nobody=1',
    '__proto__=1',
    '=1',
    ';',
    `T=${Array.from({ length: 21 }, (_, i) => i + 1).join(',')}`,
  ])('%s is refused with what is allowed', (text) => {
    const parsed = parseSettingText('vary', text);
    expect(!parsed.ok && parsed.problems[0]!.message).toMatch(
      /^Vary is ".*"; it must be "none", or a setting/,
    );
  });

  test('labelled and unlabelled images at once, whose meaning would hang on their order, are refused', () => {
    const both = vary(
      { path: 'data.labelledImages', values: [100, 200] },
      { path: 'data.unlabelledImages', values: [0, 100] },
    );
    const parsed = parseExperiment(both);
    expect(!parsed.ok && parsed.problems[0]!.message).toContain('both labelled and unlabelled images');
  });

  test('more parameters than a population may have are refused before anything is trained', () => {
    const wide = { ...quick, seeds: 30, student: { ...quick.student, hidden: [4000, 4000] } };
    const parsed = parseExperiment(wide);
    expect(!parsed.ok && parsed.problems[0]!.message).toContain('parameters together');
  });

  test('more networks than one population may have are refused with their number', () => {
    const many = {
      ...vary({ path: 'distillation.temperature', values: [1, 2, 3, 4, 5, 6, 7, 8] }),
      seeds: 30,
    };
    const parsed = parseExperiment(many);
    expect(!parsed.ok && parsed.problems[0]!.message).toContain('trains 270 networks together');
  });
});

test('an experiment written before these settings were there means what it meant', () => {
  const { seeds: _, vary: __, ...old } = quick;
  const { wrongLabels: ___, omittedClasses: ____, ...data } = old.data;
  const { flaw: _5, count: _6, perSeed: _7, ...teacher } = old.teacher;
  const { assistant: _8, ...distillation } = old.distillation;
  expect(parseExperiment({ ...old, data, teacher, distillation })).toEqual({ ok: true, value: quick });
});
