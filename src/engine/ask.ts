/** Asking networks about many images, which may take minutes: in pieces, telling how many are answered. */
import type { Progress, StageEvent } from '../core/events.ts';
import { PIXELS } from '../data/dataset.ts';
import type { Session } from './trainer.ts';

/**
 * Images of the least piece. Pieces are multiples of it, and it is one of what trainers answer at once: so no answer
 * depends on where a piece ends.
 */
const LEAST_PIECE = 500;
/** About how long a piece takes. */
const MOMENT_MS = 250;

/** The phase, and where the run stands beside it. */
export type Asking = Pick<Progress, 'phase' | 'share' | 'secondsLeft' | 'population'>;

/**
 * Tells of each piece that it comes to.
 * @param images `[N, PIXELS]` grey levels
 * @returns logits `[N, classes]`, one array a member
 * @throws LabError `stopped`
 */
export async function* ask(
  session: Session,
  images: Uint8Array,
  asking: Asking,
  signal: AbortSignal,
  now: () => number = () => performance.now(),
): AsyncGenerator<StageEvent, readonly Float32Array[]> {
  const count = images.length / PIXELS;
  if (count === 0) return session.forward(images, signal);
  const tell = countAnswers(asking, count, now);
  const pieces: (readonly Float32Array[])[] = [];
  let rows = LEAST_PIECE;
  for (let first = 0; first < count;) {
    yield tell(first);
    const from = now();
    const some = images.subarray(first * PIXELS, (first + rows) * PIXELS);
    pieces.push(await session.forward(some, signal));
    first += rows;
    if (now() - from < MOMENT_MS / 2) rows *= 2;
  }
  return pieces[0]!.map((_, s) => joined(pieces.map((piece) => piece[s]!)));
}

/**
 * @param of images that are to be answered in this phase, by all its networks
 * @returns progress when so many of them are; with the time left where that of the run's training is known
 */
export function countAnswers(
  asking: Asking,
  of: number,
  now: () => number = () => performance.now(),
): (answered: number) => StageEvent {
  const begun = now();
  return (answered) => {
    const rest = answered > 0 ? (((now() - begun) / 1000) * (of - answered)) / answered : 0;
    const { secondsLeft } = asking;
    return {
      ...{ kind: 'progress', ...asking, images: { answered, of } },
      ...(secondsLeft !== undefined && { secondsLeft: secondsLeft + rest }),
    };
  };
}

function joined(pieces: readonly Float32Array[]): Float32Array {
  const whole = new Float32Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}
