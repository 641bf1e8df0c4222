/**
 * One tab of a browser trains at a time, because an interrupted run is kept in one place. Web Locks give the turn back by
 * themselves when a tab is closed or crashes; pages that are not secure have none, and need no turn.
 */

const NAME = 'dark-knowledge-lab/turn';
const GIVE_WAY = 'give-way';
/** A tab that has not given way by then is frozen or hangs. */
const PATIENCE_MS = 5_000;

export interface Turn {
  /** Another tab may have it. */
  over(): void;
}

/** For pages without locks, and for labs that keep nothing. */
const NOBODY_MINDS: Turn = { over: () => undefined };

const locks = (): LockManager | undefined => (navigator as { readonly locks?: LockManager }).locks;

/**
 * @param takeOver asks the tab that has the turn to give way
 * @param wanted called when another tab wants it: end the run, then the turn
 * @returns nothing where another tab has it
 */
export async function takeTurn(takeOver: boolean, wanted: () => void): Promise<Turn | undefined> {
  if (!locks()) return NOBODY_MINDS;
  const channel = new BroadcastChannel(NAME);
  if (takeOver) channel.postMessage(GIVE_WAY);
  const release = takeOver
    ? await request({ signal: AbortSignal.timeout(PATIENCE_MS) }, wanted).catch(() =>
        request({ steal: true }, wanted),
      )
    : await request({ ifAvailable: true }, wanted);
  if (!release) {
    channel.close();
    return undefined;
  }
  channel.onmessage = ({ data }: MessageEvent<unknown>) => {
    if (data === GIVE_WAY) wanted();
  };
  return {
    over() {
      channel.close();
      release();
    },
  };
}

/** Whether a tab has it now. */
export async function isTaken(): Promise<boolean> {
  const { held = [] } = (await locks()?.query()) ?? {};
  return held.some(({ name }) => name === NAME);
}

/** @returns what gives the lock back, or nothing where it is not to be had @throws where it was waited for too long */
function request(options: LockOptions, stolen: () => void): Promise<(() => void) | undefined> {
  return new Promise((resolve, reject) => {
    let isOurs = false;
    locks()!
      .request(NAME, options, (lock) => {
        if (!lock) return resolve(undefined);
        isOurs = true;
        return new Promise<void>((release) => resolve(release));
      })
      .catch((error: unknown) => (isOurs ? stolen() : reject(error as Error)));
  });
}
