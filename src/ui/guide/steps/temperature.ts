/** Step 2: what T does to an answer, and why T without end is not the end of information. */
import { entropyBits, softened } from '../../../core/answers.ts';
import { decimal, formatNumber, msg, str, text } from '../../../core/text.ts';
import { lengthOf, logitMatchingGradient, softGradient } from '../../../core/term-gradients.ts';
import { formatPercent } from '../../format.ts';
import { shownConfig, type Answers, type Part, type Step } from '../step.ts';

/** From here on somebody has seen where it goes. */
const HOT = 20;

export const temperature: Step = {
  id: 'temperature',
  title: text('What does T do?'),
  presets: ['quick'],
  tab: 'dark',
  temperature: 1,
  temperatureShown: Infinity,
  part: 'tabs',
  reads: 'answers',
  words: () =>
    msg(
      'Before the teacher’s ten logits become shares, they are divided by T. Slide T slowly from 1 upwards and watch the bars of the 4.',
    ),
  question: text('What becomes of the answer as T grows without end?'),
  choices: [
    { id: 'even', name: text('Ten equal shares') },
    { id: 'top', name: text('The 4 takes all') },
    { id: 'swap', name: text('The 9 overtakes the 4') },
  ],
  todo: text('Press Set it up, slide T to the right, then press T → ∞ beside the slider.'),
  read: ({ state, answers }) => {
    const { temperature: T = 1 } = state.look;
    if (!answers || T < HOT) return undefined;
    const recipe = shownConfig(state).distillation.temperature;
    const at = (t: number) => softened(answers.teacher, 0, answers.classes, t);
    const [each] = at(Infinity) as [number];
    const doubt = (t: number) => decimal(entropyBits(at(t)).toFixed(2));
    return {
      outcome: 'even', // softmax(z / ∞) of any logits
      parts: [
        {
          words: msg(
            str`The entropy of its answer to this 4 is ${doubt(1)} bits at T = 1, ${doubt(recipe)} at T = ${decimal(recipe)} and ${doubt(Infinity)} as T → ∞, where every digit has ${formatPercent(each)}: there is no more doubt to be had among ten. At every T short of that the digits keep their order. T changes the contrast, never the ranking.`,
          ),
        },
        {
          words: msg(
            'That is why T matters. On an image that the teacher is sure of, its answer at T = 1 is all but a label. A warmer one also says how little of a 3 there is, and a student has to get that right, too. How warm is best is measured, not known: the 2015 paper found T from 2.5 to 4 best for students of 30 units a layer, and all above 8 alike for 300 or more.',
          ),
        },
        ...(answers.student ? [pullPart(answers, answers.student, recipe)] : []),
      ],
    };
  },
};

function pullPart({ teacher, classes }: Answers, student: Float32Array, recipe: number): Part {
  const pull = (T: number, tSquared: boolean) =>
    short(lengthOf(softGradient(student, teacher, 0, classes, T, tSquared)));
  const limit = short(lengthOf(logitMatchingGradient(student, teacher, 0, classes)));
  return {
    words: msg(
      str`“T → ∞ carries no information” is often read, and is true only without T². Then the pull on the student’s logits fades: ${pull(1, false)} at T = 1, ${pull(recipe, false)} at ${decimal(recipe)}, ${pull(100, false)} at 100, on this 4. The loss multiplies by T²: ${pull(1, true)}, ${pull(recipe, true)}, ${pull(100, true)}, and at the end ${limit}, not nothing. There it matches logits, each set less its mean. Under The loss, switch T² off.`,
    ),
    offers: [
      {
        name: msg('Open The loss'),
        commands: [
          { kind: 'openTab', tab: 'loss' },
          { kind: 'bring', part: 'tabs' },
        ],
      },
    ],
  };
}

/** Two digits that count, however small. */
function short(length: number): string {
  return formatNumber(length, { minimumSignificantDigits: 2, maximumSignificantDigits: 2 });
}
