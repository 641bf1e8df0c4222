/** Starts the worker, in a frame that has no origin of its own too. */
import entry from './entry.ts?worker&url';

export function spawnWorker(): Worker {
  const url = new URL(entry, import.meta.url).href;
  const options = { type: 'module', name: 'lab' } as const;
  if (origin !== 'null') return new Worker(url, options);
  // A sandboxed frame may start no script of the site's, but one that is in no site and imports it, where the server allows it.
  return new Worker(`data:text/javascript,${encodeURIComponent(`import ${JSON.stringify(url)};`)}`, options);
}
