/**
 * A run: the stages of an experiment, in order, as one async generator of events. Whoever pulls decides the pace:
 * play pulls, pause does not pull, step pulls with 1. The loop knows of no button, worker or chart.
 */
import { parameterCount } from '../core/architecture.ts';
import { withReused, type StageCheckpoint } from '../core/checkpoint.ts';
import type { DeviceReport } from '../core/device.ts';
import { environmentOf, type BackendChange, type OpenedStage } from '../core/environment.ts';
import { summarise, type StageEvent } from '../core/events.ts';
import type { ExperimentConfig, Shard } from '../core/experiment.ts';
import { combineTeachers, evaluate } from '../core/metrics.ts';
import type { HistoryPoint, Result, RunRecord, Speed, Verdict } from '../core/run-record.ts';
import { compile } from '../core/compile.ts';
import { shardOf } from '../core/shards.ts';
import { comparisonsOf, ensemblesOf, type Source, type Stage, type StageId } from '../core/stages.ts';
import { verdictsOf } from '../core/verdicts.ts';
import { PIXELS, type Dataset } from '../data/dataset.ts';
import { rowsOf } from '../data/transfer-set.ts';
import { measure, measureEnsemble, type Answered, type AnsweredSource } from './results.ts';
import { createKeeper, type Keep } from './keeper.ts';
import { startPace } from './pace.ts';
import type { measureSpeed } from './speed.ts';
import { held, identityOf, openStage, type Outcome } from './open-stage.ts';
import { trainerFor } from './stage-trainer.ts';
import { train } from './train.ts';
import type { Session, Trainer } from './trainer.ts';

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

/** Somebody who looks on. */
export interface Watcher {
  /**
   * Called at a stage's beginning and between its steps; never rejects.
   * @param read the weights of all members as they are now, `[S, P]`, from the device: called only where they are wanted
   */
  stepped(stage: Stage, step: number, read: () => Promise<Float32Array>): Promise<void>;
  /** @param testLogits what each member answers on the test images, `[N, classes]` */
  measured(stage: Stage, parameters: Float32Array, testLogits: readonly Float32Array[]): void;
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
  const { dataset, device } = deps;
  const whole = compile(config, dataset.classes);
  const stages = withReused(deps.shard ? shardOf(whole, deps.shard) : whole, deps.from);
  const history: HistoryPoint[] = [];
  let results: (readonly Result[])[] = []; // by stage
  let verdicts: readonly Verdict[] = [];
  const outcomes = new Map<StageId, Outcome>();
  const opened: OpenedStage[] = [];
  const before = new Map(deps.from?.map((checkpoint) => [checkpoint.stage, checkpoint]));
  const keeper = createKeeper(deps.keep, deps.now);
  const pace = startPace(
    stages,
    (stage) => trainerFor(stage, deps.trainers).trainer?.overheadMacs ?? 0,
    ({ id }) => before.get(id)?.reuse !== undefined,
    deps.now,
  );

  /** Ensembles are numbered behind the networks of their kind. */
  let nextNumber =
    Math.max(...stages.flatMap(({ kind, numbers }) => (kind === 'teacher' ? numbers : []))) + 1;

  /** Absent where a reused stage does not know it. */
  const secondsOf = (stage: Stage): { readonly trainSeconds?: number } =>
    before.get(stage.id)?.reuse && before.get(stage.id)?.trainSeconds === undefined
      ? {}
      : { trainSeconds: pace.seconds(stage) };

  // What leaves nobody anything to learn from is told before hours of training.
  for (const { members } of stages) for (const { rows } of members) rowsOf(rows, dataset.train.labels);

