/** Every control that is on the page now, through all shadow roots: whose it is, and its accessible name. */
import axe from 'axe-core';

const CONTROLS =
  'button, select, textarea, summary, a[href], input:not([type=hidden]), [role=tab], [role=option], [role=application]';

export interface Found {
  /** The element in whose template it stands. */
  readonly owner: string;
  readonly name: string;
}

interface Commons {
  readonly text: { accessibleText(element: Element): string };
}

export function controlsOnPage(): readonly Found[] {
  axe.setup(document.body);
  const { text } = (axe as unknown as { commons: Commons }).commons;
  try {
    return [...allIn(document.body)]
      .filter((element) => element.checkVisibility())
      .map((element) => ({
        owner: ownerOf(element),
        name: text.accessibleText(element).replaceAll(/\s+/g, ' ').trim(),
      }));
  } finally {
    axe.teardown();
  }
}

/** A pop-panel's button is its user's. */
function ownerOf(element: Element): string {
  const { host } = element.getRootNode() as ShadowRoot;
  return host.localName === 'pop-panel' ? ownerOf(host) : host.localName;
}

function* allIn(root: ParentNode): Generator<Element> {
  for (const element of root.querySelectorAll('*')) {
    if (element.matches(CONTROLS)) yield element;
    if (element.shadowRoot) yield* allIn(element.shadowRoot);
  }
}
