/** Step 5: how much of a gain is labels, and how much is what only soft targets say. */
import { presetById } from '../../../core/presets.ts';
import { msg, str, text } from '../../../core/text.ts';
import { formatCount, formatShare } from '../../format.ts';
import { errorsText, inTheRun, meanErrors, verdictOn, verdictText } from '../evidence.ts';
import type { Step } from '../step.ts';

const { data } = presetById('few-labels')!.config;
const labels = () => formatCount(data.labelledImages);
const images = () => formatCount(data.labelledImages + data.unlabelledImages);

export const sourceOfGain: Step = {
  id: 'source-of-gain',
  title: text('Where does the gain come from?'),
  presets: ['few-labels'],
  part: 'stage',
  reads: 'run',
  words: () =>
    msg(
      str`One student has ${labels()} labels. The distilled one has none, but the teacher’s soft targets on ${images()} images. A third, the control, gets the teacher’s top answer on those images and nothing soft.`,
    ),
  question: text(
    str`Soft targets beat ${data.labelledImages} labels by far. How much of that gain does the control reach?`,
  ),
  choices: [
    { id: 'none', name: text('Next to none') },
    { id: 'less', name: text('Less than half') },
    { id: 'more', name: text('More than half') },
    { id: 'all', name: text('All of it') },
  ],
  todo: text('Press Set it up, then Run, or replay the recorded run, and compare three rows of the results.'),
  read: (seen) => {
    const { run } = seen.state;
    const gained = verdictOn(run, { role: 'distilled' }, { role: 'hardLabel' });
    const soft = verdictOn(run, { role: 'distilled' }, { role: 'pseudoLabel' });
    if (!gained || !soft) return undefined;
    const [few, control, distilled] = [gained.baseline, soft.baseline, gained.candidate].map((arm) =>
      meanErrors(run, arm),
    ) as [number, number, number];
    const [whole, byLabels] = [few - distilled, few - control];
    if (whole <= 0 || byLabels < 0 || byLabels > whole)
      return {
        parts: [
          {
            words: msg(
              str`${verdictText(seen, gained)} ${verdictText(seen, soft)} There is no gain to share out between labels and soft targets.`,
            ),
          },
        ],
      };
    const share = byLabels / whole;
    const rest = errorsText(whole - byLabels);
    return {
      outcome: share < 0.05 ? 'none' : share < 0.5 ? 'less' : share < 0.97 ? 'more' : 'all',
      parts: [
        {
          words: [
            msg(
              str`${inTheRun(run)}: ${errorsText(few)} errors from ${labels()} labels, ${errorsText(control)} from top answers, ${errorsText(distilled)} from soft targets. So of ${errorsText(whole)} errors fewer, ${errorsText(byLabels)}, or ${formatShare(Math.round(100 * share) / 100)}, are labels: the teacher has labelled ${images()} images.`,
            ),
            soft.conclusion === 'BETTER'
              ? msg(str`The other ${rest} are what only soft targets say: the dark knowledge.`)
              : msg(
                  str`The other ${rest} are what only soft targets say, if they are more than chance: read on.`,
                ),
          ].join(' '),
        },
        {
          words: msg(
            str`A comparison without this control credits all of it to soft targets, and many do. How sure is the rest? ${verdictText(seen, soft)}`,
          ),
        },
      ],
    };
  },
};
