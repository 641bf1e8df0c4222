/** How fast a run may go, so that somebody who looks on can follow: the paces that the page offers, and their words. */
import { msg, str } from './text.ts';

/** At most so many optimiser steps a second; without one as fast as the device can. */
export type Pace = number | undefined;

/** From the fastest to the slowest. */
export const PACES: readonly Pace[] = [undefined, 100, 20, 5, 1];

export function paceWords(pace: Pace): string {
  if (pace === undefined) return msg('Full speed');
  return pace === 1 ? msg('1 step a second') : msg(str`${pace} steps a second`);
}

/** The one before or after of a list; at its ends the same again. */
export function beside<T>(list: readonly T[], now: T, by: 1 | -1): T {
  return list[Math.min(Math.max(list.indexOf(now) + by, 0), list.length - 1)]!;
}
