/** What single keys do, and when they are left alone: whoever types, draws or stands on a control keeps all of theirs. */
import { tinykeys } from 'tinykeys';

export interface KeyAction {
  /** As the library writes it; several for one that keyboards differ in. */
  readonly keys: readonly string[];
  /** As it is written on the key; marked, like what it does, where it is a word. */
  readonly shown: string;
  readonly does: string;
  readonly act: () => void;
  /** Whether it goes on while the key is held. */
  readonly repeats?: true;
}

/** On these every key has a meaning of its own. */
const TAKES_ALL = `input, select, textarea, canvas, dialog, iframe, [contenteditable], [popover], [role='dialog'],
  [role='application'], [role='listbox'], [role='slider']`;
/** These are pressed with Space. */
const TAKES_SPACE = 'button, summary, a[href], [role="button"], [role="tab"]';
/** These move with arrows: rows of tabs, and what scrolls. */
const TAKES_ARROWS = '[role="tab"], [role="option"], [tabindex="0"]';

/** @param onlyOnNothing whether keys count only where the focus is on nothing at all */
function isForKeys(event: KeyboardEvent, onlyOnNothing: boolean): boolean {
  if (event.defaultPrevented || event.isComposing) return false;
  const path = event.composedPath().filter((target) => target instanceof Element);
  const on = path[0];
  if (!on || on === document.body || on === document.documentElement) return true;
  if (onlyOnNothing) return false;
  if (path.some((element) => element.matches(TAKES_ALL))) return false;
  if (event.key === ' ') return !on.matches(`${TAKES_SPACE}, [tabindex="0"]`);
  return !(event.key.startsWith('Arrow') && on.matches(TAKES_ARROWS));
}

/**
 * Listens on the whole window. @returns ends it
 */
export function bindKeys(actions: readonly KeyAction[], onlyOnNothing: boolean): () => void {
  const bindings = actions.flatMap(({ keys, act, repeats }) =>
    keys.map((key) => [
      key,
      (event: KeyboardEvent) => {
        if ((event.repeat && !repeats) || !isForKeys(event, onlyOnNothing)) return;
        event.preventDefault(); // of scrolling
        act();
      },
    ]),
  );
  return tinykeys(window, Object.fromEntries(bindings) as Parameters<typeof tinykeys>[1]);
}
