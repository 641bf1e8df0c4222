/** Work that ends early when a signal is aborted. */

/**
 * Not `Promise.race` with a promise that outlives the work: that one would hold what every race has come to.
 * @throws the reason of the first of `signals` that is aborted, however long `work` may take
 */
export async function unless<T>(work: Promise<T>, ...signals: readonly AbortSignal[]): Promise<T> {
  let stop!: (event: Event) => void;
  const stopped = new Promise<never>((_, reject) => {
    stop = ({ target }) => reject((target as AbortSignal).reason as Error);
    for (const signal of signals) signal.addEventListener('abort', stop);
    const already = signals.find(({ aborted }) => aborted);
    if (already) reject(already.reason as Error);
  });
  try {
    return await Promise.race([stopped, work]);
  } finally {
    for (const signal of signals) signal.removeEventListener('abort', stop);
  }
}
