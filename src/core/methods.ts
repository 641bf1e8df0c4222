/** The terms that losses are made of, by name: a file each in methods/, with formula, source and arithmetic. */
import { attentionTransfer } from './methods/attentionTransfer.ts';
import { cosine } from './methods/cosine.ts';
import { crossEntropy } from './methods/crossEntropy.ts';
import { decoupled } from './methods/decoupled.ts';
import { hints } from './methods/hints.ts';
import { jensenShannon } from './methods/jensenShannon.ts';
import { logitMse } from './methods/logitMse.ts';
import { patient } from './methods/patient.ts';
import { relational } from './methods/relational.ts';
import { softTargets } from './methods/softTargets.ts';
import type { Term } from './methods/term.ts';

export const TERMS = {
  ...{ crossEntropy, softTargets, logitMse, jensenShannon, decoupled },
  ...{ hints, attentionTransfer, relational, patient, cosine },
} as const satisfies Readonly<Record<string, Term>>;

export type TermName = keyof typeof TERMS;
