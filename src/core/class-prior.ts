/**
 * What a student that never saw a class knows of it all the same: raise the logits of the classes that were left out until
 * they are answered as often as they come. Hinton, Vinyals and Dean (2015, arXiv 1503.02531, section 3) chose the bias on
 * test images; here it is matched to how often the classes come among the validation images.
 */
import { evaluate } from './metrics.ts';
import { confusionMatrix, perClassAccuracy } from './measures.ts';

/** Answers of a network with a bias on the omitted classes. */
export interface BiasedAnswers {
  readonly bias: number;
  readonly images: number;
  readonly errors: number;
  readonly perClassAccuracy: readonly (number | null)[];
}

/** Logits `[N, classes]` with `bias` added to some classes. */
function withBias(
  logits: Float32Array,
  classes: number,
  omitted: readonly number[],
  bias: number,
): Float32Array {
  const raised = logits.slice();
  for (let row = 0; row < logits.length; row += classes) for (const c of omitted) raised[row + c]! += bias;
  return raised;
}

/** Errors and accuracy by class with `bias` added to the logits of the omitted classes. */
export function answersWithBias(
  logits: Float32Array,
  labels: Uint8Array,
  classes: number,
  omitted: readonly number[],
  bias: number,
): BiasedAnswers {
  const raised = withBias(logits, classes, omitted, bias);
  const { images, errors } = evaluate(raised, labels, classes);
  return {
    bias,
    images,
    errors,
    perClassAccuracy: perClassAccuracy(confusionMatrix(raised, labels, classes)),
  };
}

/**
 * The bias with which omitted classes are answered as often as `labels` hold them. An image is answered with an omitted
 * class from the bias on that equals its margin, the best kept logit less the best omitted one: the bias lies between the
 * margins of the last image that should be and the first that should not.
 */
export function biasMatchingPrior(
  logits: Float32Array,
  labels: Uint8Array,
  classes: number,
  omitted: readonly number[],
): number {
  const isOmitted = new Set(omitted);
  const margins = Float64Array.from({ length: labels.length }, (_, row) => {
    const best = [-Infinity, -Infinity];
    for (let c = 0; c < classes; c++) {
      const group = isOmitted.has(c) ? 1 : 0;
      best[group] = Math.max(best[group]!, logits[row * classes + c]!);
    }
    return best[0]! - best[1]!;
  }).sort();
  const wanted = labels.reduce((count, label) => count + (isOmitted.has(label) ? 1 : 0), 0);
  const below = margins[wanted - 1] ?? margins[0]! - 1;
  const above = margins[wanted] ?? margins.at(-1)! + 1;
  return (below + above) / 2;
}

/**
 * The biases that a slider offers: from -2 to 3 and as far around the matched one, zero among them; a tenth apart, or as
 * many tenths as keep them few.
 */
export function biasSteps(matched: number): readonly number[] {
  const [low, high] = [Math.min(-2, matched - 2), Math.max(3, matched + 3)];
  const tenths = Math.max(1, Math.ceil((high - low) / (MOST_STEPS / 10)));
  const first = Math.floor((10 * low) / tenths);
  const last = Math.ceil((10 * high) / tenths);
  return Array.from({ length: last - first + 1 }, (_, i) => ((first + i) * tenths) / 10);
}

const MOST_STEPS = 100;
