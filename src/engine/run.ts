/**
 * A run: the stages of an experiment, in order, as one async generator of events. Whoever pulls decides the pace:
 * play pulls, pause does not pull, step pulls with 1. The loop knows of no button, worker or chart.
 */
import { architectureName, parameterCount } from '../core/architecture.ts';
import type { DeviceReport } from '../core/device.ts';
import { environmentOf, type OpenedStage } from '../core/environment.ts';
import { LabError } from '../core/errors.ts';
import type { RunEvent } from '../core/events.ts';
import type { ExperimentConfig } from '../core/experiment.ts';
import { agreement, combineTeachers, evaluate, gapClosed } from '../core/metrics.ts';
import { resultOf, type HistoryPoint, type Result, type RunRecord } from '../core/run-record.ts';
import { compile, CURVE_IMAGES, type Stage, type StageId } from '../core/stages.ts';
import { PIXELS, type Dataset, type LabelledImages } from '../data/dataset.ts';
import { historyPoints, sumMetrics } from './history.ts';
import { startPace } from './pace.ts';
import { trainerFor } from './stage-trainer.ts';
import type { Metrics, Session, Trainer } from './trainer.ts';

export interface RunDeps {
  readonly dataset: Dataset;
  /** In order of preference; each stage is trained by the first that can do it. */
  readonly trainers: readonly Trainer[];
  readonly device: DeviceReport;
  readonly signal: AbortSignal;
  readonly breathe: () => Promise<void>;
}

type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;
export type StageEvent = DistributiveOmit<RunEvent, 'runId'>;

/** What a trained population leaves for later stages. */
interface Outcome {
  readonly stage: Stage;
  /** Logits for the rows that later populations learn from, `[images, classes]`, one a member. */
  readonly transferLogits: readonly Float32Array[];
  readonly testLogits: readonly Float32Array[];
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
  const stages = compile(config, dataset.classes);
  const history: HistoryPoint[] = [];
  const results: Result[] = [];
  const outcomes = new Map<StageId, Outcome>();
  const opened: OpenedStage[] = [];
  const pace = startPace(stages, (stage) => trainerFor(stage, deps.trainers).trainer?.overheadMacs ?? 0);

  yield { kind: 'started', device, networks: stages.flatMap(summarise) };
  for (const stage of stages) {
    const later = stages
      .slice(stages.indexOf(stage) + 1)
      .filter(({ teacher }) => teacher?.stages.includes(stage.id));
    const { session, report } = await open(stage, outcomes, deps);
    try {
      opened.push(report);
      yield { kind: 'opened', ...report };
      yield* train(stage, session, config, deps, pace, history);
      yield { kind: 'progress', phase: 'measuring', ...pace.progress(stage, stage.steps) };
      const testLogits = await session.forward(dataset.test.images, deps.signal);
      const rows = Math.max(
        0,
        ...later.flatMap(({ members }) => members.map((member) => member.rows.images)),
      );
      if (rows > 0) yield { kind: 'progress', phase: 'softTargets', ...pace.progress(stage, stage.steps) };
      const transferLogits = await session.forward(
        dataset.train.images.subarray(0, rows * PIXELS),
        deps.signal,
      );
      outcomes.set(stage.id, { stage, transferLogits, testLogits });
      if (session.gpuBytes !== report.gpuBytes) {
        const grown = { ...report, ...held(session) };
        opened[opened.length - 1] = grown;
        yield { kind: 'opened', ...grown };
      }
    } finally {
      session.close();
    }
    const measured = measure(stage, outcomes, dataset, pace.seconds(stage));
    results.push(...measured);
    yield { kind: 'results', results: measured };
  }

  return {
    format: 'dark-knowledge-lab/run',
    version: 1,
    config,
    environment: environmentOf(device, opened),
    dataset: { id: dataset.id, title: dataset.title },
    history,
    results,
  };
}

function summarise({ id, architecture, members }: Stage) {
  return members.map(({ role }, member) => ({
    stage: id,
    member,
    role,
    architecture: architectureName(architecture),
    parameters: parameterCount(architecture),
  }));
}

/**
 * A session on the first trainer that can do the stage, and how that came about. One that should but cannot start, for
 * instance because this browser's compiler refuses a kernel, is passed over like one that cannot.
 */
async function open(
  stage: Stage,
  outcomes: ReadonlyMap<StageId, Outcome>,
  { trainers, dataset, breathe }: RunDeps,
): Promise<{ readonly session: Session; readonly report: OpenedStage }> {
  const sources = stage.teacher?.stages.flatMap((id) => outcomes.get(id)?.transferLogits ?? []);
  const deps = {
    dataset,
    breathe,
    ...(stage.teacher && {
      teacherLogits: combineTeachers(sources ?? [], dataset.classes, stage.teacher.combine),
    }),
  };
  const reasons: string[] = [];
  for (const trainer of trainers) {
    const supported = trainer.supports(stage);
    if (supported !== true) {
      reasons.push(supported);
      continue;
    }
    try {
      const session = await trainer.open(stage, deps);
      return { session, report: reportOf(stage, trainer, session, reasons) };
    } catch (error) {
      // What is wrong with the experiment or the data is told, and the last trainer's failure is the run's.
      if (error instanceof LabError || trainer === trainers.at(-1)) throw error;
      const message = error instanceof Error ? error.message : String(error);
      reasons.push(`The ${trainer.name} trainer could not start: ${message.split('\n')[0]!}`);
    }
  }
  throw new LabError('config', reasons.join(' '), 'Choose another trainer or change the experiment.');
}

