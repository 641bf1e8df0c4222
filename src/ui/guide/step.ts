/** What a step of the guided tour is: a prediction, something to do with the lab, and what came of it. */
import type { TemplateResult } from 'lit';
import type { ExperimentConfig } from '../../core/experiment.ts';
import { presetById } from '../../core/presets.ts';
import { differingSettings } from '../../core/setting-value.ts';
import type { Setting } from '../../core/setting.ts';
import type { LabState } from '../../core/state.ts';
import type { Text } from '../../core/text.ts';
import type { Command, PagePart } from '../commands.ts';

export interface Choice {
  readonly id: string;
  /** Marked, as the texts of a step. */
  readonly name: string;
}

/** Something on the page that a part speaks of, as a button. */
export interface Offer {
  readonly name: string;
  readonly commands: readonly Command[];
}

/** As much as is on the screen at a time, in the page's language. */
export interface Part {
  readonly words: string | TemplateResult;
  readonly offers?: readonly Offer[];
}

/** What came of it, in numbers that were computed. */
export interface Reading {
  /** The choice that came true; absent where what is on the page does not answer the step's question. */
  readonly outcome?: string;
  readonly parts: readonly Part[];
}

/** What the networks on the page answer on one handwritten 4; logits are `[10]`. */
export interface Answers {
  readonly classes: number;
  readonly teacher: Float32Array;
  /** The distilled one; absent where only a teacher is here. */
  readonly student?: Float32Array;
}

/** What of the page a step may read. */
export interface Seen {
  readonly state: LabState;
  /** Only for steps that read them, and only when they have come. */
  readonly answers?: Answers | undefined;
}

export interface Step {
  /** By which a prediction is kept. */
  readonly id: string;
  readonly title: string;
  /** Presets whose numbers it explains; the first one is what Set it up loads. */
  readonly presets: readonly string[];
  readonly tab?: string;
  /** At which T Dark knowledge shows it first, and where it leads. */
  readonly temperature?: number;
  readonly temperatureShown?: number;
  readonly part: PagePart;
  /** What it reads: answers of networks that come with the lab, or the results of a run. */
  readonly reads: 'answers' | 'run';
  /** In the page's language, with its numbers. */
  readonly words: () => string;
  readonly question: Text;
  readonly choices: readonly Choice[];
  /** What to do once something was predicted. */
  readonly todo: string;
  /** @returns nothing as long as the thing has not happened */
  readonly read: (seen: Seen) => Reading | undefined;
}

/** The experiment that the page shows: the run's, or the one in the form before there is a run. */
export function shownConfig({ run, config }: LabState): ExperimentConfig {
  return run.config ?? config;
}

/** Settings in which an experiment is another than the step speaks of. More seeds of the same are welcome. */
export function changedSettings(step: Step, config: ExperimentConfig): readonly Setting[] {
  const all = step.presets.map((id) =>
    differingSettings(config, presetById(id)!.config).filter(
      ({ path }) => path !== 'seed' && path !== 'seeds',
    ),
  );
  return all.reduce((a, b) => (b.length < a.length ? b : a));
}

/** The commands of Set it up: nothing trains, and a run that is of this step stays. */
export function setUpCommands(step: Step, state: LabState): readonly Command[] {
  const { config } = presetById(step.presets[0]!)!;
  const isOther = state.run.status !== 'idle' && changedSettings(step, shownConfig(state)).length > 0;
  const isLoaded = changedSettings(step, state.config).length === 0;
  return [
    ...(isOther ? [{ kind: 'reset' } as const] : []),
    ...(isLoaded ? [] : [{ kind: 'load', config } as const]),
    ...(step.tab === undefined ? [] : [{ kind: 'openTab', tab: step.tab } as const]),
    ...(step.temperature === undefined
      ? []
      : [{ kind: 'look', row: undefined, temperature: step.temperature } as const]),
    { kind: 'bring', part: step.part },
  ];
}
