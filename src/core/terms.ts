/** The terms that losses are made of, by name: arithmetic alone. Those of a method stand in its file. */
import { term as attentionTransfer } from './methods/attentionTransfer.ts';
import { term as cosine } from './methods/cosine.ts';
import { term as decoupled } from './methods/decoupled.ts';
import { term as fitnets } from './methods/fitnets.ts';
import { term as jensenShannon } from './methods/jensenShannon.ts';
import { term as logitMse } from './methods/logitMse.ts';
import { term as patient } from './methods/patient.ts';
import { term as relational } from './methods/relational.ts';
import { term as softTargets } from './methods/softTargets.ts';
import { term as tinyBert } from './methods/tinyBert.ts';
import { crossEntropy } from './methods/crossEntropy.ts';
import type { Term } from './methods/term.ts';

export const TERMS = {
  crossEntropy,
  softTargets,
  logitMse,
  jensenShannon,
  decoupled,
  fitnets,
  attentionTransfer,
  relational,
  patient,
  cosine,
  tinyBert,
} as const satisfies Readonly<Record<string, Term>>;

export type TermName = keyof typeof TERMS;
