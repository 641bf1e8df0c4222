/** What the controls of the page itself do, from its head to the results. */
import { STEPS } from '../guide/steps.ts';
import type { ControlGroup } from './control.ts';

/** Of every step. */
const PREDICTIONS = STEPS.flatMap(({ choices }) => choices.map(({ name }) => name)).join('|');

export const PAGE_CONTROLS: readonly ControlGroup[] = [
  {
    title: 'Head of the page',
    elements: ['lab-header', 'backend-badge'],
    controls: [
      {
        name: 'Preset',
        help: 'Loads a ready-made experiment and says what to expect of it; nothing starts.',
      },
      {
        name: 'Guided tour',
        help: 'Opens or closes seven short steps: predict, run, read what came of it.',
      },
      { name: 'What is what?', help: 'Opens this list.' },
      {
        name: 'Backend',
        help: 'Tells what computes here, with which trainer, and why.',
        is: /^Backend/,
      },
    ],
  },
  {
    title: 'Guided tour',
    elements: ['guided-path'],
    controls: [
      { name: '1 to 7', help: 'Goes to that step; predictions are kept.', is: /^Step \d, / },
      {
        name: 'A prediction',
        help: 'Keeps what you expect, to be read beside what happens.',
        is: new RegExp(`^(${PREDICTIONS})$`),
      },
      { name: 'Set it up', help: 'Loads the step’s experiment and opens its tab; nothing starts.' },
      { name: 'Replay the recorded run', help: 'Sets the step up and plays a run that was recorded before.' },
      { name: 'Go to its end', help: 'Jumps to the end of the recording.' },
      { name: 'Show me', help: 'Shows what happens, with a recorded run where one is needed.' },
      {
        name: 'Look at T, Open …, Draw a 3, Move the bias',
        help: 'Brings up the part of the page that the words speak of.',
        is: /^(Look at T = \d+|Open The loss|Draw a 3|Move the bias)$/,
      },
      { name: 'Set five seeds', help: 'Sets Seeds to 5, for the next run.' },
      { name: 'Set up Bad teachers', help: 'Loads that preset; nothing starts.' },
      { name: 'Read on', help: 'Goes on with the explanation.' },
      { name: 'Next, Back', help: 'Goes to the step after this one or before it.', is: /^(Next|Back)$/ },
      { name: 'Start over', help: 'Forgets all predictions and goes to step 1.' },
      { name: 'Close the tour', help: 'Closes it; it opens again where you left.' },
      {
        name: 'Show, Fold',
        help: 'Hides or shows the words of the step, on a small screen.',
        is: /^(Show|Fold) the words/,
      },
      { name: 'A source', help: 'Opens the paper in a new tab.', is: /\b20\d\d, / },
    ],
  },
  {
    title: 'The run',
    elements: ['run-bar', 'pace-select', 'keys-panel'],
    controls: [
      { name: 'Run', help: 'Trains the teacher, then the students, with the settings of the recipe.' },
      { name: 'Pause', help: 'Holds the run after this step.' },
      { name: 'Resume', help: 'Goes on from where it was held.' },
      { name: 'Step', help: 'Takes one step of training and holds.' },
      { name: 'Stop', help: 'Ends the run after this step; the curves stay.' },
      { name: 'Reset', help: 'Clears the run from the page and keeps the settings.' },
      {
        name: 'Pace',
        help: 'Slow motion: at most so many steps of training a second, for the same numbers.',
      },
      { name: 'Keys', help: 'Lists the keys that drive the run, and switches them off.' },
    ],
  },
  {
    title: 'Share and export',
    elements: ['share-bar', 'share-panel', 'large-code'],
    controls: [
      { name: 'Share', help: 'Copies a link to this experiment and shows it, as a QR code too.' },
      { name: 'Present', help: 'Shows the stage alone, large, for a talk; the experiment and the run stay.' },
      { name: 'Export', help: 'Saves the run as run.json, with all its numbers and curves.' },
      { name: 'More files', help: 'Opens the list of other files to save or open.' },
      { name: 'Results as CSV', help: 'Saves the results as a table, a network a line.' },
      {
        name: 'Accuracy chart, Loss chart',
        help: 'Saves a chart as an image.',
        is: /^(Accuracy|Loss) chart as (PNG|SVG)$/,
      },
      { name: 'Experiment as JSON', help: 'Saves the settings, without a run.' },
      {
        name: 'Open an experiment or a run',
        help: 'Loads settings or a run from a file that the lab has saved.',
      },
      {
        name: 'The lab, A presentation, A frame',
        help: 'Chooses what the link opens.',
        is: /^(The lab|A presentation|A frame for slides and course pages)$/,
      },
      {
        name: 'The link, The frame’s HTML',
        help: 'The text that is shared, to be copied by hand.',
        is: /^(The link|The frame’s HTML)$/,
      },
      { name: 'Copy', help: 'Copies that text again.', is: /^Copy (link|HTML)$/ },
      { name: 'Show large', help: 'Shows the QR code over the whole window, for a room.' },
      { name: 'Send …', help: 'Hands the link to another app of this device.' },
      { name: 'Close', help: 'Closes the panel.' },
    ],
  },
  {
    title: 'Notes',
    elements: ['lab-notes', 'unfinished-note', 'reuse-note'],
    controls: [
      { name: 'Dismiss', help: 'Puts the notices away.' },
      { name: 'Try again', help: 'Loads what could not be loaded.' },
      { name: 'Run again', help: 'Begins the run that failed anew.' },
      { name: 'Go on with it', help: 'Continues the run that was interrupted, to the same numbers.' },
      { name: 'Discard', help: 'Forgets the run that was interrupted.' },
      { name: 'Train it afresh', help: 'Runs again with a teacher that is trained anew.' },
    ],
  },
  {
    title: 'A recorded run',
    elements: ['replay-bar'],
    controls: [
      {
        name: 'Replay a recorded run',
        help: 'Plays a run of this preset that was recorded; nothing is computed.',
      },
      {
        name: 'Play, Pause',
        help: 'Plays the recording or holds it.',
        is: /^(Play|Pause|Play again) the recording$/,
      },
      { name: 'Moment of the recording', help: 'Moves to any moment of the recorded training.' },
      { name: 'Speed', help: 'How many times as fast as it was.' },
    ],
  },
  {
    title: 'Charts and results',
    elements: ['curve-chart', 'lab-verdict', 'results-table'],
    controls: [
      { name: 'Show as table', help: 'Shows the numbers of the chart’s curves.' },
      {
        name: 'More comparisons',
        help: 'Shows what else the run compares.',
        is: /^(One|\d+) more comparisons?$/,
      },
      {
        name: 'Show all rows',
        help: 'Shows every network of a long run, or the first ones.',
        is: /^Show (all )?\d+ rows$/,
      },
    ],
  },
];

