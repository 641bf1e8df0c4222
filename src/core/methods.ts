/** The terms that losses are made of, by name: a file each in methods/, with formula, source and arithmetic. */
import { crossEntropy } from './methods/crossEntropy.ts';
import { softTargets } from './methods/softTargets.ts';
import type { Term } from './methods/term.ts';

export const TERMS = { crossEntropy, softTargets } as const satisfies Readonly<Record<string, Term>>;

export type TermName = keyof typeof TERMS;
