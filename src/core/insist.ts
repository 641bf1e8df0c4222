/** What chance had a part in is tried again. */

/** Between tries, in ms; each is three times the one before. */
const PAUSES = [500, 1500];

/**
 * Tries up to three times, with longer and longer pauses.
 *
 * @param work gets how often it has failed before
 * @param wait resolves after so many milliseconds
 * @throws whatever the last try has thrown
 */
export async function insist<T>(
  work: (failed: number) => Promise<T>,
  wait: (milliseconds: number) => Promise<void>,
): Promise<T> {
  for (const [failed, pause] of PAUSES.entries()) {
    try {
      return await work(failed);
    } catch {
      await wait(pause);
    }
  }
  return work(PAUSES.length);
}
