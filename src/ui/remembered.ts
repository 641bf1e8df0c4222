/** Small choices of the reader's that hold for the next visit too, where the browser keeps anything. */

/** Pages of one origin share their storage. */
export const keyOf = (name: string): string => `dark-knowledge-lab/${name}`;

export function remembered(name: string): string | null {
  try {
    return localStorage.getItem(keyOf(name));
  } catch {
    return null;
  }
}

export function remember(name: string, value: string): void {
  try {
    localStorage.setItem(keyOf(name), value);
  } catch {
    // A browser that keeps nothing: it holds for this page.
  }
}

export function forget(name: string): void {
  try {
    localStorage.removeItem(keyOf(name));
  } catch {
    // There is nothing to forget.
  }
}
