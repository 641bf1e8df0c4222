/** Step 3: whether a student learns more from soft targets than from labels, and what is not fair about it. */
import { presetById } from '../../../core/presets.ts';
import { teacherSaw } from '../../../core/teacher-saw.ts';
import { decimal, msg, str, text } from '../../../core/text.ts';
import { formatCount, formatShare } from '../../format.ts';
import { comparedText, errorsText, inTheRun, meanErrors, verdictOn } from '../evidence.ts';
import { shownConfig, type Step } from '../step.ts';

const { data, distillation } = presetById('quick')!.config;

export const gain: Step = {
  id: 'gain',
  title: text('More from a teacher than from labels?'),
  presets: ['quick'],
  part: 'stage',
  reads: 'run',
  words: () =>
    msg(
      str`Two equal students see the same ${formatCount(data.labelledImages)} images, from the same first weights, in the same order. One learns from the labels. The other listens ${formatShare(distillation.softWeight)} to the teacher at T = ${decimal(distillation.temperature)}, and ${formatShare(1 - distillation.softWeight)} to the labels.`,
    ),
  question: text('Of 10,000 test images, how many will each get wrong: labels, distilled?'),
  choices: [
    { id: 'same', name: text('1,000 and 1,000') },
    { id: 'little', name: text('1,000 and 900') },
    { id: 'much', name: text('1,000 and 600') },
    { id: 'more', name: text('1,000 and 1,100') },
  ],
  todo: text(
    'Press Set it up, then Run, and watch the two curves part or not. No time? Replay the recorded run: it computes nothing.',
  ),
  read: (seen) => {
    const { run } = seen.state;
    const verdict = verdictOn(run, { role: 'distilled' }, { role: 'hardLabel' });
    if (!verdict) return undefined;
    const [distilled, labels] = [meanErrors(run, verdict.candidate), meanErrors(run, verdict.baseline)];
    return {
      outcome: nearest(distilled / labels),
      parts: [
        {
          words: msg(
            str`${inTheRun(run)} the student of the labels gets ${errorsText(labels)} of ${formatCount(run.results[0]!.testImages)} test images wrong, the distilled one ${errorsText(distilled)}: ${comparedText(distilled, labels)}. Same images, same first weights, same batches; only what they were told about each image differs.`,
          ),
        },
        {
          words: [
            msg(
              str`Is that fair? ${teacherSaw(shownConfig(seen.state))} So part of what you see is its data, handed on through soft targets. Step 5 takes that apart.`,
            ),
            verdict.seeds > 1 ? '' : msg('And this is one seed, which shows little by itself: step 6.'),
          ].join(' '),
        },
      ],
    };
  },
};

/** Of the choices, whose second number stands nearest to this share of the first. */
function nearest(ratio: number): string {
  const choices = [
    { id: 'same', ratio: 1 },
    { id: 'little', ratio: 0.9 },
    { id: 'much', ratio: 0.6 },
    { id: 'more', ratio: 1.1 },
  ];
  const distance = (one: { ratio: number }) => Math.abs(one.ratio - ratio);
  return choices.reduce((a, b) => (distance(b) < distance(a) ? b : a)).id;
}
