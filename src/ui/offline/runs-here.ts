/**
 * Whether a tab of this lab trains: a new version ends what runs in any of them. A tab that trains holds a lock of the browser,
 * which goes with the tab, however that ends.
 */
const NAME = `dark-knowledge-lab run ${new URL('.', location.href).href}`;

let release: (() => void) | undefined;

/** Tells the other tabs whether this one trains. */
export function tellWhetherRuns(runs: boolean): void {
  if (runs === (release !== undefined) || !('locks' in navigator)) return; // pages that do not come over https have no other versions
  if (!runs) {
    release!();
    release = undefined;
    return;
  }
  const over = new Promise<void>((resolve) => (release = resolve));
  navigator.locks.request(NAME, { mode: 'shared' }, () => over).catch(() => undefined); // as where storage is forbidden
}

export async function runsElsewhere(): Promise<boolean> {
  if (!('locks' in navigator)) return false;
  try {
    const { held = [] } = await navigator.locks.query();
    return held.filter(({ name }) => name === NAME).length > (release ? 1 : 0);
  } catch {
    return false;
  }
}
