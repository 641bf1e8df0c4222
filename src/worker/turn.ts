/**
 * One tab of a browser trains at a time, because an interrupted run is kept in one place. Web Locks give the turn back by
 * themselves when a tab is closed or crashes; pages that are not secure have none, and need no turn.
 */

const NAME = 'dark-knowledge-lab/turn';
const GIVE_WAY = 'give-way';
/** A tab that has not given way by then is frozen or hangs. */
const PATIENCE_MS = 5_000;

export interface Turn {
  /** Another tab may have it; resolves when it may. */
  over(): Promise<void>;
}

/** For pages without locks, and for labs that keep nothing. */
const NOBODY_MINDS: Turn = { over: () => Promise.resolve() };

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
  const held = await (
    takeOver
      ? request({ signal: AbortSignal.timeout(PATIENCE_MS) }, wanted).catch(() =>
          request({ steal: true }, wanted),
        )
      : request({ ifAvailable: true }, wanted)
  ).catch(() => NOBODY_MINDS); // where sites may keep nothing, they may not lock either
  if (!held) {
    channel.close();
    return undefined;
  }
  channel.onmessage = ({ data }: MessageEvent<unknown>) => {
    if (data === GIVE_WAY) wanted();
  };
  return {
    over() {
      channel.close();
      return held.over();
    },
  };
}

/** Whether a tab has it now. */
export async function isTaken(): Promise<boolean> {
  const { held = [] } =
    (await locks()
      ?.query()
      .catch(() => undefined)) ?? {};
  return held.some(({ name }) => name === NAME);
}

/** @returns nothing where the lock is not to be had @throws where it was waited for too long, or may not be asked for */
function request(options: LockOptions, stolen: () => void): Promise<Turn | undefined> {
  return new Promise((resolve, reject) => {
    let isOurs = false;
    let release!: () => void;
    const released = new Promise<void>((settle) => (release = settle));
    const asked = locks()!.request(NAME, options, (lock) => {
      if (!lock) return resolve(undefined);
      isOurs = true;
      const over = async () => {
        release();
        await asked.catch(() => undefined);
      };
      resolve({ over });
      return released;
    });
    asked.catch((error: unknown) => (isOurs ? stolen() : reject(error as Error)));
  });
}
