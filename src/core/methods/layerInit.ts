/**
 * Initialisation from the teacher: the student begins with every other layer of it, and then learns from soft targets.
 * Source: Sanh et al. 2019 (DistilBERT, arXiv 1910.01108), section 3.
 */
import { str, text } from '../text.ts';
import { hardAndSoft, LAST, shapeText, type Method } from './method.ts';

export const method: Method = {
  title: text('Layers of the teacher'),
  formula: '(1 − α) CE(y, q) + α s T² KL(p_T ‖ q_T)',
  source: 'Sanh et al. 2019 (DistilBERT), arXiv 1910.01108',
  explains: text(
    'The student begins with every other layer of its teacher instead of random weights, as DistilBERT does; layers must have the shapes of the student’s.',
  ),
  parts: hardAndSoft,
  begins: (student) => [...student.map((_, l) => 2 * l), LAST],
  refuses(student, teacher) {
    const fits =
      teacher.length === 2 * student.length && teacher.every((units, l) => units === student[l >> 1]);
    return fits
      ? undefined
      : text(
          str`Every other layer of the teacher is to be the student’s: hidden layers ${shapeText(student)} need a teacher of ${shapeText(student.flatMap((units) => [units, units]))}, and it has ${shapeText(teacher)}.`,
        );
  },
};
