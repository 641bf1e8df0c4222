/** What the controls under the results do, tab by tab. */
import type { ControlGroup } from './control.ts';

export const PANEL_CONTROLS: readonly ControlGroup[] = [
  {
    title: 'The tabs',
    elements: ['lab-explore'],
    controls: [
      { name: 'The paper', help: 'The numbers of the 2015 paper beside those of this run.' },
      { name: 'Dark knowledge', help: 'What each network sees in a digit, class by class, at any T.' },
      { name: 'Draw a digit', help: 'Paper for a digit of yours, which every network answers.' },
      { name: 'The loss', help: 'How labels and soft targets pull at a student’s logits.' },
      { name: 'Sweep', help: 'What several values of a setting came to, side by side.' },
      { name: 'Classes', help: 'Which digits each network gets right, and what it takes for what.' },
      { name: 'Disagreements', help: 'Images that two networks answer differently.' },
      { name: 'Confidence', help: 'Whether a network is as often right as it is sure.' },
      { name: 'Size and speed', help: 'What each network costs; exports it as a model.' },
      { name: 'Runs', help: 'Every run that this browser has kept.' },
    ],
  },
  {
    title: 'Dark knowledge',
    elements: [
      'dark-knowledge-panel',
      'draw-panel',
      'image-picker',
      'image-grid',
      'temperature-choice',
      'similarity-matrix',
    ],
    controls: [
      { name: 'Look at T', help: 'Shows the answers at another T; the recipe stays as it is.' },
      {
        name: 'T = 1, T of the recipe, T → ∞',
        help: 'Goes to that T at once.',
        is: /^T (= [\d.]+( ?recipe)?|→ ∞)$/,
      },
      { name: 'Which digits', help: 'Offers only test images of one digit.' },
      { name: 'In which order', help: 'Puts the images first of which the teacher is least sure.' },
      { name: 'An image', help: 'Takes that test image.', is: /^Test image \d/ },
      {
        name: 'Earlier, Later images',
        help: 'Turns the pages of the test images.',
        is: /^(Earlier|Later) images$/,
      },
      { name: 'What', help: 'Chooses whose look-alikes are shown.', is: /^(Of|What|Network|What does)$/ },
      { name: 'minus', help: 'Takes another network’s look-alikes off, so that what differs is left.' },
      {
        name: 'A cell of the look-alikes',
        help: 'Shows the images of one digit in which it sees most of another.',
        is: /: in images of \d, of \d$/,
      },
      {
        name: 'Teacher, Student of the labels, Student of the teacher',
        help: 'Chooses one of several networks of a run, here and under Draw a digit.',
        is: /^(Teacher|Student of the (labels|teacher))$/,
      },
    ],
  },
  {
    title: 'Draw a digit',
    elements: ['draw-panel', 'digit-pad'],
    controls: [
      {
        name: 'The paper',
        help: 'Draw with mouse, finger or pen; by keyboard, Space puts the pen down and up, arrows move it.',
        is: /^Draw a digit$/,
      },
      { name: 'Undo', help: 'Takes the last stroke back.' },
      { name: 'Clear', help: 'Takes all strokes off.' },
      { name: 'Take a test digit', help: 'Puts the next test image on the paper, to be drawn on.' },
    ],
  },
  {
    title: 'The loss',
    elements: ['loss-panel', 'gradient-panel'],
    controls: [
      {
        name: 'Teacher’s weight',
        help: 'Tries another weight of the soft targets; the recipe stays as it is.',
      },
      { name: 'with T²', help: 'Tries the soft term with T² in front or without.' },
      { name: 'Student', help: 'Chooses whose logits are pulled at.' },
    ],
  },
  {
    title: 'Sweep',
    elements: ['sweep-panel'],
    controls: [
      { name: 'Show', help: 'Chooses what the cells are coloured by.' },
      { name: 'Cells as CSV', help: 'Saves the cells as a table.' },
    ],
  },
  {
    title: 'Classes',
    elements: ['digits-panel', 'confusion-panel'],
    controls: [
      { name: 'Student', help: 'Chooses whose bias is moved.' },
      { name: 'Bias', help: 'Adds a number to the logit that nobody showed, on validation images.' },
      {
        name: 'Match the class prior',
        help: 'Sets the bias with which the digit is answered as often as it comes.',
      },
      { name: 'Network', help: 'Chooses whose confusions are shown.' },
    ],
  },
  {
    title: 'Disagreements',
    elements: ['disagreements-panel'],
    controls: [
      { name: 'First, Second', help: 'Chooses the two networks.', is: /^(First|Second)$/ },
      { name: 'Show', help: 'Chooses which disagreements: all, or by who is right.' },
      { name: 'Show more', help: 'Shows more of these images.' },
    ],
  },
  {
    title: 'Size and speed',
    elements: ['cost-panel'],
    controls: [
      {
        name: 'float32, float16',
        help: 'Saves that network as a tfjs model, exact or half as large.',
        is: /^Export .+ as a tfjs model in float(16|32)$/,
      },
    ],
  },
  {
    title: 'Runs',
    elements: ['runs-panel'],
    controls: [
      { name: 'Open a run', help: 'Reads a run from a file and keeps it.' },
      {
        name: 'In the charts',
        help: 'Lays the run’s curves over those of the run on the page.',
        is: /^Lay .+ over the charts$/,
      },
      { name: 'Name', help: 'Gives the run another name.', is: /^Name of / },
      { name: 'Show', help: 'Puts the run on the page.', is: /^Show: / },
      { name: 'Use its settings', help: 'Loads its experiment into the recipe.', is: /^Use its settings: / },
      { name: 'Export', help: 'Saves it as run.json.', is: /^Export: / },
      {
        name: 'Remove',
        help: 'Removes it from this browser, when you press it twice.',
        is: /^Remove( for good:)? /,
      },
    ],
  },
];
