/** What the lab keeps in this browser beside its database: small choices, and files for use without a network. */
import { keyOf } from './remembered.ts';

/** @throws where the browser does not let go of a file */
export async function eraseBeside(): Promise<void> {
  try {
    for (const key of Object.keys(localStorage)) if (key.startsWith(keyOf(''))) localStorage.removeItem(key);
  } catch {
    // A browser that keeps nothing has nothing to erase.
  }
  for (const name of await cacheNames()) await caches.delete(name);
}

/** Other pages of this origin may have theirs. */
async function cacheNames(): Promise<readonly string[]> {
  const here = new URL('.', location.href).href; // a service worker's caches may be named after it
  try {
    return (await caches.keys()).filter(
      (name) => name.startsWith('dark-knowledge-lab') || name.includes(here),
    );
  } catch {
    return []; // none in a frame that may keep nothing, nor over plain http
  }
}
