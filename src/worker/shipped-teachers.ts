/** Brings the teachers that come with the lab to a run that would train the same ones. */
import type { StageCheckpoint } from '../core/checkpoint.ts';
import { deviceName } from '../core/device.ts';
import { LabError, reasonText } from '../core/errors.ts';
import { parseRunText } from '../core/run-file.ts';
import { shippedTeacherOf, type ShippedTeacher } from '../core/shipped.ts';
import type { Stage } from '../core/stages.ts';
import { str, text } from '../core/text.ts';
import { download, downloadNetwork } from './download.ts';
import type { Begun } from './keeping.ts';

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
        text(
          str`The teacher that comes with the lab could not be loaded (${reasonText(error)}); it is trained here.`,
        ),
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
  const [{ architecture, parameters }, runText] = await Promise.all([
    downloadNetwork(urls, signal),
    download(urls.run, signal).then((bytes) => new TextDecoder().decode(bytes)),
  ]);
  const run = parseRunText(runText);
  if (!run.ok) throw new LabError('data', text('its files are not what they should be'), '');
  const { environment, history } = run.value;
  return {
    stage: stage.id,
    trainer: environment.trainer,
    architecture,
    snapshot: { step: stage.steps, parameters, moments: [] },
    history: history.filter(({ role }) => role === 'teacher'),
    reuse: { from: 'lab', title, trainedOn: deviceName(environment) },
  };
}
