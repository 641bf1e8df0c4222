/** One stage of a run: opened, trained, measured, and what later stages learn from. */
import { parameterCount } from '../core/architecture.ts';
import type { StageCheckpoint } from '../core/checkpoint.ts';
import type { OpenedStage } from '../core/environment.ts';
import type { Phase, StageEvent } from '../core/events.ts';
import type { ExperimentConfig } from '../core/experiment.ts';
import { combineTeachers, evaluate } from '../core/metrics.ts';
import type { HistoryPoint, Result } from '../core/run-record.ts';
import { ensemblesOf, isEnsemble, type Source, type Stage, type StageId } from '../core/stages.ts';
import { PIXELS, type Dataset } from '../data/dataset.ts';
import { ask } from './ask.ts';
import type { createKeeper } from './keeper.ts';
import { held, identityOf, openStage, type Outcome } from './open-stage.ts';
import type { Pace } from './pace.ts';
import { answerQuantised, measureQuantised } from './quantised.ts';
import { measure, measureEnsemble, type Answered, type AnsweredSource } from './results.ts';
import { train } from './train.ts';
import type { Trainer } from './trainer.ts';

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

/** The run that a stage is part of, and what its stages share. */
interface Run {
  readonly config: ExperimentConfig;
  readonly stages: readonly Stage[];
  readonly deps: {
    readonly dataset: Dataset;
    readonly trainers: readonly Trainer[];
    readonly signal: AbortSignal;
    readonly breathe: () => Promise<void>;
    readonly now?: () => number;
    readonly watcher?: Watcher;
  };
  /** Stages that were trained before, to the end or in part. */
  readonly before: ReadonlyMap<StageId, StageCheckpoint>;
  /** Of all stages so far. */
  readonly history: HistoryPoint[];
  readonly outcomes: Map<StageId, Outcome>;
  readonly keeper: ReturnType<typeof createKeeper>;
  readonly pace: Pace;
}

export interface FinishedStage {
  readonly report: OpenedStage;
  readonly measured: readonly Result[];
}

/** @param earlier results of the stages before: ensembles are numbered behind the networks of their kind and other ensembles */
export async function* runStage(
  run: Run,
  stage: Stage,
  earlier: readonly Result[],
): AsyncGenerator<StageEvent, FinishedStage, number | undefined> {
  const { config, deps, history, outcomes, keeper, pace } = run;
  const kept = run.before.get(stage.id);
  const { session, report } = await openStage(stage, outcomes, deps, kept);
  try {
    yield { kind: 'opened', ...report };
    const firstPoint = history.length;
    if (kept) {
      session.restore(kept.snapshot);
      pace.trainedBefore(stage, kept.trainSeconds ?? 0);
      history.push(...kept.history);
    }
    /** Absent where a reused stage does not know it. */
    const seconds = (): { readonly trainSeconds?: number } =>
      kept?.reuse && kept.trainSeconds === undefined ? {} : { trainSeconds: pace.seconds(stage) };
    const read = async (): Promise<StageCheckpoint> => ({
      ...identityOf(report),
      architecture: stage.architecture,
      snapshot: await session.snapshot(),
      history: history.slice(firstPoint),
      ...seconds(),
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
    const ended = pace.standing(stage, stage.steps);
    const {
      test,
      train: { images },
    } = deps.dataset;
    const answersTo = (asked: Uint8Array, phase: Phase) =>
      ask(session, asked, { phase, ...ended }, deps.signal, deps.now);
    const testLogits = yield* answersTo(test.images, 'measuring');
    const validation = yield* validationAnswers(stage, run, (asked) => answersTo(asked, 'measuring'));
    const rows = rowsWanted(stage, run.stages);
    const transferLogits = yield* answersTo(images.subarray(0, rows * PIXELS), 'softTargets');
    const { parameters } = trained.snapshot;
    const isQuantised = config.quantise && stage.architecture.kind !== 'imported';
    const quantised = isQuantised
      ? yield* answerQuantised(stage, session, trained.snapshot, ended, deps)
      : undefined;
    outcomes.set(stage.id, {
      ...{ stage, transferLogits, testLogits, parameters },
      ...(quantised && { quantised }),
    });
    deps.watcher?.measured(stage, trained.snapshot.parameters, testLogits);
    const answered = {
      ...{ stage, test: { labels: test.labels, logits: testLogits } },
      trainSeconds: seconds().trainSeconds,
    };
    const sources = stage.sources.map((source) => answeredSource(source, outcomes, deps.dataset));
    const measured = [
      ...measure({
        ...{ ...answered, ...(validation && { validation }), sources },
        earlier: (number) => answersOf(number, stage, outcomes),
        ...(quantised && {
          quantised: (s: number) =>
            measureQuantised(
              ...([stage, s, quantised] as const),
              { logits: testLogits[s]!, labels: test.labels },
              (number) => answersOf(number, stage, outcomes, inIntegers),
            ),
        }),
      }),
      ...ensemblesOf(run.stages, stage.id).map((ensemble, i) =>
        measureEnsemble(answered, ensemble, firstEnsemble(run.stages, earlier) + i),
      ),
    ];
    if (session.gpuBytes === report.gpuBytes) return { report, measured };
    const grown = { ...report, ...held(session) };
    yield { kind: 'opened', ...grown };
    return { report: grown, measured };
  } finally {
    session.close();
  }
}

/** What a network of the stage's kind has answered on the test images. */
function answersOf(
  number: number,
  { kind }: Stage,
  outcomes: ReadonlyMap<StageId, Outcome>,
  read = ({ testLogits }: Outcome): readonly Float32Array[] => testLogits,
): Float32Array {
  const outcome = [...outcomes.values()].find(
    ({ stage }) => stage.kind === kind && stage.numbers.includes(number),
  )!;
  return read(outcome)[outcome.stage.numbers.indexOf(number)]!;
}

function inIntegers({ quantised = [] }: Outcome): readonly Float32Array[] {
  return quantised.find(({ precision }) => precision === 'int8')!.logits;
}

/** How many rows of the transfer set later stages ask this one about. */
function rowsWanted(stage: Stage, stages: readonly Stage[]): number {
  const learners = stages
    .slice(stages.indexOf(stage) + 1)
    .filter(({ sources }) => sources.some(({ networks }) => networks.some((one) => one.stage === stage.id)));
  return Math.max(0, ...learners.flatMap(({ members }) => members.map((member) => member.rows.images)));
}

/** The number of a stage's first ensemble. */
function firstEnsemble(stages: readonly Stage[], earlier: readonly Result[]): number {
  const teachers = stages.flatMap(({ kind, numbers }) => (kind === 'teacher' ? numbers : []));
  return Math.max(...teachers) + 1 + earlier.filter(isEnsemble).length;
}

/** Where there is something to choose by them: what the networks answer on all validation images. */
async function* validationAnswers(
  { members }: Stage,
  { config: { data, vary }, deps: { dataset } }: Run,
  answersTo: (images: Uint8Array) => AsyncGenerator<StageEvent, readonly Float32Array[]>,
): AsyncGenerator<StageEvent, Answered | undefined> {
  const { train, heldOut } = dataset;
  const isOmitting = members.some(({ rows }) => rows.omittedClasses.length > 0);
  if ((!isOmitting && vary.length === 0) || data.trainingRows === 'all' || heldOut === 0) return undefined;
  const first = train.labels.length - heldOut;
  return {
    labels: train.labels.subarray(first),
    logits: yield* answersTo(train.images.subarray(first * PIXELS)),
  };
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
