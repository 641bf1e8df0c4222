/** Starts the worker. The page does so at once, while what speaks with it is still on its way. */

export interface StartedWorker {
  readonly worker: Worker;
  /** Resolves when it has failed: its script is not there, or an error that nobody caught. */
  readonly failed: Promise<ErrorEvent>;
}

export function startWorker(): StartedWorker {
  return watched(new Worker(new URL('./entry.ts', import.meta.url), { type: 'module', name: 'lab' }));
}

/** An error is an event: who comes to look for it later would miss it. */
export function watched(worker: Worker): StartedWorker {
  return {
    worker,
    failed: new Promise((resolve) => worker.addEventListener('error', resolve, { once: true })),
  };
}
