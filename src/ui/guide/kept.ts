/** What this browser keeps of the guided tour: the step, what was predicted, what was shown. A browser may keep nothing. */
import { remember, remembered } from '../remembered.ts';

const NAME = 'guide';

export interface Kept {
  /** From 1. */
  readonly step: number;
  /** Choices by the step's id. */
  readonly predictions: Readonly<Record<string, string>>;
  /** Ids of steps whose explanation was asked for. */
  readonly shown: readonly string[];
}

const NOTHING: Kept = { step: 1, predictions: {}, shown: [] };

export function readKept(): Kept {
  try {
    return parsed(JSON.parse(remembered(NAME) ?? 'null'));
  } catch {
    return NOTHING; // somebody else's text
  }
}

export function writeKept(kept: Kept): void {
  remember(NAME, JSON.stringify(kept));
}

export function forgetKept(): Kept {
  writeKept(NOTHING);
  return NOTHING;
}

/** Whatever it is, a value of ours. */
function parsed(value: unknown): Kept {
  if (typeof value !== 'object' || value === null) return NOTHING;
  const { step, predictions, shown } = value as Partial<Record<keyof Kept, unknown>>;
  const isText = (one: unknown): one is string => typeof one === 'string';
  return {
    step: typeof step === 'number' && Number.isInteger(step) && step >= 1 ? step : 1,
    predictions: Object.fromEntries(
      Object.entries(typeof predictions === 'object' ? (predictions ?? {}) : {}).filter(
        (entry): entry is [string, string] => isText(entry[1]),
      ),
    ),
    shown: Array.isArray(shown) ? shown.filter(isText) : [],
  };
}
