/**
 * What the page says of each preset. Apart from presets.ts, because the first paint needs none of it; a preset without a measured band
 * is not finished.
 */
import { text } from './text.ts';

export interface PresetWords {
  /** One sentence: why a learner should run it. */
  readonly teaches: string;
  /** One sentence: the band of results to expect. */
  readonly expect: string;
}

/** By the preset's id. */
export const PRESET_WORDS: Readonly<Record<string, PresetWords>> = {
  quick: {
    teaches: text(
      'Both students see the same 1,000 images; one gets the labels, the other mostly the soft targets of a teacher that learnt from 10,000.',
    ),
    expect: text(
      'Of 10,000 test images the hard-label student gets 950 to 1,020 wrong, the distilled one 590 to 650.',
    ),
  },
  'few-labels': {
    teaches: text(
      'Three students have 200, 500 or 1,000 labels; the distilled one has none, but the teacher’s answers on 10,000 images. The control has only the top answers: what it gains is labels, the rest is dark knowledge.',
    ),
    expect: text(
      'Of 10,000: about 1,800, 1,380 and 1,070 errors from 200, 500 and 1,000 labels, 510 to 540 distilled, 600 to 660 for the control.',
    ),
  },
  'wrong-labels': {
    teaches: text(
      'A share of the students’ labels is wrong, the teacher’s are not: its soft targets say so image by image.',
    ),
    expect: text(
      'With 20, 40 and 60 % wrong, about 1,090, 1,570 and 3,030 errors from the labels and 510 to 620 distilled: half as many or fewer.',
    ),
  },
  'omit-a-digit': {
    teaches: text(
      'No student ever sees a 3. The distilled one recognises most of them all the same, from how much of a 3 the teacher sees in other digits.',
    ),
    expect: text(
      'The hard-label student gets 0 % of the threes right, the distilled one about 95 %, and 97 % with the bias matched to the class prior.',
    ),
  },
  'seven-eight': {
    teaches: text(
      'Students see nothing but 7s and 8s. What a teacher says of those is enough to tell most other digits.',
    ),
    expect: text(
      'The hard-label student gets 80 % wrong, as it must; the distilled one about 9 %, and 6.5 % with the bias matched.',
    ),
  },
  full: {
    teaches: text(
      'With every label at hand there is next to nothing to gain: a wide student learns as much from the labels.',
    ),
    expect: text(
      'Both students end between 170 and 230 test errors, the distilled one ahead by a dozen or not at all: one seed shows no difference.',
    ),
  },
  'hinton-2015': {
    teaches: text(
      'The networks, T and regularisers of Hinton, Vinyals and Dean, trained with Adam: a big teacher, and a student with no regulariser but soft targets.',
    ),
    expect: text(
      'The paper: teacher 67, hard labels 146, soft targets at T = 20 74 test errors. This teacher comes with the lab and makes 84; its students take over half an hour without a real GPU.',
    ),
  },
  'tiny-student': {
    teaches: text(
      'A student of 30 units a layer cannot follow everything a hot teacher says: of five temperatures, which serves it best?',
    ),
    expect: text(
      'About 400 errors from labels and at T = 2.5, 440 at T = 20: the hotter the worse, and no T helps.',
    ),
  },
  'honest-null': {
    teaches: text(
      'A tiny student on all of MNIST: soft targets change next to nothing, and the lab says so.',
    ),
    expect: text('Both students end between 360 and 450 test errors, in either order.'),
  },
  'capacity-gap': {
    teaches: text(
      'A student of 8 units learns worse from its teacher than from labels; a teacher assistant between them may help, or not.',
    ),
    expect: text(
      'Worse: 930 to 1,050 errors from the labels, 1,090 to 1,310 from the teacher, and no difference shown with the assistant.',
    ),
  },
  't-squared': {
    teaches: text(
      'Without T² the soft term’s pull fades as T grows, and the labels take over: compare the measured gradients.',
    ),
    expect: text('At T = 8, 580 to 610 errors with T² and 750 to 770 without; at T = 2 it matters little.'),
  },
  'bad-teacher': {
    teaches: text(
      'One well-trained teacher beside one that was stopped early, one that learnt smoothed labels and one with random weights: what do their students make of it?',
    ),
    expect: text(
      'About 620 errors from the trained teacher and 600 from smoothed labels, 1,460 from the one stopped early, 3,460 from random weights, 960 from labels alone.',
    ),
  },
  methods: {
    teaches: text(
      'Every method from the same teacher, images, steps and first weights, each at three strengths, of which validation images choose one: which differences are shown?',
    ),
    expect: text(
      'About 1,070 errors from labels alone, 840 from soft targets, 630 where the student begins with layers of its teacher, most others from 820 to 970; with three seeds few of these differences are shown.',
    ),
  },
  ensemble: {
    teaches: text(
      'Five teachers that differ in their seed err in different places; their mean is a better teacher than one.',
    ),
    expect: text('About 620 errors from one teacher, 600 from the mean of five, 960 from labels alone.'),
  },
  'cnn-teaches-mlp': {
    teaches: text(
      'Dark knowledge is in answers, not in layers: a convolutional net that errs on 80 of 10,000 digits teaches a perceptron what it sees in 1,000.',
    ),
    expect: text(
      'About 970 errors from labels, 620 to 710 distilled. The perceptron that teaches in the quick start makes five times as many errors as this teacher, and its students about 620: who knows more need not teach better.',
    ),
  },
  'methods-cnn': {
    teaches: text(
      'Where teacher and student both have convolutions, the student can also be shown where its teacher looks: does attention transfer beat answers alone?',
    ),
    expect: text(
      'About 1,160 errors from labels, 945 from soft targets, 1,060 with attention transfer: both are better than labels, and between them no difference is shown.',
    ),
  },
  'methods-vit': {
    teaches: text(
      'A transformer can match its teacher’s attention maps and hidden states as well as its answers, as TinyBERT does: what does that add?',
    ),
    expect: text(
      'About 1,150 errors from 5,000 labels, 1,030 from soft targets, 960 with TinyBERT: with three seeds none of these differences is shown.',
    ),
  },
  quantise: {
    teaches: text(
      'A student that is to be shipped is rounded to 8 bits: does the distilled one bear that as well as the one that learnt from labels, and is it still ahead?',
    ),
    expect: text(
      'About 970 errors from labels and 620 distilled, and in 8-bit integers, a quarter of the bytes, the same but for a few: distilled first, the student is still 350 ahead.',
    ),
  },
};
