/** Every control of the page with one sentence. A test compares this with the controls that are there. */
import { SETTINGS } from '../../core/settings.ts';
import { str, text, within } from '../../core/text.ts';
import { CARDS } from '../cards.ts';
import type { ControlGroup } from './control.ts';
import { PAGE_CONTROLS, RECIPE_CONTROLS } from './page-controls.ts';
import { PANEL_CONTROLS } from './panel-controls.ts';

const settings = CARDS.map(({ card, title }): ControlGroup => ({
  title: text(str`Recipe, ${within(title)}`),
  elements: ['setting-field'],
  controls: SETTINGS.filter((setting) => setting.card === card).map(({ label, help }) => ({
    name: label,
    help,
  })),
}));

const HELP: ControlGroup = {
  title: text('This list'),
  elements: ['control-help'],
  controls: [
    { name: text('Find'), help: text('Shows only what holds these letters.') },
    { name: text('Close the list'), help: text('Closes it; Escape does the same.') },
  ],
};

export const CONTROL_GROUPS: readonly ControlGroup[] = [
  ...PAGE_CONTROLS,
  ...settings,
  RECIPE_CONTROLS,
  ...PANEL_CONTROLS,
  HELP,
];
