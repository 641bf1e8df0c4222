import { str, within, type Text } from '../../core/text.ts';

/** One sentence for a control. */
export interface Control {
  /** In the words of the page, whose translations they share; names where several have one sentence. */
  readonly name: Text | readonly Text[];
  readonly help: Text;
  /** Its accessible names on the page, where those are not just its name. */
  readonly is?: readonly Text[];
}

/** The controls of a part of the page. */
export interface ControlGroup {
  readonly title: Text;
  /** Names of the elements whose controls they are. */
  readonly elements: readonly string[];
  readonly controls: readonly Control[];
}

/** In an accessible name, whatever the page puts there. It is a character that no name has. */
export const ANY = '\uE000';

/** The accessible name of what begins like that. */
export const begins = (name: Text): Text => str`${within(name)} ${ANY}`;

export function namesOf({ name }: Control): readonly Text[] {
  return [name].flat();
}