export const RECIPE_CONTROLS: ControlGroup = {
  title: 'Recipe, beside its settings',
  elements: ['recipe-rail', 'loss-formula', 'alpha-choice', 'own-files', 'teacher-file', 'shipped-teachers'],
  controls: [
    {
      name: 'Alpha weighs soft targets or labels',
      help: 'Chooses which term the slider’s alpha stands for; the experiment stays the same.',
      is: /^(soft targets|labels)$/,
    },
    {
      name: 'Data, Teacher, Students',
      help: 'Opens a card of the recipe, with its settings.',
      is: /^(Data|Teacher|Students)\b/,
    },
    { name: 'More', help: 'Shows the settings that are seldom changed.' },
    {
      name: 'Use it',
      help: 'Takes a teacher that comes with the lab, and all that it was trained with.',
      is: /^(Use it|Chosen): /,
    },
    { name: 'Use a model of your own', help: 'Lets a tfjs classifier be the teacher.' },
    { name: 'It takes grey levels from', help: 'Says how that model wants its pixels.' },
    { name: 'Model and weights', help: 'Chooses its model.json and the files of its weights.' },
    { name: 'Train a teacher instead', help: 'Puts the model of your own away.' },
    { name: 'Your image and label files', help: 'Chooses IDX files of images and labels of your own.' },
  ],
};
