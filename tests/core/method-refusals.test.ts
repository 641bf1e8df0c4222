// Which networks a method of distillation cannot work with, in which words.
import { describe, expect, test } from 'vitest';
import type { Architecture } from '../../src/core/architecture.ts';
import { compile } from '../../src/core/compile.ts';
import type { ExperimentConfig } from '../../src/core/experiment.ts';
import { checkLookedInto } from '../../src/core/looked-into.ts';
import type { MethodName } from '../../src/core/methods.ts';
import { DEFAULT_EXPERIMENT } from '../../src/core/presets.ts';
import { parseExperiment } from '../../src/core/schema.ts';
import type { Stage } from '../../src/core/stages.ts';
import { experiment } from './any-method.ts';

describe('what cannot be done is refused with both shapes', () => {
  const refusal = (config: ExperimentConfig) => {
    const parsed = parseExperiment(config);
    return parsed.ok ? undefined : parsed.problems.map(({ path, message }) => `${path}: ${message}`);
  };
  const withHidden = (method: MethodName, teacher: readonly number[], student: readonly number[]) => {
    const config = experiment({ method });
    return refusal({
      ...config,
      teacher: { ...config.teacher, hidden: teacher },
      student: { ...config.student, hidden: student },
    });
  };

  test('layers that do not fit', () => {
    expect(withHidden('layerInit', [256, 256], [128, 128])).toEqual([
      'distillation.method: Every other layer of the teacher is to be the student’s: a student of 128-128 needs a teacher of 128-128-128-128, and it has 256-256.',
    ]);
    expect(withHidden('layerInit', [], [])).toBeUndefined(); // the same linear classifier
  });

  test.each(['fitnets', 'relational', 'patient', 'cosine'] as const)('%s without hidden layers', (method) => {
    expect(withHidden(method, [8], [])).toEqual([
      'distillation.method: This method compares hidden layers: the student has none and the teacher 8.',
    ]);
    expect(withHidden(method, [7, 9], [8])).toBeUndefined();
  });

  test('an assistant that is not there', () => {
    expect(refusal(experiment({ method: 'teacherAssistant', assistant: [] }))).toEqual([
      'distillation.assistant: This method needs an assistant: give it hidden layers under Teacher assistant.',
    ]);
  });

  test('several teachers, where the method looks into one', () => {
    const { teacher, ...config } = experiment({ method: 'attentionTransfer' });
    expect(refusal({ ...config, teacher: { ...teacher, count: 3 } })).toEqual([
      'teacher.count: This method looks into one teacher, and there are 3 of them: set Teachers to 1.',
    ]);
  });

  test('a teacher from elsewhere that has other layers, or layers of its own', () => {
    const imported = { kind: 'imported', title: 'a CNN' } as unknown as Architecture;
    const used = (method: MethodName, architecture: Architecture) => {
      const meant = compile(experiment({ method }));
      const [teacher, ...others] = meant as [Stage, ...Stage[]];
      return () => checkLookedInto(meant, [{ ...teacher, architecture }, ...others]);
    };
    const wide = { kind: 'mlp', inputs: 784, hidden: [9], classes: 10 } as const;
    const both = 'by its settings it is 784-8-8-8-8-10, and the one that is used instead 784-9-10.';
    for (const method of ['relational', 'layerInit'] as const) expect(used(method, wide)).toThrow(both);
    expect(used('attentionTransfer', imported)).toThrow('used instead imported: a CNN.');
    expect(used('attentionTransfer', wide)).not.toThrow();
    expect(used('softTargets', imported)).not.toThrow();
  });

  test('the first of several methods that cannot', () => {
    const vary = { path: 'distillation.method', values: ['softTargets', 'layerInit'] };
    const { teacher, student } = DEFAULT_EXPERIMENT;
    expect(refusal({ ...experiment({}, vary), teacher, student })![0]).toMatch(/^vary: Every other layer/);
  });
});
