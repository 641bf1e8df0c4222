/** Work that follows what the user does: at once, but no more than once from one frame to the next. */
export interface Paced {
  /** The work is done now, or in the next frame where it has been done since the last. */
  request(): void;
  /** It is done now in any case. */
  now(): void;
  stop(): void;
}

export function onceAFrame(work: () => void): Paced {
  let frame: number | undefined;
  let isDue = false;
  const now = (): void => {
    isDue = false;
    frame ??= requestAnimationFrame(next);
    work();
  };
  const next = (): void => {
    frame = undefined;
    if (isDue) now();
  };
  return {
    request: () => {
      if (frame === undefined) now();
      else isDue = true;
    },
    now,
    stop: () => {
      if (frame !== undefined) cancelAnimationFrame(frame);
      frame = undefined;
      if (isDue) {
        isDue = false;
        work();
      }
    },
  };
}
