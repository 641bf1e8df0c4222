/** Asking networks about many images, which may take minutes: in pieces, telling how many are answered. */
import type { Progress, StageEvent } from '../core/events.ts';
import { PIXELS } from '../data/dataset.ts';
import { MOMENT_MS } from './pace.ts';
import type { Session } from './trainer.ts';

/**
 * Images of the least piece. Pieces are multiples of it, and it is one of what trainers answer at once: so no answer
 * depends on where a piece ends.
 */
const LEAST_PIECE = 500;

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
  let answers: readonly Float32Array[] = [];
  let [rows, spentMs] = [LEAST_PIECE, 0];
  for (let first = 0; first < count;) {
    yield answersSoFar(asking, first, count, spentMs);
    const from = now();
    const asked = Math.min(rows, count - first);
    const piece = await session.forward(images.subarray(first * PIXELS, (first + asked) * PIXELS), signal);
    if (first === 0) answers = piece.map(({ length }) => new Float32Array((length / asked) * count));
    piece.forEach((own, s) => answers[s]!.set(own, (own.length / asked) * first));
    const ms = now() - from;
    spentMs += ms;
    first += asked;
    if (ms < MOMENT_MS / 2) rows *= 2;
  }
  return answers;
}

/**
 * @param answered images so far, in this phase and by all its networks
 * @param spentMs with these; a pause is no part of it
 * @returns progress, with the time left where that of the run's training is known
 */
export function answersSoFar(asking: Asking, answered: number, of: number, spentMs: number): StageEvent {
  const rest = answered > 0 ? ((spentMs / 1000) * (of - answered)) / answered : 0;
  const { secondsLeft } = asking;
  return {
    ...{ kind: 'progress', ...asking, images: { answered, of } },
    ...(secondsLeft !== undefined && { secondsLeft: secondsLeft + rest }),
  };
}
