// The cells of a sweep are the runs they stand for: each equals a run of its own to the bit.
import { describe, expect, test } from 'vitest';
import { readSetting, writeSetting } from '../../src/core/settings.ts';
import type { ExperimentConfig } from '../../src/core/experiment.ts';
import { sweepOf } from '../../src/core/sweep.ts';
import { fusedTrainer } from '../../src/engine/fused/fused-trainer.ts';
import { plainDevice, useDevice } from './fused/device.ts';
import { collect } from './collect-run.ts';
import { smallExperiment } from './fixtures.ts';

const device = useDevice(plainDevice);

const SWEEPS: readonly (readonly [string, ExperimentConfig['vary']])[] = [
  [
    'T and alpha',
    [
      { path: 'distillation.temperature', values: [1, 4, 8] },
      { path: 'distillation.softWeight', values: [0.5, 0.9] },
    ],
  ],
  [
    'widths and teachers',
    [
      { path: 'student.hidden', values: [[7], [9, 5]] },
      { path: 'teacher.hiddenDropout', values: [0, 0.4] },
    ],
  ],
];

describe.each(SWEEPS)('%s', (_, vary) => {
  test('every cell equals a run of its own', async () => {
    const config = smallExperiment({ seeds: 2, vary });
    const trainers = [fusedTrainer(device())];
    const { record } = await collect(config, { trainers });
    const { rows, best } = sweepOf(record!)!;
    expect(rows.flat().length).toBe(vary[0]!.values.length * vary[1]!.values.length);
    for (const { values, distilled, hardLabel } of rows.flat()) {
      const single = vary.reduce<ExperimentConfig>(
        (one, { path }, i) => writeSetting(one, path, values[i]!),
        { ...config, vary: [] },
      );
      expect(readSetting(single, vary[0]!.path)).toEqual(values[0]);
      const alone = (await collect(single, { trainers })).record!;
      const of = (role: string) => alone.results.filter((result) => result.role === role);
      const essence = (results: typeof distilled) =>
        results.map(({ seed, testErrors, testLoss, ece, confusion }) => ({
          ...{ seed, testErrors, testLoss, ece, confusion },
        }));
      expect(essence(of('distilled'))).toEqual(essence(distilled));
      expect(essence(of('hardLabel'))).toEqual(essence(hardLabel));
      const curve = (member: number, history = record!.history) =>
        history
          .filter((point) => point.role === 'distilled' && point.member === member)
          .map(({ step, trainLoss, kl, validationLoss }) => ({ step, trainLoss, kl, validationLoss }));
      expect(curve(of('distilled')[0]!.member, alone.history)).toEqual(curve(distilled[0]!.member));
    }
    expect(best!.distilled[0]!.validation).toMatchObject({ images: 40 });
  });
});
