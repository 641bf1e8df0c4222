/** Which of a run's teachers need not be trained: the first that is there of a user's file, this browser's own, the lab's. */
import type { StageCheckpoint } from '../core/checkpoint.ts';
import type { ShippedTeacher } from '../core/shipped.ts';
import { armOf } from '../core/stages.ts';
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
  readonly signal: AbortSignal;
}

/** @throws LabError `config` where the user's model cannot teach this experiment */
export async function chooseTeachers(
  begun: Begun,
  { given, fresh, keeping, shipped, trainers, signal }: TeacherSources,
): Promise<readonly StageCheckpoint[]> {
  if (given) return [asCheckpoint(given, begun.stages, trainers)];
  if (fresh) return [];
  const kept = await keeping.findTeachers(begun);
  const others = begun.stages.filter(({ id }) => !kept.some(({ stage }) => stage === id));
  const opened = await openShippedTeachers({ ...begun, stages: others }, shipped, signal);
  return [...kept, ...opened].map((checkpoint) => withCurvesOf(checkpoint, begun));
}

/**
 * Its curves as this run would have drawn them: under the numbers and settings that its networks have here, and only
 * where they were measured on the images that the run's other curves are measured on.
 */
function withCurvesOf(checkpoint: StageCheckpoint, { stages, config }: Begun): StageCheckpoint {
  const { members, numbers } = stages.find(({ id }) => id === checkpoint.stage)!;
  const there = [...new Set(checkpoint.history.map(({ member }) => member))].sort((a, b) => a - b);
  const measured = config.data.trainingRows === 'all' ? 'testSubsetAccuracy' : 'validationAccuracy';
  const history = checkpoint.history
    .filter((point) => point[measured] !== undefined)
    .map(({ setting: _, ...point }) => {
      const at = there.indexOf(point.member);
      return { ...point, ...armOf(members[at]!), member: numbers[at]! };
    });
  return { ...checkpoint, history };
}
