/** What the controls under the results do, tab by tab. */
import { str, text } from '../../core/text.ts';
import { PRECISIONS } from '../../core/weights-file.ts';
import { ANY, type ControlGroup } from './control.ts';

export const PANEL_CONTROLS: readonly ControlGroup[] = [
  {
    title: text('The tabs'),
    elements: ['lab-explore'],
    controls: [
      { name: text('The paper'), help: text('The numbers of the 2015 paper beside those of this run.') },
      {
        name: text('Dark knowledge'),
        help: text('What each network sees in a digit, class by class, at any T.'),
      },
      { name: text('Draw a digit'), help: text('Paper for a digit of yours, which every network answers.') },
      { name: text('The loss'), help: text('How labels and soft targets pull at a student’s logits.') },
      {
        name: text('Leaderboard'),
        help: text('What several methods of distillation came to, side by side.'),
      },
      { name: text('Sweep'), help: text('What several values of a setting came to, side by side.') },
      {
        name: text('Classes'),
        help: text('Which digits each network gets right, and what it takes for what.'),
      },
      { name: text('Disagreements'), help: text('Images that two networks answer differently.') },
      { name: text('Confidence'), help: text('Whether a network is as often right as it is sure.') },
      { name: text('Size and speed'), help: text('What each network costs; exports it as a model.') },
      { name: text('Runs'), help: text('Every run that this browser has kept.') },
    ],
  },
  {
    title: text('Dark knowledge'),
    elements: [
      'dark-knowledge-panel',
      'draw-panel',
      'image-picker',
      'image-grid',
      'temperature-choice',
      'similarity-matrix',
    ],
    controls: [
      { name: text('Look at T'), help: text('Shows the answers at another T; the recipe stays as it is.') },
      {
        name: text('T = 1, T of the recipe, T → ∞'),
        help: text('Goes to that T at once.'),
        is: [str`T = ${ANY}`, 'T → ∞'],
      },
      { name: text('Which digits'), help: text('Offers only test images of one digit.') },
      {
        name: text('In which order'),
        help: text('Puts the images first of which the teacher is least sure.'),
      },
      { name: text('An image'), help: text('Takes that test image.'), is: [text(str`Test image ${ANY}`)] },
      {
        name: [text('Earlier images'), text('Later images')],
        help: text('Turns the pages of the test images.'),
      },
      { name: text('Network'), help: text('Chooses whose look-alikes are shown.') },
      {
        name: text('minus'),
        help: text('Takes another network’s look-alikes off, so that what differs is left.'),
      },
      {
        name: text('A cell of the look-alikes'),
        help: text('Shows the images of one digit in which it sees most of another.'),
        is: [text(str`${ANY}: in images of ${ANY}, of ${ANY}`)],
      },
      {
        name: [text('Teacher'), text('Student of the labels'), text('Student of the teacher')],
        help: text('Chooses one of several networks of a run, here and under Draw a digit.'),
      },
    ],
  },
  {
    title: text('Draw a digit'),
    elements: ['draw-panel', 'digit-pad'],
    controls: [
      {
        name: text('Draw a digit'),
        help: text(
          'Draw with mouse, finger or pen; by keyboard, Space puts the pen down and up, arrows move it.',
        ),
      },
      { name: text('Undo'), help: text('Takes the last stroke back.') },
      { name: text('Clear'), help: text('Takes all strokes off.') },
      {
        name: text('Take a test digit'),
        help: text('Puts the next test image on the paper, to be drawn on.'),
      },
    ],
  },
  {
    title: text('The loss'),
    elements: ['loss-panel', 'gradient-panel', 'terms-panel'],
    controls: [
      {
        name: text('Teacher’s weight'),
        help: text('Tries another weight of the soft targets; the recipe stays as it is.'),
      },
      { name: text('with T²'), help: text('Tries the soft term with T² in front or without.') },
      { name: text('Student'), help: text('Chooses whose logits are pulled at.') },
      { name: text('Whose'), help: text('Chooses whose loss is shown in its terms.') },
    ],
  },
  {
    title: text('Leaderboard'),
    elements: ['leaderboard-panel'],
    controls: [
      { name: text('Leaderboard as CSV'), help: text('Saves the leaderboard with every number as a table.') },
    ],
  },
  {
    title: text('Sweep'),
    elements: ['sweep-panel'],
    controls: [
      { name: text('Show'), help: text('Chooses what the cells are coloured by.') },
      { name: text('Cells as CSV'), help: text('Saves the cells as a table.') },
    ],
  },
  {
    title: text('Classes'),
    elements: ['digits-panel', 'confusion-panel'],
    controls: [
      { name: text('Student'), help: text('Chooses whose bias is moved.') },
      {
        name: text('Bias'),
        help: text('Adds a number to the logit that nobody showed, on validation images.'),
      },
      {
        name: text('Match the class prior'),
        help: text('Sets the bias with which the digit is answered as often as it comes.'),
      },
      { name: text('Network'), help: text('Chooses whose confusions are shown.') },
    ],
  },
  {
    title: text('Disagreements'),
    elements: ['disagreements-panel'],
    controls: [
      { name: [text('First'), text('Second')], help: text('Chooses the two networks.') },
      { name: text('Show'), help: text('Chooses which disagreements: all, or by who is right.') },
      { name: text('Show more'), help: text('Shows more of these images.') },
    ],
  },
  {
    title: text('Size and speed'),
    elements: ['cost-panel'],
    controls: [
      {
        name: [...PRECISIONS],
        help: text('Saves that network as a tfjs model: exact, half as large, or a quarter.'),
        is: [text(str`Export ${ANY} as a tfjs model in ${ANY}`)],
      },
    ],
  },
  {
    title: text('Runs'),
    elements: ['runs-panel', 'kept-here'],
    controls: [
      { name: text('Open a run'), help: text('Reads a run from a file and keeps it.') },
      {
        name: text('In the charts'),
        help: text('Lays the run’s curves over those of the run on the page.'),
        is: [text(str`Lay ${ANY} over the charts`)],
      },
      { name: text('Name'), help: text('Gives the run another name.'), is: [text(str`Name of ${ANY}`)] },
      { name: text('Show'), help: text('Puts the run on the page.'), is: [text(str`Show: ${ANY}`)] },
      {
        name: text('Use its settings'),
        help: text('Loads its experiment into the recipe.'),
        is: [text(str`Use its settings: ${ANY}`)],
      },
      { name: text('Export'), help: text('Saves it as run.json.'), is: [text(str`Export: ${ANY}`)] },
      {
        name: text('Remove'),
        help: text('Removes it from this browser, when you press it twice.'),
        is: [text(str`Remove ${ANY}`), text(str`Remove for good: ${ANY}`)],
      },
      {
        name: text('Export as found'),
        help: text('Saves what is left of a damaged run, for a bug report.'),
        is: [text(str`Export as found: ${ANY}`)],
      },
      {
        name: text('Ask the browser to keep it'),
        help: text('Asks your browser not to remove kept runs when space runs short.'),
      },
      {
        name: text('Erase everything'),
        help: text('Removes all that the lab keeps in this browser, once you have said yes.'),
      },
      {
        name: [text('Erase it all'), text('Keep it')],
        help: text('Says yes or no to erasing everything.'),
      },
    ],
  },
];
