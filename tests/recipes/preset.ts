import type { Preset } from '../../src/core/preset.ts';
import type { PresetWords } from '../../src/core/preset-words.ts';
import { presetById } from '../../src/core/presets.ts';

const quick = presetById('quick')!.config;

export const coolTeacher: Preset = {
  id: 'cool-teacher',
  title: 'T = 1',
  config: { ...quick, distillation: { ...quick.distillation, temperature: 1 } },
};

export const words: PresetWords = {
  teaches: 'At T = 1 the teacher’s second and third guesses are too faint to learn from.',
  expect: 'The distilled student gains less than at T = 8.',
};
