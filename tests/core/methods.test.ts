// What each method of distillation trains, and what it refuses.
import { describe, expect, test } from 'vitest';
import { compile } from '../../src/core/compile.ts';
import type { DistillationConfig, ExperimentConfig } from '../../src/core/experiment.ts';
import { METHOD_WORDS } from '../../src/core/method-words.ts';
import { METHODS, type MethodName } from '../../src/core/methods.ts';
import { hardAndSoft, type Method } from '../../src/core/methods/method.ts';
import { DEFAULT_EXPERIMENT, presetById } from '../../src/core/presets.ts';
import { parseExperiment } from '../../src/core/schema.ts';
import { armKey, type Stage } from '../../src/core/stages.ts';
import { experiment } from './any-method.ts';

const NAMES = Object.keys(METHODS) as MethodName[];

const accepted = (config: ExperimentConfig) =>
  expect(parseExperiment(config)).toEqual({ ok: true, value: config });
const students = (stages: readonly Stage[]) => stages.filter(({ kind }) => kind === 'students');
const membersOf = (stages: readonly Stage[], method: MethodName) =>
  students(stages).flatMap((stage) =>
    stage.members.flatMap((member, s) => (member.method === method ? [{ stage, member, s }] : [])),
  );
/** `students softTargets: crossEntropy 0.1 + softTargets 0.9`, a line a network. */
const described = (stages: readonly Stage[]) =>
  stages.flatMap(({ id, members, objectives }) =>
    members.map(({ role, method }, s) => {
      const terms = objectives.filter(({ weight }) => weight[s]! > 0);
      const parts = terms.map(({ term, weight, during }) =>
        [Number(weight[s]!.toFixed(9)), term, during ? `(${during[s]!.join(' to ')})` : ''].join(' ').trim(),
      );
      return `${id} ${role} ${method}: ${parts.join(' + ')}`;
    }),
  );

test('they are those that run.json names', () => {
  expect(NAMES).toEqual([
    ...['softTargets', 'pseudoLabels', 'logitMse', 'jensenShannon', 'decoupled', 'fitnets'],
    ...['attentionTransfer', 'relational', 'patient', 'cosine', 'tinyBert', 'layerInit'],
    ...['teacherAssistant', 'ensemble', 'bornAgain', 'mutual'],
  ]);
});

