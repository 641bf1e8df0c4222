import { expect, test } from 'vitest';
import { chooseTrainers } from '../../src/engine/choose-trainers.ts';
import { importedTrainer } from '../../src/engine/imported-trainer.ts';
import { tfjsTrainer } from '../../src/engine/tfjs-trainer.ts';

const device = {} as GPUDevice; // a trainer touches it when it opens a stage

test('the reference alone where there is no GPU, whatever was asked for', () => {
  const reason = 'The fused trainer needs WebGPU.';
  expect(chooseTrainers(undefined, {})).toEqual({ trainers: [tfjsTrainer, importedTrainer], reason });
  expect(chooseTrainers('fused', {})).toEqual({ trainers: [tfjsTrainer, importedTrainer], reason });
});

test('the reference alone where it was asked for', () => {
  const reason = 'The reference trainer was asked for.';
  expect(chooseTrainers('tfjs', { device })).toEqual({ trainers: [tfjsTrainer, importedTrainer], reason });
  expect(chooseTrainers('tfjs', {})).toEqual({ trainers: [tfjsTrainer, importedTrainer], reason });
});

test.each([undefined, 'fused'] as const)(
  'on a GPU, asked for %s: the fused one, then the reference, then who answers for imported models',
  (asked) => {
    const { trainers, reason } = chooseTrainers(asked, { device });
    expect(trainers.map(({ name }) => name)).toEqual(['fused', 'tfjs', 'tfjs']);
    expect(trainers.at(-1)).toBe(importedTrainer);
    expect(reason).toBeUndefined();
  },
);
