import type { Shard } from '../../src/core/experiment.ts';
import { describe, expect, test } from 'vitest';
import { compile } from '../../src/core/compile.ts';
import { DEFAULT_EXPERIMENT } from '../../src/core/presets.ts';
import { resultOf, type RunRecord } from '../../src/core/run-record.ts';
import { mergeRuns, parseShard, shardOf } from '../../src/core/shards.ts';
import { armOf, kindOfRole, type Stage } from '../../src/core/stages.ts';
import { verdictsOf } from '../../src/core/verdicts.ts';
import { measuredOf } from './measured.ts';

const config = {
  ...DEFAULT_EXPERIMENT,
  seeds: 3,
  distillation: { ...DEFAULT_EXPERIMENT.distillation, pseudoLabelControl: true },
  vary: [
    { path: 'distillation.temperature', values: [1, 4, 8] },
    { path: 'student.hidden', values: [[30], [60]] },
  ],
};
const whole = compile(config);
const FOUR = [1, 2, 3, 4].map((index): Shard => ({ index, count: 4 }));

const students = (stages: readonly Stage[]) => stages.filter(({ kind }) => kind === 'students');
const names = (stages: readonly Stage[]) =>
  stages.flatMap(({ members, numbers }) =>
    members.map((member, s) => `${numbers[s]} ${JSON.stringify(armOf(member))} ${member.seed}`),
  );

/** What a share would write, with results that depend on the network only. */
function recordOf(stages: readonly Stage[], shard?: Shard): RunRecord {
  const results = stages.flatMap((stage) =>
    stage.members.map((_, s) =>
      resultOf(stage, s, 269_322, {
        ...measuredOf(300 + 7 * stage.numbers[s]! + ((stage.numbers[s]! * 31) % 17)),
        trainSeconds: shard ? shard.index : 99,
        ...(stage.kind === 'students' && {
          against: stage.comparisons
            .filter(({ candidate }) => candidate === stage.numbers[s])
            .map(({ baseline }) => ({ member: baseline, onlyThisRight: 5, onlyOtherRight: 3 })),
        }),
      }),
    ),
  );
  return {
    format: 'dark-knowledge-lab/run',
    version: 1,
    config,
    environment: { backend: 'webgpu', adapter: 'a', trainer: 'fused' } as RunRecord['environment'],
    dataset: { id: 'mnist', title: 'MNIST' },
    ...(shard && { shard }),
    history: stages.flatMap((stage) =>
      [10, 20].flatMap((step) =>
        stage.members.map((member, s) => ({
          ...armOf(member),
          ...{ member: stage.numbers[s]!, seed: member.seed, epoch: 1, step, objective: step },
        })),
      ),
    ),
    results,
    verdicts: verdictsOf(
      results.filter(({ role }) => kindOfRole(role) === 'students'),
      students(stages).flatMap(({ comparisons }) => comparisons),
    ),
  };
}

const untimed = ({ results, ...rest }: RunRecord) => ({
  ...rest,
  results: results.map(({ trainSeconds: _, ...result }) => result),
});

test('a share is one of how many', () => {
  expect(parseShard('2/4')).toEqual({ index: 2, count: 4 });
  for (const bad of ['0/4', '5/4', '', '1/', '/4', '1.5/4']) expect(parseShard(bad)).toBeUndefined();
});

describe('a share', () => {
  test('has everybody that its students are compared with, and their own names', () => {
    for (const shard of FOUR) {
      const own = shardOf(whole, shard);
      expect(own[0]).toBe(whole[0]);
      for (const name of names(own)) expect(names(whole)).toContain(name);
      for (const stage of students(own)) {
        const candidates = new Set(stage.comparisons.map(({ candidate }) => candidate));
        stage.members.forEach((member, s) => {
          if (member.role !== 'hardLabel') expect(candidates).toContain(stage.numbers[s]);
          if (member.baseline !== undefined)
            expect(stage.members[stage.numbers.indexOf(member.baseline)]).toMatchObject({
              role: 'hardLabel',
              seed: member.seed,
            });
        });
        const full = whole.find(({ id }) => id === stage.id)!;
        expect([stage.steps, stage.batchSize]).toEqual([full.steps, full.batchSize]);
        for (const { weight } of stage.objectives) expect(weight).toHaveLength(stage.members.length);
      }
    }
  });

  test('all shares together are the whole, and the work is divided', () => {
    const all = new Set(FOUR.flatMap((shard) => names(shardOf(whole, shard))));
    expect(all).toEqual(new Set(names(whole)));
    const sizes = FOUR.map((shard) => names(shardOf(whole, shard)).length);
    expect(Math.max(...sizes)).toBeLessThan(names(whole).length / 2);
  });
});

describe('merged', () => {
  const parts = FOUR.map((shard) => recordOf(shardOf(whole, shard), shard));

  test('the shares are the run that was not shared out, in any order', () => {
    expect(untimed(mergeRuns(parts))).toEqual(untimed(recordOf(whole)));
    expect(untimed(mergeRuns([...parts].reverse()))).toEqual(untimed(recordOf(whole)));
  });

  test('what does not belong together is refused in a sentence', () => {
    expect(() => mergeRuns([])).toThrow('There is no run to merge.');
    expect(() => mergeRuns(parts.slice(1))).toThrow(
      /^\d+ networks are missing, such as .*; there are 2\/4, 3\/4, 4\/4\.$/,
    );
    const other = { ...parts[1]!, config: { ...config, seed: 1 } };
    expect(() => mergeRuns([parts[0]!, other])).toThrow('different experiments');
    const [teacher, ...others] = parts[1]!.results;
    const retaught = { ...parts[1]!, results: [{ ...teacher!, testLoss: 9 }, ...others] };
    expect(() => mergeRuns([parts[0]!, retaught])).toThrow('do not agree on the network "teacher labels 0"');
    const elsewhere = { ...parts[1]!, environment: { ...parts[1]!.environment, adapter: 'b' } };
    expect(() => mergeRuns([parts[0]!, elsewhere])).toThrow('"a, fused" and "b, fused"');
  });
});