  yield { kind: 'started', device, networks: summarise(stages) };
  // All at once, so that curves that were there do not go and come back stage by stage.
  const drawn = deps.from?.flatMap((checkpoint) => checkpoint.history) ?? [];
  if (drawn.length > 0) yield { kind: 'points', points: drawn };
  for (const stage of stages) {
    const later = stages
      .slice(stages.indexOf(stage) + 1)
      .filter(({ sources }) =>
        sources.some(({ networks }) => networks.some((one) => one.stage === stage.id)),
      );
    const kept = before.get(stage.id);
    const { session, report } = await openStage(stage, outcomes, deps, kept);
    try {
      opened.push(report);
      yield { kind: 'opened', ...report };
      const firstPoint = history.length;
      if (kept) {
        session.restore(kept.snapshot);
        pace.trainedBefore(stage, kept.trainSeconds ?? 0);
        history.push(...kept.history);
      }
      const read = async (): Promise<StageCheckpoint> => ({
        ...identityOf(report),
        architecture: stage.architecture,
        snapshot: await session.snapshot(),
        history: history.slice(firstPoint),
        ...secondsOf(stage),
      });
      const looked = () =>
        deps.watcher?.stepped(stage, session.step, async () => (await session.snapshot()).parameters);
      await looked();
      yield* train(stage, session, config, deps, {
        pace,
        history,
        stepped: async () => {
          await keeper.stepped(stage, session.step, read);
          await looked();
        },
      });
      const trained = await read();
      await keeper.finished(trained);
      yield { kind: 'progress', phase: 'measuring', ...pace.progress(stage, stage.steps) };
      const testLogits = await session.forward(dataset.test.images, deps.signal);
      const validation = await validationAnswers(stage, session, config, deps);
      const rows = Math.max(
        0,
        ...later.flatMap(({ members }) => members.map((member) => member.rows.images)),
      );
      if (rows > 0) yield { kind: 'progress', phase: 'softTargets', ...pace.progress(stage, stage.steps) };
      const transferLogits = await session.forward(
        dataset.train.images.subarray(0, rows * PIXELS),
        deps.signal,
      );
      const first = trained.snapshot.parameters.slice(0, parameterCount(stage.architecture));
      outcomes.set(stage.id, { stage, transferLogits, testLogits, parameters: first });
      deps.watcher?.measured(stage, trained.snapshot.parameters, testLogits);
      const measuring = {
        stage,
        test: { labels: dataset.test.labels, logits: testLogits },
        trainSeconds: secondsOf(stage).trainSeconds,
      };
      results.push([
        ...measure({
          ...measuring,
          ...(validation && { validation }),
          sources: stage.sources.map((source) => answeredSource(source, outcomes, dataset)),
        }),
        ...ensemblesOf(stages, stage.id).map((ensemble) =>
          measureEnsemble(measuring, ensemble, nextNumber++),
        ),
      ]);
      if (session.gpuBytes !== report.gpuBytes) {
        const grown = { ...report, ...held(session) };
        opened[opened.length - 1] = grown;
        yield { kind: 'opened', ...grown };
      }
    } finally {
      session.close();
    }
    const measured = results.at(-1)!;
    const alike = stages.slice(0, results.length).filter(({ kind }) => kind === stage.kind);
    const ofKind = results.flatMap((some, i) => (alike.includes(stages[i]!) ? some : []));
    if (stage.comparisons.length > 0) verdicts = verdictsOf(ofKind, comparisonsOf(alike));
    yield { kind: 'results', results: measured, verdicts };
  }
  if (deps.measureSpeed) {
    yield { kind: 'progress', phase: 'timing', share: 1 };
    const networks = [...outcomes.values()].map(({ stage: { architecture }, parameters }) => ({
      architecture,
      parameters,
    }));
    // What was trained and measured is not lost for want of a stopwatch, or because it was stopped.
    const speeds = await deps
      .measureSpeed(networks, dataset.test.images, deps)
      .catch((): Awaited<ReturnType<typeof measureSpeed>> => []);
    results = results.map((ofStage, i) => ofStage.map((result) => withSpeed(result, speeds[i] ?? [])));
  }

  const reused = opened.flatMap(({ stage, reuse }) => (reuse ? [{ stage, ...reuse }] : []));
  return {
    format: 'dark-knowledge-lab/run',
    version: 1,
    config,
    environment: environmentOf(device, opened, deps.changes),
    dataset: { id: dataset.id, title: dataset.title },
    ...(deps.shard && { shard: deps.shard }),
    ...(reused.length > 0 && { reused }),
    history,
    results: results.flat(),
    verdicts,
  };
}

/** Where there is something to choose by them: what the networks answer on all validation images. */
async function validationAnswers(
  { members }: Stage,
  session: Session,
  { data, vary }: ExperimentConfig,
  { dataset: { train, heldOut }, signal }: RunDeps,
): Promise<Answered | undefined> {
  const isOmitting = members.some(({ rows }) => rows.omittedClasses.length > 0);
  if ((!isOmitting && vary.length === 0) || data.trainingRows === 'all' || heldOut === 0) return undefined;
  const first = train.labels.length - heldOut;
  return {
    labels: train.labels.subarray(first),
    logits: await session.forward(train.images.subarray(first * PIXELS), signal),
  };
}

function withSpeed(result: Result, speed: readonly Speed[]): Result {
  const [own] = speed;
  if (!own || result.method === 'ensemble') return result;
  const { backend, imagesPerSecond, latencyMs } = own;
  return { ...result, imagesPerSecond, latencyMs: { ...latencyMs, backend }, speed };
}

/** One network's or ensemble's answers on the test images. */
function answeredSource(
  { networks, combine }: Source,
  outcomes: ReadonlyMap<StageId, Outcome>,
  { classes, test }: Dataset,
): AnsweredSource {
  const from = networks.map(({ stage, member }) => ({ ...outcomes.get(stage)!, member }));
  const testLogits = combineTeachers(
    from.map((outcome) => outcome.testLogits[outcome.member]!),
    classes,
    combine,
  );
  return {
    testLogits,
    accuracy: evaluate(testLogits, test.labels, classes).accuracy,
    parameters: from.reduce((sum, { stage }) => sum + parameterCount(stage.architecture), 0),
  };
}
