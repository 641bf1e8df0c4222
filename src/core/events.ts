/** What a run tells while it runs. Success or failure is the promise of the run, not an event. */
import type { DeviceReport } from './device.ts';
import type { OpenedStage } from './environment.ts';
import type { HistoryPoint, Result, Verdict } from './run-record.ts';
import { architectureName, parameterCount } from './architecture.ts';
import {
  armsOf,
  ensembleArm,
  ensemblesOf,
  kindOfRole,
  type Arm,
  type Stage,
  type StageKind,
} from './stages.ts';
import { text, type Text } from './text.ts';

export type Phase =
  'preparing' | 'teacher' | 'assistant' | 'softTargets' | 'students' | 'measuring' | 'quantising' | 'timing';

/** A phase as the page and the command line say it. */
export const PHASE_TITLES: Record<Phase, string> = {
  preparing: text('Preparing'),
  teacher: text('Training the teacher'),
  assistant: text('Training the assistant'),
  softTargets: text('Asking the teacher about every image'),
  students: text('Training the students'),
  measuring: text('Measuring on the test images'),
  quantising: text('Measuring in fewer bits'),
  timing: text('Timing the networks’ answers'),
};

/** The networks of one arm, which are alike but for their seeds; or an ensemble of them. */
export interface NetworkSummary extends Arm {
  readonly stage: StageKind;
  /** How many there are: one a seed, or the teachers of an ensemble. */
  readonly count: number;
  readonly architecture: string;
  readonly parameters: number;
}

/** The networks that stages will train, in order. */
export function summarise(stages: readonly Stage[]): readonly NetworkSummary[] {
  return stages.flatMap(({ id, kind, architecture, members }) => {
    const common = { stage: kind, architecture: architectureName(architecture) };
    const parameters = parameterCount(architecture);
    const ensembles = ensemblesOf(stages, id).map((ensemble) => ({
      ...ensembleArm(ensemble),
      parameters: ensemble.networks.length * parameters,
    }));
    return [
      ...armsOf(members).map(({ arm, of }) => ({ ...arm, ...common, count: of.length, parameters })),
      ...armsOf(ensembles).map(({ of }) => ({ ...of[0]!, ...common, count: of.length })),
    ];
  });
}

/** The same from what became of them, for a run that was read from a file. */
export function summariseResults(results: readonly Result[]): readonly NetworkSummary[] {
  return armsOf(results).map(({ arm, of }) => {
    const { architecture, parameters } = of[0]!;
    return { ...arm, stage: kindOfRole(arm.role), count: of.length, architecture, parameters };
  });
}

export interface Progress {
  readonly phase: Phase;
  /** Of the phase's population; absent where the phase takes no steps. */
  readonly step?: number;
  readonly steps?: number;
  readonly epoch?: number;
  readonly epochs?: number;
  /** Where networks are asked about many images: how many they have answered. */
  readonly images?: { readonly answered: number; readonly of: number };
  /** Which population of its kind it is, where there are several. */
  readonly population?: { readonly number: number; readonly of: number };
  /** Share of the whole run that is done, 0 to 1. */
  readonly share: number;
  /** Of the whole run, an estimate from the pace so far; absent until there is one. */
  readonly secondsLeft?: number;
}

export type RunEvent = { readonly runId: string } & (
  | { readonly kind: 'started'; readonly device: DeviceReport; readonly networks: readonly NetworkSummary[] }
  | ({ readonly kind: 'opened' } & OpenedStage)
  | ({ readonly kind: 'progress' } & Progress)
  | { readonly kind: 'notice'; readonly message: Text }
  | { readonly kind: 'points'; readonly points: readonly HistoryPoint[] }
  | { readonly kind: 'results'; readonly results: readonly Result[]; readonly verdicts: readonly Verdict[] }
);

type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;
/** An event before it is known whose it is. */
export type StageEvent = DistributiveOmit<RunEvent, 'runId'>;
