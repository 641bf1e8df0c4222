import type { ExperimentConfig } from './experiment.ts';
import { formatNumber, msg, str } from './text.ts';

/** What the teacher has seen that its students have not: without it a comparison is not fair, only true. */
export function teacherSaw({ data, teacher }: ExperimentConfig): string {
  const images = formatNumber(data.teacherImages);
  const labels = formatNumber(data.labelledImages);
  const wrong = data.wrongLabels > 0 ? ` ${msg('The teacher’s labels were all right.')}` : '';
  if (teacher.flaw === 'untrained') return msg('The teacher has learnt nothing: its weights are random.');
  if (data.omittedClasses.length > 0)
    return (
      msg(
        str`The teacher learnt from ${images} labels of every digit; its students see no ${data.omittedClasses.join(', ')}.`,
      ) + wrong
    );
  if (data.teacherImages > data.labelledImages)
    return (
      msg(
        str`The teacher learnt from ${images} labels, its students have ${labels}: they borrow what it learnt from images that they have no labels for.`,
      ) + wrong
    );
  if (data.teacherImages < data.labelledImages)
    return (
      msg(str`The teacher learnt from ${images} labels, fewer than the ${labels} of its students.`) + wrong
    );
  return msg(str`The teacher learnt from as many labels as its students have, ${labels}.`) + wrong;
}
