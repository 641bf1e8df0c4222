/**
 * What the worker does, free of the wire: tests call it in process. It holds the backend, the data sets and at most
 * one run, and lets play, pause, step and stop pull the run's generator.
 */
import type { TestImages } from '../core/answers.ts';
import { changesSince, withReused, type StageCheckpoint, type TeacherReport } from '../core/checkpoint.ts';
import type { InputScale } from '../core/imported.ts';
import { shardOf } from '../core/shards.ts';
import type { ShippedNetworks, ShippedTeacher } from '../core/shipped.ts';
import { compile } from '../core/compile.ts';
import { isGpu, type BackendName, type DeviceReport, type TrainerName } from '../core/device.ts';
import { LabError, stoppedError } from '../core/errors.ts';
import type { StageEvent } from '../core/events.ts';
import type { RunRecord } from '../core/run-record.ts';
import type { Pace } from '../core/slow-motion.ts';
import { str, text, type Text } from '../core/text.ts';
import { checkSizes, parseExperiment } from '../core/schema.ts';
import { reportDataset, type DatasetId } from '../data/dataset.ts';
import type { MnistFiles } from '../data/mnist-layout.ts';
import { chooseBackend } from '../engine/backend.ts';
import { chooseTrainers } from '../engine/choose-trainers.ts';
import { readModel, type ReadTeacher } from '../engine/read-model.ts';
import { runExperiment } from '../engine/run.ts';
import { measureSpeed } from '../engine/speed.ts';
import { prepareStages } from '../engine/stage-trainer.ts';
import type { Trainer } from '../engine/trainer.ts';
import { memoryTables, openTables, type Tables } from '../store/tables.ts';
import type { LabApi, OnCheckpoint, OnEvents, RunRequest } from './api.ts';
import { awakeClock } from './awake-clock.ts';
import { createGate, type Gate } from './gate.ts';
import { exportModel, type TrainedRun } from './export-model.ts';
import { chooseTeachers } from './choose-teachers.ts';
import { reportTeacher } from './given-teacher.ts';
import { createDatasets } from './datasets.ts';
import { createKeeping } from './keeping.ts';
import { createNetworks } from './networks.ts';
import { createOutbox } from './outbox.ts';
import { breathe, pull } from './pull.ts';
import { watchGpu } from './silence.ts';
import { unless } from './unless.ts';

/** A failed call may be told before the loss of the GPU that made it fail; the loss follows within moments. */
const LOSS_PATIENCE_MS = 250;

/** No step of ours keeps this thread busy for so long: less where a GPU does the work. */
const ASLEEP_MS = 5_000;
const ASLEEP_BLOCKED_MS = 60_000;

const KEEPS_NOTHING = text('A lab in a frame of another page keeps nothing.');

/** What runs are trained with. */
interface Computer {
  readonly trainers: readonly Trainer[];
  readonly device: DeviceReport;
  /** Aborted with a LabError `lost` when the GPU is lost, or hangs. */
  readonly losing: AbortController;
}

interface ActiveRun {
  readonly gate: Gate;
  readonly stopping: AbortController;
}

/** What comes with the lab, by addresses that only a bundler knows. */
export interface Shipped {
  readonly mnist: MnistFiles;
  readonly teachers: readonly ShippedTeacher[];
  readonly networks: readonly ShippedNetworks[];
}

