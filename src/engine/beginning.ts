/** What a member's parameters are before its first step: random ones of its seed, or layers of its teacher. */
import { trainableOf } from '../core/architecture.ts';
import { layerShapes } from '../core/layer-shapes.ts';
import type { Stage } from '../core/stages.ts';
import { initialParameters } from './layers.ts';
import type { SourceNetwork } from './teacher-view.ts';

/**
 * @param sources the stage's, each where it is one network of the lab
 * @returns `[P]`
 * @throws RangeError when a layer does not fit: a mistake in the code, since such stages are refused before
 */
export function beginningOf(
  { members, architecture }: Pick<Stage, 'members' | 'architecture'>,
  member: number,
  sources: readonly (SourceNetwork | undefined)[],
): Float32Array {
  const { seed, firstSeed = seed, begins, source } = members[member]!;
  const own = trainableOf(architecture);
  const parameters = initialParameters(own, firstSeed);
  if (!begins) return parameters;
  const teacher = sources[source!];
  if (!teacher)
    throw new RangeError('A student that begins with layers needs one teacher that the lab has trained.');
  const theirs = layerShapes(teacher.architecture);
  layerShapes(own).forEach(({ weights, inputs, outputs, places }, l) => {
    const from = theirs.at(begins[l]!);
    if (from?.inputs !== inputs || from.outputs !== outputs || from.places !== places)
      throw new RangeError('A layer of the teacher has not the shape of the student’s.');
    parameters.set(teacher.parameters.subarray(from.weights, from.biases + places * outputs), weights);
  });
  return parameters;
}
