/** Experiments at random, for property tests: any values that the settings allow. */
import fc from 'fast-check';
import type { Axis, ExperimentConfig } from '../../src/core/experiment.ts';
import type { Setting, SettingValue } from '../../src/core/setting.ts';
import { methodProblems, shapeProblems } from '../../src/core/network-problems.ts';
import { SETTINGS, writeSetting } from '../../src/core/settings.ts';

const AXES: readonly (readonly Axis[])[] = [
  [],
  [{ path: 'distillation.temperature', values: [1, 2.5, 1e-1] }],
  [
    { path: 'data.omittedClasses', values: [[], [3], [7, 8]] },
    { path: 'teacher.flaw', values: ['none', 'untrained'] },
  ],
  [{ path: 'distillation.tSquared', values: [true, false] }],
];

/** Of a whole population together, 60 million parameters are allowed. */
const MOST: Readonly<Record<string, number>> = { seeds: 5, width: 64, blocks: 4 };

/** Any value that the setting allows. */
function values(setting: Setting): fc.Arbitrary<SettingValue> {
  switch (setting.kind) {
    case 'number':
      return fc.double({ min: setting.min, max: setting.max, noNaN: true }).map((x) => (x === 0 ? 0 : x));
    case 'integer':
      // A population has at most 128 members, and the longest of the axes above makes six of each.
      return fc.integer({ min: setting.min, max: MOST[setting.path.replace(/^.*\./, '')] ?? setting.max });
    case 'choice':
      return fc.constantFrom(...setting.options.map(({ value }) => value));
    case 'boolean':
      return fc.boolean();
    case 'layers':
      return fc.array(fc.integer({ min: 1, max: 48 }), { maxLength: setting.maxLayers });
    case 'chain':
      return fc.array(fc.array(fc.integer({ min: 1, max: 32 }), { minLength: 1, maxLength: 3 }), {
        maxLength: setting.maxNetworks,
      });
    case 'classes':
      return fc.uniqueArray(fc.integer({ min: 0, max: 9 }), { maxLength: 9 }).map((all) => all.sort());
    case 'axes':
      return fc.constantFrom(...AXES);
  }
  return setting satisfies never;
}

/** Not every number makes a network, nor can every method be done with every pair; what is refused, other tests say. */
function possible(config: ExperimentConfig): ExperimentConfig {
  const paths = shapeProblems(config).map(([path]) => path.replace(/\w+$/, 'architecture'));
  return withPossibleMethod(paths.reduce((one, path) => writeSetting(one, path, 'mlp'), config));
}

function withPossibleMethod(config: ExperimentConfig): ExperimentConfig {
  const isPossible = methodProblems(config).length === 0;
  return isPossible ? config : writeSetting(config, 'distillation.method', 'softTargets');
}

/** `base` with as many of its settings changed, whichever they are. */
export function editsOf(base: ExperimentConfig, edits: number): fc.Arbitrary<ExperimentConfig> {
  return fc.shuffledSubarray([...SETTINGS], { minLength: edits, maxLength: edits }).chain((settings) =>
    fc
      .tuple(...settings.map(values))
      .map((all) => settings.reduce((config, { path }, i) => writeSetting(config, path, all[i]!), base))
      .map(possible),
  );
}
