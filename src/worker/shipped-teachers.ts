/** Brings the teachers that come with the lab to a run that would train the same ones. */
import type { StageCheckpoint } from '../core/checkpoint.ts';
import { deviceName } from '../core/device.ts';
import { LabError, reasonOf } from '../core/errors.ts';
import { readModelFile } from '../core/model-file.ts';
import { parseRunText } from '../core/run-file.ts';
import { shippedTeacherOf, type ShippedTeacher } from '../core/shipped.ts';
import type { Stage } from '../core/stages.ts';
import type { Begun } from './keeping.ts';

/** One that cannot be loaded is told about and trained here. */
export async function openShippedTeachers(
  { stages, dataset, tell }: Pick<Begun, 'stages' | 'dataset' | 'tell'>,
  shipped: readonly ShippedTeacher[],
): Promise<readonly StageCheckpoint[]> {
  if (dataset !== 'mnist') return [];
  const opened = stages.map(async (stage): Promise<readonly StageCheckpoint[]> => {
    const teacher = stage.kind === 'teacher' ? shippedTeacherOf(stage, shipped) : undefined;
    try {
      return teacher ? [await open(teacher, stage)] : [];
    } catch (error) {
      tell(
        `The teacher that comes with the lab could not be loaded (${reasonOf(error)}); it is trained here.`,
      );
      return [];
    }
  });
  return (await Promise.all(opened)).flat();
}

async function open({ title, urls }: ShippedTeacher, stage: Stage): Promise<StageCheckpoint> {
  const [model, weights, text] = await Promise.all([
    download(urls.model).then((response) => response.json() as Promise<unknown>),
    download(urls.weights).then((response) => response.arrayBuffer()),
    download(urls.run).then((response) => response.text()),
  ]);
  const network = readModelFile(model, new Uint8Array(weights));
  const run = parseRunText(text);
  if (!network || !run.ok) throw new LabError('data', 'its files are not what they should be', '');
  const { environment, history, results } = run.value;
  const trainSeconds = results.find(({ role }) => role === 'teacher')?.trainSeconds;
  return {
    stage: stage.id,
    trainer: environment.trainer,
    architecture: network.architecture,
    snapshot: { step: stage.steps, parameters: network.parameters, moments: [] },
    history: history.filter(({ role }) => role === 'teacher'),
    ...(trainSeconds !== undefined && { trainSeconds }),
    reuse: { from: 'lab', title, trainedOn: deviceName(environment) },
  };
}

async function download(url: string): Promise<Response> {
  const response = await fetch(url);
  if (!response.ok) throw new LabError('network', `the server answered ${response.status}`, '');
  return response;
}
