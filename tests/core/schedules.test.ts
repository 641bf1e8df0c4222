// T and alpha that fall over a run, and chains of assistants as they are typed.
import { describe, expect, test } from 'vitest';
import { compile } from '../../src/core/compile.ts';
import type { DistillationConfig, ExperimentConfig } from '../../src/core/experiment.ts';
import { DEFAULT_EXPERIMENT } from '../../src/core/presets.ts';
import { parseExperiment, parseSettingText } from '../../src/core/schema.ts';
import { temperatureAt, weightsAt, type Stage } from '../../src/core/stages.ts';

function experiment(
  distillation: Partial<DistillationConfig>,
  ...vary: ExperimentConfig['vary']
): ExperimentConfig {
  return {
    ...DEFAULT_EXPERIMENT,
    distillation: { ...DEFAULT_EXPERIMENT.distillation, ...distillation },
    vary,
  };
}
const studentsOf = (config: ExperimentConfig) => compile(config).filter(({ kind }) => kind === 'students');

describe('schedules', () => {
  const [, { members, objectives }] = compile(
    experiment({
      temperature: 9,
      softWeight: 0.8,
      temperatureSchedule: 'linear',
      softWeightSchedule: 'linear',
    }),
  ) as [Stage, Stage];
  const [hard, soft] = [0, 1];

  test('T falls to 1 and alpha to 0, of those that have them', () => {
    expect([0, 0.25, 1].map((share) => temperatureAt(members[soft]!, share))).toEqual([9, 7, 1]);
    const weights = (share: number) => objectives.map((objective) => weightsAt(objective, members, share));
    const [labels, teacher] = weights(0.5);
    expect([labels![hard], teacher![hard]]).toEqual([1, 0]);
    expect(labels![soft]).toBeCloseTo(0.6, 12);
    expect(teacher![soft]).toBeCloseTo(0.4, 12);
    expect(weights(0).map((all) => all[soft])).toEqual(objectives.map(({ weight }) => weight[soft]));
  });

  test('without one nothing is different to the bit', () => {
    expect(temperatureAt({ ...members[soft]!, temperature: 0.1, temperatureSchedule: 'constant' }, 0.3)).toBe(
      0.1,
    );
    const plain = compile(experiment({}))[1]!;
    expect(JSON.stringify(plain)).not.toMatch(/Schedule|weightAtEnd/);
  });

  test('an alpha that a method does not use does not fall', () => {
    const own = studentsOf(experiment({ method: 'relational', softWeightSchedule: 'linear' })).at(-1)!;
    expect(own.members.map(({ method }) => method)).toEqual(['relational']);
    for (const { weight, weightAtEnd } of own.objectives) expect(weightAtEnd).toEqual(weight);
  });

  test('they can be varied side by side', () => {
    const vary = { path: 'distillation.temperatureSchedule', values: ['constant', 'linear'] };
    const config = experiment({}, vary);
    expect(parseExperiment(config)).toEqual({ ok: true, value: config });
    const [{ members }] = studentsOf(config) as [Stage];
    expect(members.map(({ setting }) => setting)).toEqual([
      undefined,
      'schedule of T: constant',
      'schedule of T: linear',
    ]);
  });
});

describe('chains as text', () => {
  const path = 'distillation.assistant';
  test('networks with a stroke between', () => {
    expect(parseSettingText(path, '96-96/32')).toEqual({ ok: true, value: [[96, 96], [32]] });
    expect(parseSettingText(path, 'none')).toEqual({ ok: true, value: [] });
  });
  test.each(['96-96/', '/', '0', '1/2/3/4/5', '9/none', 'x'])('"%s" is refused', (text) => {
    const parsed = parseSettingText(path, text);
    expect(parsed.ok ? '' : parsed.problems[0]!.message).toMatch(
      /^Teacher assistant is ".*"; it must be "none", or 1 to 4 networks .* such as 64-64 or 96-96\/32-32\.$/,
    );
  });
  test('what was one network before there were chains is a chain of one', () => {
    const old = { ...experiment({}), distillation: { ...experiment({}).distillation, assistant: [32, 16] } };
    expect(parseExperiment(old)).toMatchObject({
      ok: true,
      value: { distillation: { assistant: [[32, 16]] } },
    });
  });
});