/** @param given where runs that may have to go on and their teachers are kept; without it this browser's store, if it may */
export function createLabApi(shipped: Shipped, given?: Promise<Tables>): LabApi {
  let tables = given;
  let decideTables!: (opening: Promise<Tables>) => void;
  const keeping = createKeeping(new Promise((resolve) => (decideTables = resolve)));
  const networks = createNetworks(shipped);
  const datasets = createDatasets(shipped.mnist);
  let computer: Computer | undefined;
  let givenTeacher: ReadTeacher | undefined;
  let active: ActiveRun | undefined;
  let lastTrained: TrainedRun | undefined;
  let pace: Pace;

  async function prepare(
    askedBackend?: BackendName,
    askedTrainer?: TrainerName,
    keeps = true,
    passedOver: readonly string[] = [],
  ) {
    decideTables((tables ??= keeps ? openTables() : Promise.resolve(memoryTables(KEEPS_NOTHING))));
    const backend = await chooseBackend(askedBackend);
    const { trainers, reason } = chooseTrainers(askedTrainer, backend);
    const device: DeviceReport = {
      ...backend.report,
      reasons: [...passedOver, ...backend.report.reasons],
      trainer: trainers[0].name,
      ...(reason !== undefined && { trainerReason: reason }),
    };
    const losing = new AbortController();
    void backend.lost.then((reason) => losing.abort(lostError(reason)));
    computer = { trainers, device, losing };
    return device;
  }

  async function openTeacher(
    files: readonly File[],
    scale: InputScale,
    id: DatasetId,
  ): Promise<TeacherReport> {
    const { train, classes } = await datasets.begun(id);
    givenTeacher = await readModel(files, scale, train, classes);
    return reportTeacher(givenTeacher);
  }

  async function testImages(id: DatasetId): Promise<TestImages> {
    const { test, classes } = await datasets.begun(id);
    return { ...test, classes };
  }

  async function run(
    request: RunRequest,
    onEvents: OnEvents,
    onCheckpoint?: OnCheckpoint,
  ): Promise<RunRecord> {
    if (active) throw new LabError('internal', text('A run is already under way.'), text('Stop it first.'));
    if (!computer)
      throw new LabError(
        'internal',
        text('The lab was not prepared before the run.'),
        text('Reload the page.'),
      );
    const resumed = request.resume ? await keeping.unfinished() : undefined;
    if (request.resume && !resumed)
      throw new LabError(
        'config',
        text('There is no interrupted run to go on with.'),
        text('Run the experiment anew.'),
      );
    const parsed = parseExperiment(resumed?.checkpoint.config ?? request.config);
    if (!parsed.ok)
      throw new LabError('config', parsed.problems[0]!.message, text('Change the setting and run again.'));
    const config = parsed.value;
    const { trainers, device, losing } = computer;
    const lost = losing.signal;
    const gate = createGate(!request.paused, pace, () => networks.look());
    const stopping = new AbortController();
    const outbox = createOutbox((events) => onEvents(events, request.generation));
    const clock = awakeClock(isGpu(device.backend) ? ASLEEP_MS : ASLEEP_BLOCKED_MS);
    const post = (event: StageEvent) => outbox.post({ ...event, runId: request.runId });
    const gpu = watchGpu((seconds) => {
      if (isGpu(device.backend)) losing.abort(hungError(seconds));
    });
    active = { gate, stopping };
    try {
      post({ kind: 'progress', phase: 'preparing', share: 0 });
      const dataset = datasets.find(config.data.dataset);
      const problem = checkSizes(config, reportDataset(dataset))[0];
      if (problem) throw new LabError('config', problem.message, text('Change the setting and run again.'));
      if (resumed && resumed.checkpoint.dataset !== dataset.fingerprint)
        throw new LabError(
          'config',
          text('The interrupted run was trained on other images than are loaded now.'),
          text('Load its files, then go on with it.'),
        );
      const shard = resumed?.checkpoint.shard ?? request.shard;
      const whole = compile(config, dataset.classes);
      const begun = {
        ...{ config, stages: shard ? shardOf(whole, shard) : whole, device, dataset: dataset.fingerprint },
        ...{ changes: resumed ? changesSince(resumed.checkpoint, device) : [], ...(shard && { shard }) },
        tell: (message: Text) => post({ kind: 'notice', message }),
        ...(onCheckpoint && {
          handOver: async (checkpoint: Uint8Array<ArrayBuffer>, isSafe: boolean) =>
            onCheckpoint(checkpoint, isSafe, request.generation),
        }),
      };
      const from =
        resumed?.checkpoint.stages ??
        (await unless(
          chooseTeachers(begun, {
            ...{ keeping, trainers, shipped: shipped.teachers },
            ...(givenTeacher && { given: givenTeacher }),
            fresh: request.freshTeacher ?? false,
            signal: stopping.signal,
          }),
          stopping.signal,
        ));
      const stages = withReused(begun.stages, from);
      // Beside the data, and beside the first stage's steps: a stage waits only for what it needs itself.
      void prepareStages(stages, trainers, dataset);
      await unless(datasets.arrived(config, stages), stopping.signal);
      if (!resumed) await keeping.over(); // from here on this is the run that may be interrupted
      lastTrained = undefined;
      const keep = keeping.begin({ ...begun, stages });
      let trained: readonly StageCheckpoint[] = [];
      const events = runExperiment(config, {
        ...{ dataset, trainers, device, signal: stopping.signal, measureSpeed, from },
        breathe() {
          gpu.heard();
          return breathe();
        },
        ...{ now: clock.now, changes: begun.changes },
        keep: (done) => keep((trained = done)),
        watcher: networks.begin(request.runId, stages),
        ...(shard && { shard }),
      });
      // A lost GPU is told at once, also in a pause or in work that never ends.
      const pulled = {
        next: (n?: number) => gpu.awaited(events.next(n)),
        return: events.return.bind(events),
      };
      const record = await unless(pull(pulled, gate, stopping.signal, post), lost);
      lastTrained = { record, stages, trained };
      await keeping.over();
      return record;
    } catch (error) {
      // The next attempt would end in the same place.
      if (error instanceof LabError && error.code === 'diverged') await keeping.over();
      if (stopping.signal.aborted || (error instanceof LabError && error.code === 'lost')) throw error;
      // A lost device can look like anything, even like too little memory: what we know of it comes first.
      await unless(after(LOSS_PATIENCE_MS), lost);
      throw error;
    } finally {
      active = undefined;
      clock.stop();
      gpu.end();
      await outbox.drained();
    }
  }

  return {
    prepare,
    lost: async () => {
      const never = new Promise<never>(() => undefined);
      return computer ? unless(never, computer.losing.signal) : never;
    },
    openMnist: async (onProgress) => ({
      ...(await datasets.openMnist(onProgress)),
      teachers: shipped.teachers,
    }),
    openOwn: (files) => datasets.openOwn(files),
    openTeacher,
    closeTeacher: async () => {
      givenTeacher = undefined;
    },
    run,
    adopt: (checkpoint) => keeping.adopt(checkpoint),
    unfinished: () => keeping.report(computer?.device),
    exportModel: async (request) => exportModel(lastTrained, request),
    discardUnfinished: () => keeping.over(),
    watch: (watching) => {
      networks.watch(watching);
      return Promise.resolve(active?.gate.restAnew());
    },
    answers: (of, images) => networks.answers(of, images),
    testAnswers: (of, network) =>
      networks.testAnswers(of, network, async () => (await testImages('mnist')).images),
    testImages,
    pause: () => Promise.resolve(active?.gate.pause()),
    resume: () => Promise.resolve(active?.gate.play()),
    step: () => Promise.resolve(active?.gate.step()),
    limit: (changed) => {
      pace = changed;
      return Promise.resolve(active?.gate.limit(changed));
    },
    stop: () => Promise.resolve(active?.stopping.abort(stoppedError())),
  };
}

function lostError(reason: string): LabError {
  return new LabError('lost', text(str`The GPU was lost: ${reason}`), text('Run again to use a fresh one.'));
}

function hungError(seconds: number): LabError {
  return new LabError(
    'lost',
    text(str`The GPU has not answered for ${seconds} seconds.`),
    text('Run again to use a fresh one.'),
  );
}

function after(milliseconds: number): Promise<undefined> {
  return new Promise((resolve) => setTimeout(() => resolve(undefined), milliseconds));
}
