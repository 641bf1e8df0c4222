/** What the controls of the page itself do, from its head to the results. */
import { str, text } from '../../core/text.ts';
import { CARDS } from '../cards.ts';
import { STEPS } from '../guide/steps.ts';
import { ANY, begins, type ControlGroup } from './control.ts';

export const PAGE_CONTROLS: readonly ControlGroup[] = [
  {
    title: text('Head of the page'),
    elements: ['lab-header', 'backend-badge', 'backend-details', 'language-choice', 'lab-app'],
    controls: [
      {
        name: text('Preset'),
        help: text('Loads a ready-made experiment and says what to expect of it; nothing starts.'),
      },
      {
        name: text('Guided tour'),
        help: text('Opens or closes seven short steps: predict, run, read what came of it.'),
      },
      { name: text('What is what?'), help: text('Opens this list.') },
      {
        name: text('Backend'),
        help: text('Tells what computes here, with which trainer, and why.'),
        is: [text(str`Backend ${ANY}`)],
      },
      {
        name: text('Try the GPU again'),
        help: text('Computes with the GPU again, where it was lost or refused.'),
      },
      { name: text('Language'), help: text('Says all of it in another language; a run goes on.') },
      {
        name: text('Licences'),
        help: text('Lists in a new tab whose work the page is made of, and under which licences.'),
      },
    ],
  },
  {
    title: text('Guided tour'),
    elements: ['guided-path'],
    controls: [
      {
        name: text('1 to 7'),
        help: text('Goes to that step; predictions are kept.'),
        is: [text(str`Step ${ANY}, ${ANY}`)],
      },
      {
        name: text('A prediction'),
        help: text('Keeps what you expect, to be read beside what happens.'),
        is: STEPS.flatMap(({ choices }) => choices.map(({ name }) => name)),
      },
      {
        name: text('Set it up'),
        help: text('Loads the step’s experiment and opens its tab; nothing starts.'),
      },
      {
        name: text('Replay the recorded run'),
        help: text('Sets the step up and plays a run that was recorded before.'),
      },
      { name: text('Go to its end'), help: text('Jumps to the end of the recording.') },
      { name: text('Show me'), help: text('Shows what happens, with a recorded run where one is needed.') },
      {
        name: [text('Look at T'), text('Open The loss'), text('Draw a 3'), text('Move the bias')],
        help: text('Brings up the part of the page that the words speak of.'),
        is: [text(str`Look at T = ${ANY}`)],
      },
      { name: text('Set five seeds'), help: text('Sets Seeds to 5, for the next run.') },
      { name: text('Set up Bad teachers'), help: text('Loads that preset; nothing starts.') },
      { name: text('Read on'), help: text('Goes on with the explanation.') },
      { name: [text('Next'), text('Back')], help: text('Goes to the step after this one or before it.') },
      { name: text('Start over'), help: text('Forgets all predictions and goes to step 1.') },
      { name: text('Close the tour'), help: text('Closes it; it opens again where you left.') },
      {
        name: [text('Show'), text('Fold')],
        help: text('Hides or shows the words of the step, on a small screen.'),
        is: [text('Show the words of this step'), text('Fold the words of this step')],
      },
      {
        name: text('A source'),
        help: text('Opens the paper in a new tab.'),
        is: [str`${ANY} 20${ANY}, ${ANY}`],
      },
    ],
  },
  {
    title: text('The run'),
    elements: ['run-bar', 'pace-select', 'keys-panel'],
    controls: [
      {
        name: text('Run'),
        help: text('Trains the teacher, then the students, with the settings of the recipe.'),
      },
      { name: text('Pause'), help: text('Holds the run after this step.') },
      { name: text('Resume'), help: text('Goes on from where it was held.') },
      { name: text('Step'), help: text('Takes one step of training and holds.') },
      { name: text('Stop'), help: text('Ends the run after this step; the curves stay.') },
      { name: text('Reset'), help: text('Clears the run from the page and keeps the settings.') },
      {
        name: text('Pace'),
        help: text('Slow motion: at most so many steps of training a second, for the same numbers.'),
      },
      { name: text('Keys'), help: text('Lists the keys that drive the run, and switches them off.') },
    ],
  },
  {
    title: text('Share and export'),
    elements: ['share-bar', 'share-panel', 'large-code'],
    controls: [
      { name: text('Share'), help: text('Copies a link to this experiment and shows it, as a QR code too.') },
      {
        name: text('Present'),
        help: text('Shows the stage alone, large, for a talk; the experiment and the run stay.'),
      },
      { name: text('Export'), help: text('Saves the run as run.json, with all its numbers and curves.') },
      { name: text('More files'), help: text('Opens the list of other files to save or open.') },
      { name: text('Results as CSV'), help: text('Saves the results as a table, a network a line.') },
      {
        name: text('Accuracy chart, Loss chart'),
        help: text('Saves a chart as an image.'),
        is: [
          text('Accuracy chart as PNG'),
          text('Loss chart as PNG'),
          text('Accuracy chart as SVG'),
          text('Loss chart as SVG'),
        ],
      },
      { name: text('Experiment as JSON'), help: text('Saves the settings, without a run.') },
      {
        name: text('Open an experiment or a run'),
        help: text('Loads settings or a run from a file that the lab has saved.'),
      },
      {
        name: [text('The lab'), text('A presentation'), text('A frame for slides and course pages')],
        help: text('Chooses what the link opens.'),
      },
      {
        name: [text('The link'), text('The frame’s HTML')],
        help: text('The text that is shared, to be copied by hand.'),
      },
      { name: [text('Copy link'), text('Copy HTML')], help: text('Copies that text again.') },
      { name: text('Show large'), help: text('Shows the QR code over the whole window, for a room.') },
      { name: text('Send …'), help: text('Hands the link to another app of this device.') },
      { name: text('Close'), help: text('Closes the panel.') },
    ],
  },
  {
    title: text('Notes'),
    elements: ['lab-notes', 'update-note', 'unfinished-note', 'reuse-note', 'curve-chart'],
    controls: [
      { name: text('Dismiss'), help: text('Puts the notices away.') },
      { name: text('Try again'), help: text('Loads what could not be loaded.') },
      {
        name: text('Reload'),
        help: text('Loads the page anew, and with it a newer version; runs that ended are kept.'),
      },
      {
        name: text('Train here'),
        help: text('Runs in this tab; the run of the other tab is stopped and kept.'),
      },
      { name: text('Run again'), help: text('Begins the run that failed anew.') },
      {
        name: text('Go on with it'),
        help: text('Continues the run that was interrupted, to the same numbers.'),
      },
      { name: text('Discard'), help: text('Forgets the run that was interrupted.') },
      {
        name: [text('Use the new version'), text('Reload')],
        help: text('Loads the page anew, in its new version; settings stay.'),
      },
      { name: text('Train it afresh'), help: text('Runs again with a teacher that is trained anew.') },
    ],
  },
  {
    title: text('A recorded run'),
    elements: ['replay-bar'],
    controls: [
      {
        name: text('Replay a recorded run'),
        help: text('Plays a run of this preset that was recorded; nothing is computed.'),
      },
      {
        name: [text('Play'), text('Pause')],
        help: text('Plays the recording or holds it.'),
        is: [text('Play the recording'), text('Pause the recording'), text('Play again the recording')],
      },
      { name: text('Moment of the recording'), help: text('Moves to any moment of the recorded training.') },
      { name: text('Speed'), help: text('How many times as fast as it was.') },
    ],
  },
  {
    title: text('Charts and results'),
    elements: ['curve-chart', 'lab-verdict', 'results-table'],
    controls: [
      { name: text('Show as table'), help: text('Shows the numbers of the chart’s curves.') },
      {
        name: text('More comparisons'),
        help: text('Shows what else the run compares.'),
        is: [text('One more comparison'), text(str`${ANY} more comparisons`)],
      },
      {
        name: text('Show all rows'),
        help: text('Shows every network of a long run, or the first ones.'),
        is: [text(str`Show ${ANY} rows`), text(str`Show all ${ANY} rows`)],
      },
    ],
  },
];

