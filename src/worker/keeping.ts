/** What the worker keeps in the store beside a run: the run itself in case it is interrupted, and its teachers for later ones. */
import type { Checkpoint, StageCheckpoint, UnfinishedRun } from '../core/checkpoint.ts';
import { compile } from '../core/compile.ts';
import { parameterCount } from '../core/architecture.ts';
import type { DeviceReport } from '../core/device.ts';
import { reasonText } from '../core/errors.ts';
import type { BackendChange } from '../core/environment.ts';
import type { ExperimentConfig, Shard } from '../core/experiment.ts';
import { fingerprintOf } from '../core/fingerprint.ts';
import { parseExperiment } from '../core/schema.ts';
import { shardOf } from '../core/shards.ts';
import type { Stage, StageId } from '../core/stages.ts';
import { str, text, type Text } from '../core/text.ts';
import type { Keep } from '../engine/keeper.ts';
import { checkpointsIn, type KeptCheckpoint } from '../store/checkpoints.ts';
import { pack, unpack } from '../store/packing.ts';
import type { Tables } from '../store/tables.ts';
import { teachersIn } from '../store/teachers.ts';

export interface Begun {
  readonly config: ExperimentConfig;
  readonly stages: readonly Stage[];
  readonly device: DeviceReport;
  /** What it was computed with before. */
  readonly changes?: readonly BackendChange[];
  readonly shard?: Shard;
  /** What tells the data set from others. */
  readonly dataset: string;
  /** Told once when something cannot be kept. */
  readonly tell: (message: Text) => void;
  /** Gets every record as bytes, so that somebody who outlives this worker has it. */
  readonly handOver?: (checkpoint: Uint8Array<ArrayBuffer>, isSafe: boolean) => Promise<void>;
}

const NOT_KEPT = {
  run: (why: Text) =>
    text(str`The state of this run could not be kept in this browser (${why}); training goes on.`),
  teacher: (why: Text) =>
    text(str`The teacher could not be kept in this browser (${why}); training goes on.`),
} as const;

export type Keeping = ReturnType<typeof createKeeping>;

export function createKeeping(opening: Promise<Tables>) {
  const store = opening.then((tables) => ({
    checkpoints: checkpointsIn(tables),
    teachers: teachersIn(tables),
    isVolatile: () => tables.volatile !== undefined,
  }));

  /** The interrupted run, where there is one that this version of the lab can go on with. */
  async function unfinished(): Promise<KeptCheckpoint | undefined> {
    const kept = await (await store).checkpoints.latest().catch(() => undefined);
    return kept && isUsable(kept.checkpoint) ? kept : undefined;
  }

  return {
    unfinished,

    /** @returns whether these bytes are a run that this version of the lab can go on with; then it is the interrupted one */
    async adopt(bytes: Uint8Array<ArrayBuffer>): Promise<boolean> {
      const checkpoint = unpack(bytes) as Checkpoint;
      if (!isUsable(checkpoint)) return false;
      await (await store).checkpoints.keep(checkpoint);
      return true;
    },

    async report(device: DeviceReport | undefined): Promise<UnfinishedRun | undefined> {
      const kept = await unfinished();
      return kept && reportUnfinished(kept, device);
    },

    /** Forgets the interrupted run. */
    async over(): Promise<void> {
      await (await store).checkpoints.clear().catch(() => undefined); // what cannot be forgotten is offered once more
    },

    /** The teachers of an experiment as earlier runs left them, as far as they are there. */
    async findTeachers({ stages, dataset }: Pick<Begun, 'stages' | 'dataset'>): Promise<StageCheckpoint[]> {
      const { teachers } = await store;
      const found = await Promise.all(
        stages
          .filter(({ kind }) => kind === 'teacher')
          .map(async (stage): Promise<StageCheckpoint[]> => {
            const kept = await teachers.find(fingerprintOf(stage, dataset)).catch(() => undefined);
            if (!kept || !fits(kept.teacher, stage)) return [];
            const reuse = { from: 'browser', trainedAt: kept.savedAt } as const;
            return [{ ...kept.teacher, stage: stage.id, reuse }];
          }),
      );
      return found.flat();
    },

    /** @returns what keeps the run from here on */
    begin({ config, stages, device, changes = [], shard, dataset, tell, handOver }: Begun): Keep {
      const told = new Set<keyof typeof NOT_KEPT>();
      const trying = async (what: keyof typeof NOT_KEPT, work: Promise<void>) => {
        try {
          await work;
          return true;
        } catch (error) {
          if (!told.has(what)) tell(NOT_KEPT[what](reasonText(error)));
          told.add(what);
          return false;
        }
      };
      const keptTeachers = new Set<StageId>();
      return async (done) => {
        const { checkpoints, teachers, isVolatile } = await store;
        const checkpoint: Checkpoint = {
          ...{ config, dataset, device, stages: done },
          ...(changes.length > 0 && { changes }),
          ...(shard && { shard }),
        };
        const isKept = await trying('run', checkpoints.keep(checkpoint));
        // A run that ends meanwhile has let go of the page that would take it.
        await handOver?.(pack(checkpoint), isKept && !isVolatile()).catch(() => undefined);
        for (const stage of stages.filter(({ kind }) => kind === 'teacher')) {
          const teacher = done.find((checkpoint) => checkpoint.stage === stage.id);
          const isTrained = teacher?.snapshot.step === stage.steps && !teacher.reuse;
          if (!isTrained || keptTeachers.has(stage.id)) continue;
          keptTeachers.add(stage.id);
          await trying('teacher', teachers.keep(fingerprintOf(stage, dataset), teacher));
        }
      };
    },
  };
}

function isUsable({ config, stages, shard }: Checkpoint): boolean {
  const parsed = parseExperiment(config);
  if (!parsed.ok || stages.length === 0) return false;
  const whole = compile(parsed.value);
  const planned = shard ? shardOf(whole, shard) : whole;
  return stages.every((kept) => {
    const stage = planned.find(({ id }) => id === kept.stage);
    return stage !== undefined && fits(kept, stage);
  });
}

/** By its own architecture, since a data set of the user's may have fewer classes. */
function fits({ snapshot: { step, parameters }, architecture }: StageCheckpoint, stage: Stage): boolean {
  return step <= stage.steps && parameters.length === stage.members.length * parameterCount(architecture);
}

function reportUnfinished(
  { checkpoint: { config, device, stages }, savedAt }: KeptCheckpoint,
  here: DeviceReport | undefined,
): UnfinishedRun {
  const { stage, snapshot } = stages.at(-1)!;
  const { steps, stepsPerEpoch, epochs } = compile(config).find(({ id }) => id === stage)!;
  return {
    config,
    stage,
    step: snapshot.step,
    steps,
    epoch: Math.min(epochs, Math.floor(snapshot.step / stepsPerEpoch) + 1),
    epochs,
    savedAt,
    isSameDevice: here?.backend === device.backend && here.adapter === device.adapter,
  };
}
