/** Which of a run's teachers need not be trained: the first that is there of a user's file, this browser's own, the lab's. */
import type { StageCheckpoint } from '../core/checkpoint.ts';
import type { ShippedTeacher } from '../core/shipped.ts';
import type { ReadTeacher } from '../engine/read-model.ts';
import type { Trainer } from '../engine/trainer.ts';
import { asCheckpoint } from './given-teacher.ts';
import type { Begun, Keeping } from './keeping.ts';
import { openShippedTeachers } from './shipped-teachers.ts';

export interface TeacherSources {
  /** A model of the user's, which takes the teacher's place whatever the settings say. */
  readonly given?: ReadTeacher;
  /** Whether all others are trained, also where they were trained just so before. */
  readonly fresh: boolean;
  readonly keeping: Keeping;
  readonly shipped: readonly ShippedTeacher[];
  readonly trainers: readonly Trainer[];
}

/** @throws LabError `config` where the user's model cannot teach this experiment */
export async function chooseTeachers(
  begun: Begun,
  { given, fresh, keeping, shipped, trainers }: TeacherSources,
): Promise<readonly StageCheckpoint[]> {
  if (given) return [asCheckpoint(given, begun.stages, trainers)];
  if (fresh) return [];
  const kept = await keeping.findTeachers(begun);
  const others = begun.stages.filter(({ id }) => !kept.some(({ stage }) => stage === id));
  return [...kept, ...(await openShippedTeachers({ ...begun, stages: others }, shipped))];
}