/** Cards that fold. */
const FOLDED = CARDS.filter(({ card }) => card !== 'distillation').map(({ title }) => title);

export const RECIPE_CONTROLS: ControlGroup = {
  title: text('Recipe, beside its settings'),
  elements: [
    ...['recipe-rail', 'card-hints', 'loss-formula', 'alpha-choice', 'own-files'],
    ...['teacher-file', 'shipped-teachers'],
  ],
  controls: [
    {
      name: text('Alpha weighs soft targets or labels'),
      help: text('Chooses which term the slider’s alpha stands for; the experiment stays the same.'),
      is: [text('soft targets'), text('labels')],
    },
    {
      name: FOLDED,
      help: text('Opens a card of the recipe, with its settings.'),
      is: FOLDED.map(begins),
    },
    { name: text('More'), help: text('Shows the settings that are seldom changed.') },
    {
      name: text('The paper of a method'),
      help: text('Opens the paper that a method comes from, on arXiv in a new tab.'),
      is: [str`arXiv ${ANY}`],
    },
    {
      name: text('Use it'),
      help: text('Takes a teacher that comes with the lab, and all that it was trained with.'),
      is: [text(str`Use it: ${ANY}`), text(str`Chosen: ${ANY}`)],
    },
    { name: text('Use a model of your own'), help: text('Lets a tfjs classifier be the teacher.') },
    { name: text('It takes grey levels from'), help: text('Says how that model wants its pixels.') },
    { name: text('Model and weights'), help: text('Chooses its model.json and the files of its weights.') },
    { name: text('Train a teacher instead'), help: text('Puts the model of your own away.') },
    {
      name: text('Your image and label files'),
      help: text('Chooses IDX files of images and labels of your own.'),
    },
    { name: text('Choose again'), help: text('Chooses other files, where the last ones were refused.') },
  ],
};
