/** Step 4: a student that recognises a digit it was never shown, and the bias that brings out the rest. */
import { meanOver } from '../../../core/summary.ts';
import { msg, signed, str, text } from '../../../core/text.ts';
import { formatPercent } from '../../format.ts';
import { errorsText, inTheRun, resultsOf, verdictOn } from '../evidence.ts';
import type { Part, Step } from '../step.ts';
import type { Result } from '../../../core/run-record.ts';

/** The digit that the preset leaves out. */
const DIGIT = 3;

export const omittedDigit: Step = {
  id: 'omitted-digit',
  title: text('The digit nobody showed'),
  presets: ['omit-a-digit'],
  tab: 'draw',
  part: 'tabs',
  reads: 'run',
  words: () =>
    msg(
      'No student ever sees a 3: not one image of it is in their training set, and no label names it. The teacher has seen them all. One student gets labels, the other soft targets alone, at T = 20.',
    ),
  question: text('How many of the 3s among the test images will the distilled student name?'),
  choices: [
    { id: 'none', name: text('None') },
    { id: 'tenth', name: text('One in ten') },
    { id: 'half', name: text('About half') },
    { id: 'most', name: text('Nine in ten') },
  ],
  todo: text(
    'Press Set it up and draw a 3: networks that come with the lab answer, also the one that never saw a 3. For the count press Run, which takes its time, or replay the recorded run.',
  ),
  read: ({ state: { run } }) => {
    const verdict = verdictOn(run, { role: 'distilled' }, { role: 'hardLabel' });
    if (!verdict) return undefined;
    const [distilled, labels] = [resultsOf(run, verdict.candidate), resultsOf(run, verdict.baseline)];
    const [known, unknown] = [distilled, labels].map((of) =>
      meanOver(of, ({ perClassAccuracy }) => perClassAccuracy[DIGIT]),
    );
    if (known === undefined || unknown === undefined) return undefined;
    return {
      outcome: known < 0.05 ? 'none' : known < 0.3 ? 'tenth' : known < 0.75 ? 'half' : 'most',
      parts: [
        {
          words: msg(
            str`${inTheRun(run)} the student of the labels names ${formatPercent(unknown)} of the 3s, the distilled one ${formatPercent(known)}. Where would it have that from? From other digits: of each of them the teacher said how much of a 3 it sees. Draw a 3 and see who names it.`,
          ),
          offers: [
            {
              name: msg('Draw a 3'),
              commands: [
                { kind: 'openTab', tab: 'draw' },
                { kind: 'bring', part: 'tabs' },
              ],
            },
          ],
        },
        ...biasPart(distilled, labels),
      ],
    };
  },
};

function biasPart(distilled: readonly Result[], labels: readonly Result[]): readonly Part[] {
  const [raised, control] = [distilled, labels].map((of) => ({
    bias: meanOver(of, ({ biasMatched }) => biasMatched?.bias),
    known: meanOver(of, ({ biasMatched }) => biasMatched?.perClassAccuracy[DIGIT]),
    errors: meanOver(of, ({ biasMatched }) => biasMatched?.testErrors),
  }));
  const before = meanOver(distilled, ({ testErrors }) => testErrors);
  if (raised?.bias === undefined || raised.known === undefined || raised.errors === undefined) return [];
  return [
    {
      words: [
        msg(
          str`What it still misses, it has learnt too well: that nothing is a 3. A bias of ${signed(raised.bias)} on that logit brings it to ${formatPercent(raised.known)} of the 3s, and ${errorsText(raised.errors)} errors in all instead of ${errorsText(before!)}. It is matched to how often 3s come among the validation images; the paper chose its bias on test images.`,
        ),
        control?.known === undefined
          ? ''
          : msg(
              str`The same for the student of the labels: ${formatPercent(control.known)}, ${errorsText(control.errors!)} errors. A bias brings out only what is known.`,
            ),
      ].join(' '),
      offers: [
        {
          name: msg('Move the bias'),
          commands: [
            { kind: 'openTab', tab: 'classes' },
            { kind: 'bring', part: 'tabs' },
          ],
        },
      ],
    },
  ];
}
