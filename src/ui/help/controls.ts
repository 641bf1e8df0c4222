/** Every control of the page with one sentence. A test compares this with the controls that are there. */
import { SETTINGS } from '../../core/settings.ts';
import { CARDS } from '../cards.ts';
import type { ControlGroup } from './control.ts';
import { PAGE_CONTROLS, RECIPE_CONTROLS } from './page-controls.ts';
import { PANEL_CONTROLS } from './panel-controls.ts';

const settings = CARDS.map(({ card, title }): ControlGroup => ({
  title: `Recipe, ${title}`,
  elements: ['setting-field'],
  controls: SETTINGS.filter((setting) => setting.card === card).map(({ label, help }) => ({
    name: label,
    help,
  })),
}));

const HELP: ControlGroup = {
  title: 'This list',
  elements: ['control-help'],
  controls: [
    { name: 'Find', help: 'Shows only what holds these letters.' },
    { name: 'Close the list', help: 'Closes it; Escape does the same.' },
  ],
};

export const CONTROL_GROUPS: readonly ControlGroup[] = [
  ...PAGE_CONTROLS,
  ...settings,
  RECIPE_CONTROLS,
  ...PANEL_CONTROLS,
  HELP,
];
