/** Step 1: what a teacher's answer says that a label does not. */
import { softened } from '../../../core/answers.ts';
import { decimal, msg, str, text } from '../../../core/text.ts';
import { formatPercent } from '../../format.ts';
import { shownConfig, type Step } from '../step.ts';

export const softTargets: Step = {
  id: 'soft-targets',
  title: text('What is a soft target?'),
  presets: ['quick'],
  tab: 'dark',
  temperature: 1,
  temperatureShown: 8,
  part: 'tabs',
  reads: 'answers',
  words: () =>
    msg(
      'A label says one thing: this is a 4. A trained teacher answers with ten shares that add up to one, a share for each digit. Those are its soft targets.',
    ),
  question: text('Shown a handwritten 4, which digit does the teacher see second?'),
  choices: [
    { id: '9', name: text('A 9') },
    { id: '7', name: text('A 7') },
    { id: '1', name: text('A 1') },
    { id: 'other', name: text('Another one') },
  ],
  todo: text('Press Set it up. Networks that come with the lab answer at once; nothing is trained.'),
  read: ({ state, answers }) => {
    if (state.look.tab !== 'dark' || !answers) return undefined;
    const { temperature } = shownConfig(state).distillation;
    const [cold, warm] = [1, temperature].map((T) => softened(answers.teacher, 0, answers.classes, T));
    const ranked = [...cold!.keys()].sort((a, b) => answers.teacher[b]! - answers.teacher[a]!);
    const [first, second, last] = [ranked[0]!, ranked[1]!, ranked.at(-1)!];
    const known = softTargets.choices.some(({ id }) => id === String(second));
    return {
      outcome: known ? String(second) : 'other',
      parts: [
        {
          words: msg(
            str`At T = 1 it sees ${formatPercent(cold![first]!)} of a ${first}, then ${formatPercent(cold![second]!)} of a ${second}: hardly more than a label. At T = ${decimal(temperature)} the same answer reads ${formatPercent(warm![first]!)} and ${formatPercent(warm![second]!)}, and least of all a ${last}, ${formatPercent(warm![last]!)}. Nothing was added: the ten numbers are only shown softer. How much of every digit is in this one is what the distilled student learns from. Look at both.`,
          ),
          offers: [1, temperature].map((T) => ({
            name: msg(str`Look at T = ${decimal(T)}`),
            commands: [
              { kind: 'openTab', tab: 'dark' },
              { kind: 'look', row: undefined, temperature: T },
              { kind: 'bring', part: 'tabs' },
            ],
          })),
        },
      ],
    };
  },
};
