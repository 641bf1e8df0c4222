/**
 * A run: the stages of an experiment, in order, as one async generator of events. Whoever pulls decides the pace:
 * play pulls, pause does not pull, step pulls with 1. The loop knows of no button, worker or chart.
 */
import { parameterCount } from '../core/architecture.ts';
import { withReused, type StageCheckpoint } from '../core/checkpoint.ts';
import { compile } from '../core/compile.ts';
import type { DeviceReport } from '../core/device.ts';
import { environmentOf, type BackendChange, type OpenedStage } from '../core/environment.ts';
import { summarise, type StageEvent } from '../core/events.ts';
import type { ExperimentConfig, Shard } from '../core/experiment.ts';
import { checkLookedInto } from '../core/looked-into.ts';
import type { HistoryPoint, Result, RunRecord, Speed, Verdict } from '../core/run-record.ts';
import { shardOf } from '../core/shards.ts';
import { isEnsemble, type Stage, type StageId } from '../core/stages.ts';
import { verdictsOf } from '../core/verdicts.ts';
import type { Dataset } from '../data/dataset.ts';
import { rowsOf } from '../data/transfer-set.ts';
import { createKeeper, type Keep } from './keeper.ts';
import type { Outcome } from './open-stage.ts';
import { startPace } from './pace.ts';
import { runStage, type Watcher } from './run-stage.ts';
import type { measureSpeed } from './speed.ts';
import { trainerFor } from './stage-trainer.ts';
import type { Trainer } from './trainer.ts';

export interface RunDeps {
  readonly dataset: Dataset;
  /** In order of preference; each stage is trained by the first that can do it. */
  readonly trainers: readonly Trainer[];
  readonly device: DeviceReport;
  readonly signal: AbortSignal;
  readonly breathe: () => Promise<void>;
  /** Times the networks' answers at the end of the run; without it results have no speed. */
  readonly measureSpeed?: typeof measureSpeed;
  /** Stages that were trained before, to the end or in part: the run goes on from there. */
  readonly from?: readonly StageCheckpoint[];
  /** Trains only this share of the students. */
  readonly shard?: Shard;
  /** Keeps what the run has come to, now and then. */
  readonly keep?: Keep;
  /** Looks at the networks while they are trained. */
  readonly watcher?: Watcher;
  /** Milliseconds of work, on a clock that sleeps when the machine does. */
  readonly now?: () => number;
  /** What has computed the run before. */
  readonly changes?: readonly BackendChange[];
}

/**
 * Pull with a number to have at most so many optimiser steps done before the next event, or without one for as many
 * as fit in a moment.
 * @throws LabError `config` when no trainer can do a stage, `stopped`, or `diverged` when a loss is no longer finite
 */
export async function* runExperiment(
  config: ExperimentConfig,
  deps: RunDeps,
): AsyncGenerator<StageEvent, RunRecord, number | undefined> {
  const { dataset, device, from = [] } = deps;
  const whole = compile(config, dataset.classes);
  const meant = deps.shard ? shardOf(whole, deps.shard) : whole;
  const stages = withReused(meant, from);
  const before = new Map(from.map((checkpoint) => [checkpoint.stage, checkpoint]));
  const run = {
    ...{ config, stages, deps, before },
    history: [] as HistoryPoint[],
    outcomes: new Map<StageId, Outcome>(),
    keeper: createKeeper(deps.keep, deps.now),
    pace: startPace(
      stages,
      (stage) => trainerFor(stage, deps.trainers).trainer?.overheadMacs ?? 0,
      ({ id }) => before.get(id)?.reuse !== undefined,
      deps.now,
    ),
  };
  const results: (readonly Result[])[] = []; // by stage
  const opened: OpenedStage[] = [];
  let verdicts: readonly Verdict[] = [];

  // What leaves nobody anything to learn from is told before hours of training.
  checkLookedInto(meant, stages);
  for (const { members } of stages) for (const { rows } of members) rowsOf(rows, dataset.train.labels);

  yield { kind: 'started', device, networks: summarise(stages) };
  // All at once, so that curves that were there do not go and come back stage by stage.
  const drawn = from.flatMap((checkpoint) => checkpoint.history);
  if (drawn.length > 0) yield { kind: 'points', points: drawn };
  for (const stage of stages) {
    const { report, measured } = yield* runStage(run, stage, results.flat());
    opened.push(report);
    results.push(measured);
    if (stage.comparisons.length > 0) verdicts = verdictsOfKind(stage, stages, results);
    yield { kind: 'results', results: measured, verdicts };
  }
  if (deps.measureSpeed) yield { kind: 'progress', phase: 'timing', share: 1 };
  const speeds = await speedsOf([...run.outcomes.values()], deps);

  const reused = opened.flatMap(({ stage, reuse }) => (reuse ? [{ stage, ...reuse }] : []));
  return {
    format: 'dark-knowledge-lab/run',
    version: 1,
    config,
    environment: environmentOf(device, opened, deps.changes),
    dataset: { id: dataset.id, title: dataset.title },
    ...(deps.shard && { shard: deps.shard }),
    ...(reused.length > 0 && { reused }),
    history: run.history,
    results: results.flatMap((ofStage, i) => ofStage.map((result) => withSpeed(result, speeds[i] ?? []))),
    verdicts,
  };
}

/** Of all networks so far of the stage's kind. @param results by stage, as far as there are any */
function verdictsOfKind(
  { kind }: Stage,
  stages: readonly Stage[],
  results: readonly (readonly Result[])[],
): readonly Verdict[] {
  const alike = stages.slice(0, results.length).filter((stage) => stage.kind === kind);
  const ofKind = results.flatMap((some, i) => (alike.includes(stages[i]!) ? some : []));
  return verdictsOf(
    ofKind,
    alike.flatMap(({ comparisons }) => comparisons),
  );
}

/** By stage. What was trained and measured is not lost for want of a stopwatch, or because it was stopped. */
async function speedsOf(outcomes: readonly Outcome[], deps: RunDeps): Promise<readonly (readonly Speed[])[]> {
  const networks = outcomes.map(({ stage: { architecture }, parameters }) => ({
    architecture,
    parameters: parameters.slice(0, parameterCount(architecture)), // all of a stage are alike
  }));
  return (await deps.measureSpeed?.(networks, deps.dataset.test.images, deps).catch(() => [])) ?? [];
}

function withSpeed(result: Result, speed: readonly Speed[]): Result {
  const [own] = speed;
  if (!own || isEnsemble(result)) return result;
  const { backend, imagesPerSecond, latencyMs } = own;
  return { ...result, imagesPerSecond, latencyMs: { ...latencyMs, backend }, speed };
}