function reportOf(stage: Stage, trainer: Trainer, session: Session, reasons: readonly string[]): OpenedStage {
  const { variants } = session;
  return {
    stage: stage.id,
    trainer: trainer.name,
    reasons,
    ...held(session),
    ...(variants && { variants }),
  };
}

function held({ gpuBytes }: Session): Pick<OpenedStage, 'gpuBytes'> {
  return gpuBytes === undefined ? {} : { gpuBytes };
}

/** Takes all steps of a stage; adds the points of its curves to `history`, yields them and its progress. */
async function* train(
  stage: Stage,
  session: Session,
  config: ExperimentConfig,
  { dataset, signal }: RunDeps,
  pace: ReturnType<typeof startPace>,
  history: HistoryPoint[],
): AsyncGenerator<StageEvent, void, number | undefined> {
  const curve = curveSet(dataset, config);
  let since: Metrics | undefined;
  let most: number | undefined = yield {
    kind: 'progress',
    phase: stage.id,
    ...pace.progress(stage, 0),
  };
  while (session.step < stage.steps) {
    const nextPoint = Math.min(
      stage.steps,
      (Math.floor(session.step / stage.evaluateEvery) + 1) * stage.evaluateEvery,
    );
    const steps = Math.min(most ?? pace.stepsInAMoment(stage), nextPoint - session.step);
    const metrics = await pace.training(stage, steps, () => session.advance(steps, signal));
    checkFinite(metrics.objective, stage, session.step);
    since = since ? sumMetrics(since, metrics) : metrics;
    if (session.step === nextPoint) {
      const evaluations = await pace.measuring(stage, () => session.evaluate(curve.set, signal));
      // Losses of a step are taken before it moves the weights: the last step shows only here.
      checkFinite(
        evaluations.map(({ loss }) => loss),
        stage,
        session.step,
      );
      const points = historyPoints(stage, session.step, since, evaluations, curve.on);
      history.push(...points);
      most = yield { kind: 'points', points };
      since = undefined;
    }
    most = yield { kind: 'progress', phase: stage.id, ...pace.progress(stage, session.step) };
  }
}

/** The images that curves are measured on: the first validation images, or test images where all rows train. */
function curveSet(dataset: Dataset, config: ExperimentConfig) {
  const { train, test, heldOut } = dataset;
  const first = (set: LabelledImages, from: number, count: number): LabelledImages => ({
    images: set.images.subarray(from * PIXELS, (from + count) * PIXELS),
    labels: set.labels.subarray(from, from + count),
  });
  return config.data.trainingRows === 'all'
    ? { on: 'testSubset' as const, set: first(test, 0, Math.min(CURVE_IMAGES, test.labels.length)) }
    : {
        on: 'validation' as const,
        set: first(train, train.labels.length - heldOut, Math.min(CURVE_IMAGES, heldOut)),
      };
}

function checkFinite(losses: readonly number[], stage: Stage, step: number): void {
  const s = losses.findIndex((loss) => !Number.isFinite(loss));
  if (s < 0) return;
  const { role, learningRate } = stage.members[s]!;
  throw new LabError(
    'diverged',
    `The loss of the ${ROLE_WORDS[role]} is no longer a number by step ${step}: training has diverged.`,
    `Try a lower learning rate than ${learningRate}; the curves up to here are kept.`,
  );
}

const ROLE_WORDS = {
  teacher: 'teacher',
  assistant: 'assistant',
  hardLabel: 'hard-label student',
  distilled: 'distilled student',
  pseudoLabel: 'pseudo-label student',
} as const;

/** The results rows of one stage, from its logits on all test images. */
function measure(
  stage: Stage,
  outcomes: ReadonlyMap<StageId, Outcome>,
  dataset: Dataset,
  trainSeconds: number,
): readonly Result[] {
  const { classes } = dataset;
  const { testLogits } = outcomes.get(stage.id)!;
  const teacher = stage.teacher && outcomes.get(stage.teacher.stages[0]!);
  const teacherLogits = teacher?.testLogits[0];
  const evaluations = testLogits.map((logits) => evaluate(logits, dataset.test.labels, classes));
  const hard = stage.members.findIndex(({ role }) => role === 'hardLabel');
  const teacherAccuracy = teacherLogits && evaluate(teacherLogits, dataset.test.labels, classes).accuracy;
  return stage.members.map(({ role }, s) => {
    const evaluation = evaluations[s]!;
    const gap =
      teacherAccuracy !== undefined && hard >= 0 && role !== 'hardLabel'
        ? gapClosed(evaluation.accuracy, evaluations[hard]!.accuracy, teacherAccuracy)
        : undefined;
    return resultOf(stage, s, parameterCount((teacher?.stage ?? stage).architecture), {
      evaluation,
      ...(teacherLogits && { agreement: agreement(testLogits[s]!, teacherLogits, classes) }),
      ...(gap !== undefined && { gapClosed: gap }),
      trainSeconds,
    });
  });
}
