/** Whether single keys do anything (WCAG 2.1.4): remembered, and where the browser keeps nothing as long as the page. */
import { remember, remembered } from '../remembered.ts';

const NAME = 'keys';

let on: boolean | undefined;

export function keysAreOn(): boolean {
  return (on ??= remembered(NAME) !== 'off');
}

export function switchKeys(to: boolean): void {
  on = to;
  remember(NAME, to ? 'on' : 'off');
}
