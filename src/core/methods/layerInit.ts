/**
 * Initialisation from the teacher: the student begins with every other layer (of a transformer every other block) of it, and then
 * learns from soft targets.
 * Source: Sanh et al. 2019 (DistilBERT, arXiv 1910.01108), section 3.
 */
import { BLOCK_LAYERS } from '../layer-shapes.ts';
import { hiddenText } from '../hidden-layers.ts';
import { str, text } from '../text.ts';
import { hardAndSoft, LAST, type Method, type Network } from './method.ts';

export const method: Method = {
  title: text('Layers of the teacher'),
  parts: hardAndSoft,
  begins: everyOther,
  refuses(student, teacher) {
    const wanted = twiceAsDeep(student);
    if (wanted === undefined)
      return text(
        str`No two convolutions have one shape, so that none can be left out: the student is ${hiddenText(student)} and the teacher ${hiddenText(teacher)}.`,
      );
    return JSON.stringify(wanted) === JSON.stringify(teacher)
      ? undefined
      : text(
          str`Every other layer of the teacher is to be the student’s: a student of ${hiddenText(student)} needs a teacher of ${hiddenText(wanted)}, and it has ${hiddenText(teacher)}.`,
        );
  },
};

function twiceAsDeep(student: Network): Network | undefined {
  switch (student.kind) {
    case 'mlp':
      return { ...student, hidden: student.hidden.flatMap((units) => [units, units]) };
    case 'vit':
      return { ...student, blocks: 2 * student.blocks };
    case 'cnn':
      return undefined;
  }
  return student satisfies never;
}

/** Weight layers of a teacher that is twice as deep. */
function everyOther(student: Network): readonly number[] {
  if (student.kind !== 'vit') return [...student.hidden.map((_, l) => 2 * l), LAST];
  const blocks = Array.from({ length: student.blocks }, (_, b) =>
    BLOCK_LAYERS.map((_, l) => 1 + 2 * b * BLOCK_LAYERS.length + l),
  );
  return [0, ...blocks.flat(), LAST - 1, LAST];
}