describe.each(NAMES)('%s', (name) => {
  const method: Method = METHODS[name];

  test('says what it is, in a formula and a paragraph, and whose it is', () => {
    const words = METHOD_WORDS[name];
    expect(words.formula).toMatch(/CE\(|KL\(/);
    expect(words.explains.length).toBeGreaterThan(60);
    expect(words.source).toMatch(/\d{4}/);
    expect(words.source).toMatch(/arXiv \d{4}\.\d{5}|arXiv 1\d{3}\.\d{4}|ICML|IEEE/);
  });

  test('its student is compared with one that learns from labels, of equal seed, rows and steps', () => {
    const config = experiment({ method: name });
    accepted(config);
    const stages = compile(config);
    const numbered = students(stages).flatMap((stage) =>
      stage.members.map((member, s) => ({ member, number: stage.numbers[s]!, steps: stage.steps })),
    );
    const main = students(stages).flatMap(({ comparisons }) => comparisons.filter(({ isMain }) => isMain));
    expect(main).toHaveLength(1);
    const [candidate, baseline] = [main[0]!.candidate, main[0]!.baseline].map((number) =>
      numbered.find((one) => one.number === number)!,
    );
    expect(candidate!.member).toMatchObject({ method: name, seed: config.seed });
    expect(candidate!.member.firstSeed).toBeUndefined();
    expect(baseline!.member).toMatchObject({
      method: 'labels',
      seed: config.seed,
      rows: candidate!.member.rows,
    });
    expect(candidate!.steps).toBe(baseline!.steps);
    expect(candidate!.member.baseline).toBe(main[0]!.baseline);
  });

  test('settings that it ignores train no second network, and are not in its name', () => {
    const varied = experiment(
      { method: name },
      { path: 'distillation.softWeight', values: [0.5, 0.9] },
      { path: 'distillation.temperature', values: [2, 8] },
    );
    const ignores = method.ignores ?? [];
    const expected =
      (ignores.includes('distillation.softWeight') ? 1 : 2) *
      (ignores.includes('distillation.temperature') ? 1 : 2);
    const of = membersOf(compile(varied), name).filter(({ member }) => (member.peer ?? 1) === 1);
    expect(of).toHaveLength(expected);
    const named = [
      ...(ignores.includes('distillation.softWeight') ? [] : ['α']),
      ...(ignores.includes('distillation.temperature') ? [] : ['T']),
    ];
    expect(of[0]!.member.setting ?? '').toBe(named.map((s) => `${s} = ${s === 'T' ? 2 : 0.5}`).join(', '));
  });
});

test('what each trains, and the terms of its loss', () => {
  const lines = NAMES.flatMap((method) => described(compile(experiment({ method }))));
  expect([...new Set(lines)]).toEqual(
    [
      'teacher teacher labels: 1 crossEntropy',
      'students hardLabel labels: 1 crossEntropy',
      'students distilled softTargets: 0.1 crossEntropy + 0.9 softTargets',
      // with soft targets as the method, an assistant is a control
      'assistant assistant softTargets: 0.1 crossEntropy + 0.9 softTargets',
      'students distilled teacherAssistant: 0.1 crossEntropy + 0.9 softTargets',
      'students pseudoLabel pseudoLabels: 1 crossEntropy',
      'students distilled logitMse: 0.1 crossEntropy + 0.9 logitMse',
      'students distilled jensenShannon: 0.1 crossEntropy + 0.9 jensenShannon',
      'students distilled decoupled: 0.1 crossEntropy + 0.9 decoupled',
      'students-2 distilled fitnets: 0.1 crossEntropy (0.5 to 1) + 0.9 softTargets (0.5 to 1) + 1 fitnets (0 to 0.5)',
      'students-2 distilled attentionTransfer: 1 crossEntropy + 1 attentionTransfer',
      'students-2 distilled relational: 1 crossEntropy + 25 relational',
      'students-2 distilled patient: 0.1 crossEntropy + 0.9 softTargets + 1 patient',
      'students-2 distilled cosine: 0.1 crossEntropy + 0.9 softTargets + 1 cosine',
      'students-2 distilled tinyBert: 0.1 crossEntropy + 0.9 softTargets + 1 tinyBert',
      'students distilled layerInit: 0.1 crossEntropy + 0.9 softTargets',
      'students distilled ensemble: 0.1 crossEntropy + 0.9 softTargets',
      'assistant assistant bornAgain: 0.1 crossEntropy + 0.9 softTargets',
      'students distilled bornAgain: 0.1 crossEntropy + 0.9 softTargets',
      'students-2 distilled mutual: 1 crossEntropy + 1 softTargets',
    ].sort((a, b) => lines.indexOf(a) - lines.indexOf(b)),
  );
});

describe('who teaches', () => {
  const sourceOf = (method: MethodName, distillation: Partial<DistillationConfig> = {}, perTeacher = 1) => {
    const config = experiment({ ...distillation, method });
    const stages = compile({
      ...config,
      teacher: { ...config.teacher, count: perTeacher, combine: 'meanLogits' },
    });
    const [{ stage, member }] = membersOf(stages, method) as [ReturnType<typeof membersOf>[number]];
    return { stages, source: stage.sources[member.source!]!, reference: stage.sources[member.reference!]! };
  };

  test('an ensemble is three teachers at the least, and more where there are more; it is measured beside the teacher', () => {
    const { source, reference, stages } = sourceOf('ensemble');
    expect(source.networks.map(({ member }) => member)).toEqual([0, 1, 2]);
    expect(source.combine).toBe('meanLogits');
    expect(reference.networks).toEqual([{ stage: 'teacher', member: 0 }]);
    expect(stages[0]!.members.map(({ seed }) => seed - DEFAULT_EXPERIMENT.seed)).toEqual([0, 100, 200]);
    expect(sourceOf('ensemble', {}, 5).source.networks).toHaveLength(5);
  });

  test('generations teach each other in a row; the first learns from the teacher', () => {
    const { stages, source } = sourceOf('bornAgain', { generations: 3, assistant: [] });
    expect(stages.map(({ id }) => id)).toEqual(['teacher', 'assistant', 'assistant-2', 'students']);
    expect(source.networks).toEqual([{ stage: 'assistant-2', member: 0 }]);
    expect(stages.slice(1, 3).map(({ sources }) => sources[0]!.networks[0]!.stage)).toEqual([
      'teacher',
      'assistant',
    ]);
    expect(stages.slice(1, 3).map(({ members }) => members[0]!.setting)).toEqual([
      'generation = 1',
      'generation = 2',
    ]);
  });

  test('one generation is soft targets', () => {
    const { stages, source } = sourceOf('bornAgain', { generations: 1, assistant: [] });
    expect(stages.map(({ id }) => id)).toEqual(['teacher', 'students']);
    expect(source.networks).toEqual([{ stage: 'teacher', member: 0 }]);
  });

  test('a chain of assistants, even of one size, is a stage a link', () => {
    const { stages, source } = sourceOf('teacherAssistant', { assistant: [[9], [9], [5]] });
    const chain = stages.filter(({ kind }) => kind === 'assistant');
    expect(chain.map(({ id, architecture }) => [id, (architecture as { hidden: unknown }).hidden])).toEqual([
      ['assistant', [9]],
      ['assistant-2', [9]],
      ['assistant-3', [5]],
    ]);
    expect(chain.map(({ sources }) => sources[0]!.networks[0]!.stage)).toEqual([
      ...['teacher', 'assistant', 'assistant-2'],
    ]);
    expect(source.networks).toEqual([{ stage: 'assistant-3', member: 0 }]);
  });

  test('two peers that begin differently learn from each other', () => {
    const peers = membersOf(compile({ ...experiment({ method: 'mutual' }), seeds: 2 }), 'mutual');
    expect(peers.map(({ member }) => member.peer)).toEqual([1, -1, 1, -1]);
    expect(peers.map(({ member }) => member.seed - DEFAULT_EXPERIMENT.seed)).toEqual([0, 0, 1, 1]);
    expect(new Set(peers.map(({ member }) => member.firstSeed ?? member.seed)).size).toBe(4);
  });

  test('layers of the teacher: every other one and the last', () => {
    expect(membersOf(compile(experiment({ method: 'layerInit' })), 'layerInit')[0]!.member.begins).toEqual([
      0, 2, -1,
    ]);
  });
});

test('a strength of one is the usual loss, and of two doubles only what the method adds', () => {
  const weights = { softWeight: 0.9, strength: 2 };
  expect(hardAndSoft(weights).map(({ weight }) => Number(weight.toFixed(9)))).toEqual([0.1, 1.8]);
  for (const name of NAMES) {
    const [one, two] = [1, 2].map((strength) => METHODS[name].parts({ softWeight: 0.9, strength }));
    const changed = one!.filter(({ weight }, i) => two![i]!.weight !== weight);
    expect(changed, name).toHaveLength(name === 'pseudoLabels' ? 0 : 1);
    expect(changed.every(({ term }) => term !== 'crossEntropy')).toBe(true);
  }
});

describe('the preset of all methods', () => {
  const { config } = presetById('methods')!;
  const stages = compile(config);

  const ofPerceptrons = NAMES.filter((name) => name !== 'tinyBert');

  test('has every one of them but that of transformers, for 500 steps or more', () => {
    expect(config.vary[0]).toEqual({ path: 'distillation.method', values: ofPerceptrons });
    const taught = new Set(students(stages).flatMap(({ members }) => members.map(({ method }) => method)));
    expect([...taught].sort()).toEqual(['labels', ...ofPerceptrons].sort());
    for (const { steps } of students(stages)) expect(steps).toBe(512);
  });

  test('no arm has two networks of one seed', () => {
    const seen = stages.flatMap(({ members }) =>
      members.map((member) => `${armKey(member)} ${member.seed} ${member.firstSeed ?? ''}`),
    );
    const teachers = stages[0]!.members.length;
    expect(new Set(seen.slice(teachers)).size).toBe(seen.length - teachers);
  });
});

test.each(NAMES)('%s: of strength 0 and 1, T and α, every network has a name of its own', (method) => {
  for (const path of ['distillation.temperature', 'distillation.softWeight']) {
    const stages = compile(
      experiment(
        { method },
        { path: 'distillation.strength', values: [0, 1] },
        { path, values: path.endsWith('e') ? [2, 8] : [0, 0.9] },
      ),
    );
    const names = students(stages).flatMap(({ members }) =>
      members.map((one) => `${armKey(one)} ${one.peer ?? ''}`),
    );
    expect(new Set(names).size).toBe(names.length);
  }
});
