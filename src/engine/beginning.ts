/** What a member's parameters are before its first step: random ones of its seed, or layers of its teacher. */
import { layerShapes, mlpOf } from '../core/architecture.ts';
import type { Stage } from '../core/stages.ts';
import { initialParameters } from './mlp.ts';
import type { SourceNetwork } from './teacher-view.ts';

/**
 * @param sources the stage's, each where it is one network of dense layers
 * @returns `[P]`
 * @throws RangeError when a layer does not fit: a mistake in the code, since such stages are refused before
 */
export function beginningOf(
  { members, architecture }: Pick<Stage, 'members' | 'architecture'>,
  member: number,
  sources: readonly (SourceNetwork | undefined)[],
): Float32Array {
  const { seed, firstSeed = seed, begins, source } = members[member]!;
  const parameters = initialParameters(architecture, firstSeed);
  if (!begins) return parameters;
  const teacher = sources[source!];
  if (!teacher) throw new RangeError('A student that begins with layers needs one teacher of dense layers.');
  const theirs = layerShapes(mlpOf(teacher.architecture));
  layerShapes(architecture).forEach(({ weights, inputs, outputs }, l) => {
    const from = theirs.at(begins[l]!);
    if (from?.inputs !== inputs || from.outputs !== outputs)
      throw new RangeError('A layer of the teacher has not the shape of the student’s.');
    parameters.set(teacher.parameters.subarray(from.weights, from.biases + outputs), weights);
  });
  return parameters;
}
