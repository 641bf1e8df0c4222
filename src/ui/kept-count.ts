/**
 * How many runs this browser has kept, written down beside the database: browsers that run short of space remove databases
 * without a word, and leave small notes longer.
 */
import { str, text, type Text } from '../core/text.ts';
import { formatMoment } from './format.ts';
import { forget, remember, remembered } from './remembered.ts';

const NAME = 'kept-runs';

export function countKept(count: number): void {
  if (count === 0) forget(NAME);
  else remember(NAME, JSON.stringify({ count, at: Date.now() }));
}

/** What to tell of runs that were there at the last visit and are not now. */
export function vanishedSince(now: number): Text | undefined {
  const kept = readCount();
  if (!kept || kept.count <= now) return undefined;
  const gone = kept.count - now;
  const last = formatMoment(kept.at);
  return gone === 1
    ? text(
        str`One run that this browser kept ${last} is gone: browsers remove data when space runs short. Export what you want to keep.`,
      )
    : text(
        str`${gone} runs that this browser kept ${last} are gone: browsers remove data when space runs short. Export what you want to keep.`,
      );
}

function readCount(): { readonly count: number; readonly at: number } | undefined {
  try {
    const { count, at } = JSON.parse(remembered(NAME) ?? '{}') as Partial<Record<'count' | 'at', unknown>>;
    return Number.isSafeInteger(count) && Number.isSafeInteger(at)
      ? { count: count as number, at: at as number }
      : undefined;
  } catch {
    return undefined; // somebody else's text
  }
}
