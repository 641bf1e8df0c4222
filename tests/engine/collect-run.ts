/** A whole run in one call, on data that takes seconds. */
import type { DeviceReport } from '../../src/core/device.ts';
import type { ExperimentConfig } from '../../src/core/experiment.ts';
import type { RunRecord } from '../../src/core/run-record.ts';
import type { StageCheckpoint } from '../../src/core/checkpoint.ts';
import type { Dataset } from '../../src/data/dataset.ts';
import type { StageEvent } from '../../src/core/events.ts';
import type { Keep } from '../../src/engine/keeper.ts';
import { runExperiment } from '../../src/engine/run.ts';
import { tfjsTrainer } from '../../src/engine/tfjs-trainer.ts';
import type { Trainer } from '../../src/engine/trainer.ts';
import { barsDataset, breathe, NEVER } from './fixtures.ts';

export const device: DeviceReport = {
  backend: 'cpu',
  trainer: 'tfjs',
  softwareAdapter: false,
  reasons: [],
  tfjs: '4.22.0',
  userAgent: 'test',
};
export const madeUp: Dataset = { ...barsDataset(200, 90), heldOut: 40 };

interface Options {
  readonly steps?: number;
  readonly signal?: AbortSignal;
  readonly trainers?: readonly Trainer[];
  readonly dataset?: Dataset;
  readonly from?: readonly StageCheckpoint[];
  readonly keep?: Keep;
}

/** All that a run tells until its end, by whatever it ends. */
export async function collect(
  config: ExperimentConfig,
  { steps, signal = NEVER, trainers = [tfjsTrainer], dataset = madeUp, ...rest }: Options = {},
) {
  const run = runExperiment(config, { dataset, trainers, device, signal, breathe, ...rest });
  const events: StageEvent[] = [];
  let record: RunRecord | undefined;
  let failure: unknown;
  try {
    for (;;) {
      const { done, value } = await run.next(steps);
      if (done) {
        record = value;
        break;
      }
      events.push(value);
    }
  } catch (error) {
    failure = error;
  }
  return { events, record, failure };
}

export const of = <K extends StageEvent['kind']>(events: readonly StageEvent[], kind: K) =>
  events.filter((event): event is Extract<StageEvent, { kind: K }> => event.kind === kind);
