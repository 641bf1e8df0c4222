/** Brings the teachers that come with the lab to a run that would train the same ones. */
import type { StageCheckpoint } from '../core/checkpoint.ts';
import { deviceName } from '../core/device.ts';
import { LabError, reasonOf } from '../core/errors.ts';
import { readModelFile } from '../core/model-file.ts';
import { parseRunText } from '../core/run-file.ts';
import { shippedTeacherOf, type ShippedTeacher } from '../core/shipped.ts';
import type { Stage } from '../core/stages.ts';
import type { Begun } from './keeping.ts';

/** Five megabytes on a bad line; training it here takes longer. */
const PATIENCE_MS = 120_000;

/** One that cannot be loaded is told about and trained here. */
export async function openShippedTeachers(
  { stages, dataset, tell }: Pick<Begun, 'stages' | 'dataset' | 'tell'>,
  shipped: readonly ShippedTeacher[],
  signal: AbortSignal,
): Promise<readonly StageCheckpoint[]> {
  if (dataset !== 'mnist') return [];
  const opened = stages.map(async (stage): Promise<readonly StageCheckpoint[]> => {
    const teacher = stage.kind === 'teacher' ? shippedTeacherOf(stage, shipped) : undefined;
    try {
      return teacher ? [await open(teacher, stage, signal)] : [];
    } catch (error) {
      tell(
        `The teacher that comes with the lab could not be loaded (${reasonOf(error)}); it is trained here.`,
      );
      return [];
    }
  });
  return (await Promise.all(opened)).flat();
}

async function open(
  { title, urls }: ShippedTeacher,
  stage: Stage,
  signal: AbortSignal,
): Promise<StageCheckpoint> {
  const [model, weights, text] = await Promise.all([
    download(urls.model, signal),
    download(urls.weights, signal),
    download(urls.run, signal).then((bytes) => new TextDecoder().decode(bytes)),
  ]);
  const network = readModelFile(JSON.parse(new TextDecoder().decode(model)), weights);
  const run = parseRunText(text);
  if (!network || !run.ok) throw new LabError('data', 'its files are not what they should be', '');
  const { environment, history } = run.value;
  return {
    stage: stage.id,
    trainer: environment.trainer,
    architecture: network.architecture,
    snapshot: { step: stage.steps, parameters: network.parameters, moments: [] },
    history: history.filter(({ role }) => role === 'teacher'),
    reuse: { from: 'lab', title, trainedOn: deviceName(environment) },
  };
}

/** Tried twice: the other way to get a teacher takes minutes. */
async function download(url: string, signal: AbortSignal): Promise<Uint8Array<ArrayBuffer>> {
  const once = async () => {
    const response = await fetch(url, {
      signal: AbortSignal.any([signal, AbortSignal.timeout(PATIENCE_MS)]),
    });
    if (!response.ok) throw new LabError('network', `the server answered ${response.status}`, '');
    return new Uint8Array(await response.arrayBuffer());
  };
  return once().catch((error: unknown) => {
    signal.throwIfAborted();
    if (error instanceof LabError) throw error; // the server has said its word
    return once();
  });
}
