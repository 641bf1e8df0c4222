/** What a presenter falls back on: a recorded run, and a teacher that need not be trained. */
import { isOfTeachers } from '../../core/student-names.ts';
import type { ExperimentConfig } from '../../core/experiment.ts';
import { presetById } from '../../core/presets.ts';
import { shippedTeacherOf, teacherOf, withTeacherOf } from '../../core/shipped.ts';
import { datasetOf, presetOf, type LabState } from '../../core/state.ts';
import { inLocale } from '../../core/text.ts';
import { loadRecording, recordingOf, type Recording } from '../recordings.ts';

/** The recorded run of the experiment; of the first preset where there is none. */
export function recordingFor(config: ExperimentConfig): Recording | undefined {
  return recordingOf(presetOf(config)?.id) ?? recordingOf('quick');
}

export function titleOf({ preset }: Recording): string {
  return inLocale(presetById(preset)?.title ?? preset);
}

/**
 * The experiment with a teacher that comes with the lab, so that students train at once; nothing where it has one already, or
 * is about its teachers, or about other images.
 */
export function withShippedTeacher(state: LabState): ExperimentConfig | undefined {
  const { config, teacherFile } = state;
  const { teacher, data, vary } = config;
  const loaded = datasetOf(state);
  const isAboutTeachers =
    teacher.flaw !== 'none' ||
    teacher.count > 1 ||
    teacher.perSeed ||
    vary.some(({ path }) => isOfTeachers(path));
  if (!loaded?.teachers?.length || data.dataset !== 'mnist' || teacherFile || isAboutTeachers)
    return undefined;
  if (shippedTeacherOf(teacherOf(config), loaded.teachers)) return undefined;
  const hidden = (one: ExperimentConfig) => one.teacher.hidden.join('-');
  const alike = loaded.teachers.find(({ config: from }) => hidden(from) === hidden(config));
  return withTeacherOf(config, alike ?? loaded.teachers[0]!, loaded);
}

/** Fetches ahead what the rest of the talk may need, because the network of a hall may be gone by then. */
export function fetchAhead(config: ExperimentConfig, panels: readonly { load(): Promise<unknown> }[]): void {
  const recording = recordingFor(config);
  const wanted = [
    () => import('../charts.ts'),
    () => (recording ? loadRecording(recording) : undefined),
    ...panels.map((panel) => () => panel.load()),
  ];
  for (const get of wanted) void Promise.resolve(get()).catch(() => undefined); // who needs it asks again, and is told
}
