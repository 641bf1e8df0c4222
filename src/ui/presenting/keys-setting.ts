/** Whether single keys do anything (WCAG 2.1.4): remembered in this browser, and where it keeps nothing as long as the page. */
const NAME = 'dark-knowledge-lab/keys';

let on: boolean | undefined;

export function keysAreOn(): boolean {
  return (on ??= read());
}

export function switchKeys(to: boolean): void {
  on = to;
  try {
    if (to) localStorage.removeItem(NAME);
    else localStorage.setItem(NAME, 'off');
  } catch {
    // A browser that keeps nothing: it holds for this page.
  }
}

function read(): boolean {
  try {
    return localStorage.getItem(NAME) !== 'off';
  } catch {
    return true;
  }
}
