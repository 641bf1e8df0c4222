/** The networks of the last run as files that plain tfjs loads. */
import { parameterCount } from '../core/architecture.ts';
import type { StageCheckpoint } from '../core/checkpoint.ts';
import { deviceName } from '../core/device.ts';
import { LabError } from '../core/errors.ts';
import { modelFile, type ModelFile, type ModelNotes, type NetworkRequest } from '../core/model-file.ts';
import type { RunRecord } from '../core/run-record.ts';
import { kindOfRole, type Stage, type StageId } from '../core/stages.ts';
import { text } from '../core/text.ts';

export interface TrainedRun {
  readonly record: RunRecord;
  readonly stages: readonly Stage[];
  readonly trained: readonly StageCheckpoint[];
}

/** @throws LabError `config` when the run has no such network, or there is no run */
export function exportModel(
  run: TrainedRun | undefined,
  { kind, member: number, precision, weightsPath }: NetworkRequest,
): ModelFile {
  const stage = run?.stages.find((one) => one.kind === kind && one.numbers.includes(number));
  const member = stage?.numbers.indexOf(number) ?? -1;
  const parameters = run?.trained.find((one) => one.stage === stage?.id)?.snapshot.parameters;
  const one = stage?.members[member];
  if (!run || !stage || !parameters || !one)
    throw new LabError(
      'config',
      text('The weights of this network are no longer here: only those of the last run are.'),
      text('Run it again to export it.'),
    );
  if (stage.architecture.kind === 'imported')
    throw new LabError(
      'config',
      text('This network came from a file, which is its model.'),
      text('Use that file.'),
    );
  const P = parameterCount(stage.architecture);
  const result = run.record.results.find(
    (other) => kindOfRole(other.role) === kind && other.member === number,
  );
  const notes = {
    role: one.role,
    ...(one.setting !== undefined && { setting: one.setting }),
    seed: one.seed,
    ...(result && { testErrors: result.testErrors, testImages: result.testImages }),
    ...trainingNotes(run.record, stage.id),
  };
  const own = parameters.subarray(member * P, (member + 1) * P);
  return modelFile(stage.architecture, own, precision, notes, weightsPath);
}

/** What trained it and where, as far as that is known: a reused teacher was trained by another run. */
function trainingNotes({ config, environment, reused }: RunRecord, id: StageId): Partial<ModelNotes> {
  const reuse = reused?.find(({ stage }) => stage === id);
  if (!reuse) return { config, adapter: deviceName(environment) };
  return reuse.trainedOn === undefined ? {} : { adapter: reuse.trainedOn };
}
