/**
 * The methods of distillation by name. A file each in methods/: words, formula, source, how students are taught, arithmetic (which
 * terms.ts has by name: the page reads of methods, and computes none).
 */
import { method as attentionTransfer } from './methods/attentionTransfer.ts';
import { method as bornAgain } from './methods/bornAgain.ts';
import { method as cosine } from './methods/cosine.ts';
import { method as decoupled } from './methods/decoupled.ts';
import { method as ensemble } from './methods/ensemble.ts';
import { method as fitnets } from './methods/fitnets.ts';
import { method as jensenShannon } from './methods/jensenShannon.ts';
import { method as layerInit } from './methods/layerInit.ts';
import { method as logitMse } from './methods/logitMse.ts';
import { method as mutual } from './methods/mutual.ts';
import { method as patient } from './methods/patient.ts';
import { method as pseudoLabels } from './methods/pseudoLabels.ts';
import { method as relational } from './methods/relational.ts';
import { method as softTargets } from './methods/softTargets.ts';
import { method as tinyBert } from './methods/tinyBert.ts';
import { method as teacherAssistant } from './methods/teacherAssistant.ts';
import type { Method } from './methods/method.ts';

/** In the order in which they are offered. */
export const METHODS = {
  softTargets,
  pseudoLabels,
  logitMse,
  jensenShannon,
  decoupled,
  fitnets,
  attentionTransfer,
  relational,
  patient,
  cosine,
  tinyBert,
  layerInit,
  teacherAssistant,
  ensemble,
  bornAgain,
  mutual,
} as const satisfies Readonly<Record<string, Method>>;

export type MethodName = keyof typeof METHODS;
