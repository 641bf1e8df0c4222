/** The guided tour, step by step. */
import type { Step } from './step.ts';
import { gain } from './steps/gain.ts';
import { honestNull } from './steps/honest-null.ts';
import { omittedDigit } from './steps/omitted-digit.ts';
import { softTargets } from './steps/soft-targets.ts';
import { sourceOfGain } from './steps/source-of-gain.ts';
import { temperature } from './steps/temperature.ts';
import { whenNot } from './steps/when-not.ts';

export const STEPS: readonly Step[] = [
  softTargets,
  temperature,
  gain,
  omittedDigit,
  sourceOfGain,
  honestNull,
  whenNot,
];
