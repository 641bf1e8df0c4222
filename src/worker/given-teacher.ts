/** A teacher from a file: what there is to say of it, and how it takes the place of the trained one. */
import { architectureName } from '../core/architecture.ts';
import type { StageCheckpoint, TeacherReport } from '../core/checkpoint.ts';
import { LabError } from '../core/errors.ts';
import type { Stage } from '../core/stages.ts';
import { str, text } from '../core/text.ts';
import type { ReadTeacher } from '../engine/read-model.ts';
import { trainerFor } from '../engine/stage-trainer.ts';
import type { Trainer } from '../engine/trainer.ts';

/** @throws LabError `config` where the experiment wants several teachers, or other classes than this one knows */
export function asCheckpoint(
  { architecture, parameters, title }: ReadTeacher,
  stages: readonly Stage[],
  trainers: readonly Trainer[],
): StageCheckpoint {
  const [stage, ...others] = stages.filter(({ kind }) => kind === 'teacher') as [Stage, ...Stage[]];
  const count = [stage, ...others].reduce((sum, { members }) => sum + members.length, 0);
  if (count > 1)
    throw new LabError(
      'config',
      text(str`This experiment trains ${count} teachers, and a teacher from a file is one.`),
      text('Set Teachers to 1 and share it among the seeds, or put the file away.'),
    );
  const { classes } = stage.architecture;
  if (architecture.classes !== classes)
    throw new LabError(
      'config',
      text(
        str`The teacher from a file gives ${architecture.classes} answers, and this data has ${classes} classes.`,
      ),
      text('Put the file away, or use the data that it knows.'),
    );
  const { trainer } = trainerFor({ ...stage, architecture }, trainers);
  return {
    stage: 'teacher',
    trainer: trainer?.name ?? 'tfjs',
    architecture,
    snapshot: { step: stage.steps, parameters, moments: [] },
    history: [],
    reuse: { from: 'file', title },
  };
}

export function reportTeacher({ architecture, parameters, title, tried }: ReadTeacher): TeacherReport {
  return {
    title,
    ...(architecture.kind === 'mlp' && { architecture: architectureName(architecture) }),
    parameters: parameters.length,
    triedImages: tried.images,
    triedErrors: tried.errors,
  };
}
