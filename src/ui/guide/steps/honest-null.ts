/** Step 6: seeds, paired differences, and a result that is no difference. */
import { presetById } from '../../../core/presets.ts';
import type { Conclusion, Verdict } from '../../../core/run-record.ts';
import { msg, str, text } from '../../../core/text.ts';
import { formatCount } from '../../format.ts';
import { inTheRun, verdictOn, verdictText } from '../evidence.ts';
import type { Seen, Step } from '../step.ts';

const { data, student } = presetById('honest-null')!.config;

const OUTCOMES: Readonly<Record<Conclusion, string>> = {
  BETTER: 'fewer',
  WORSE: 'more',
  'NO DIFFERENCE SHOWN': 'none',
};

/** With one seed the verdict's sentence does not say what run it is of. */
function opening(seen: Seen, verdict: Verdict): string {
  const words = verdictText(seen, verdict);
  return verdict.seeds > 1 ? words : `${inTheRun(seen.state.run)}: ${words}`;
}

export const honestNull: Step = {
  id: 'honest-null',
  title: text('Is the gain real?'),
  presets: ['honest-null'],
  part: 'stage',
  reads: 'run',
  words: () =>
    msg(
      str`Another seed means other first weights, other batches and another number of errors, for any student. Here both have ${student.hidden[0]!} units a layer, and every label: ${formatCount(data.labelledImages)} of them.`,
    ),
  question: text('Beside the student of the labels, the distilled one will make …'),
  choices: [
    { id: 'fewer', name: text('Clearly fewer errors') },
    { id: 'none', name: text('About as many') },
    { id: 'more', name: text('Clearly more errors') },
  ],
  todo: text(
    'Press Set it up, set Seeds to 5 and press Run, which takes its time; or replay the recorded run, of one seed.',
  ),
  read: (seen) => {
    const { run } = seen.state;
    const verdict = verdictOn(run, { role: 'distilled' }, { role: 'hardLabel' });
    if (!verdict) return undefined;
    return {
      outcome: OUTCOMES[verdict.conclusion],
      parts: [
        {
          words: [
            opening(seen, verdict),
            verdict.conclusion === 'NO DIFFERENCE SHOWN'
              ? msg(
                  'That is a result, too. It does not say that both are the same: a smaller difference may be there, and this run cannot show it.',
                )
              : msg(
                  'This preset most often shows no difference; whether it would with other seeds is for more of them to say.',
                ),
          ].join(' '),
          offers: [{ name: msg('Set five seeds'), commands: [{ kind: 'edit', path: 'seeds', text: '5' }] }],
        },
        {
          words: msg(
            'How the lab decides. Two students of one seed share first weights and batches, so their difference is what counts: one a seed. If the 95 % interval of its mean leaves zero out, there is a verdict; several comparisons are corrected for their number. And nothing is chosen on test images: curves, the best cell of a sweep and the bias of step 4 use validation images, the test images are asked once, at the end.',
          ),
        },
      ],
    };
  },
};
