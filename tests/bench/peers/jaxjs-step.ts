/**
 * One optimiser step in jax-js as pure functions of arrays, to be given to `jit`: forward, losses, gradient, Adam.
 *
 * jax-js counts references: every use of an array consumes it, unless it is a use of its `.ref`.
 */
import { nn, numpy as np, valueAndGrad } from '@jax-js/jax';

/** `W0, b0, W1, b1, ...` */
export type Arrays = np.Array[];

/* eslint-disable @typescript-eslint/consistent-type-definitions -- an interface is no tree of arrays to jax-js */
export type State = {
  parameters: Arrays;
  first: Arrays;
  second: Arrays;
  /** beta1^t and beta2^t after t steps. */
  decays: Arrays;
};
export type Batch = {
  images: np.Array; // [B, pixels]
  labels: np.Array; // [B, classes]
};
/** What the teacher says of the batch, and how the member hears it. */
export type Soft = {
  probabilities: np.Array; // [B, classes]
  logProbabilities: np.Array; // [B, classes]
  temperature: np.Array;
  weight: np.Array;
};
export type Stepped = { state: State; loss: np.Array };
/* eslint-enable @typescript-eslint/consistent-type-definitions */

const BETAS = [0.9, 0.999] as const;
const EPSILON = 1e-7;
export const LEARNING_RATE = 1e-3;

function logitsOf(parameters: Arrays, images: np.Array): np.Array {
  let x = images;
  for (let l = 0; l < parameters.length; l += 2) {
    const z = np.matmul(x, parameters[l]!).add(parameters[l + 1]!);
    x = l + 2 < parameters.length ? nn.relu(z) : z;
  }
  return x;
}

const meanOverRows = (products: np.Array) => np.mean(np.sum(products, -1));

const crossEntropy = (labels: np.Array, logits: np.Array) =>
  meanOverRows(labels.mul(nn.logSoftmax(logits))).neg();

function hardLoss(parameters: Arrays, { images, labels }: Batch): np.Array {
  return crossEntropy(labels, logitsOf(parameters, images));
}

/** `(1 - a) CE + a T^2 KL` */
function softLoss(parameters: Arrays, { images, labels }: Batch, soft: Soft): np.Array {
  const { probabilities, logProbabilities, temperature, weight } = soft;
  const logits = logitsOf(parameters, images);
  const hard = crossEntropy(labels, logits.ref);
  const logs = nn.logSoftmax(logits.div(temperature.ref));
  const kl = meanOverRows(probabilities.mul(logProbabilities.sub(logs)));
  const softWeight = weight.ref.mul(temperature.ref).mul(temperature);
  return hard.mul(weight.neg().add(1)).add(kl.mul(softWeight));
}

/** In tfjs's form: both corrections by their own power, epsilon outside the root. */
function adam(state: State, gradient: Arrays): State {
  const decays = state.decays.map((decay, i) => decay.mul(BETAS[i]!));
  const corrections = decays.map((decay) => decay.ref.neg().add(1));
  const next: State = { parameters: [], first: [], second: [], decays };
  gradient.forEach((g, i) => {
    const first = state.first[i]!.mul(BETAS[0]).add(g.ref.mul(1 - BETAS[0]));
    const second = state.second[i]!.mul(BETAS[1]).add(np.square(g).mul(1 - BETAS[1]));
    const root = np.sqrt(second.ref.div(corrections[1]!.ref));
    const direction = first.ref.div(corrections[0]!.ref).div(root.add(EPSILON));
    next.parameters.push(state.parameters[i]!.sub(direction.mul(LEARNING_RATE)));
    next.first.push(first);
    next.second.push(second);
  });
  corrections.forEach((correction) => correction.dispose());
  return next;
}

export function hardStep(state: State, batch: Batch): Stepped {
  const parameters = state.parameters.map((array) => array.ref);
  const [loss, gradient] = valueAndGrad(hardLoss)(parameters, batch);
  return { state: adam(state, gradient), loss };
}

export function softStep(state: State, batch: Batch, soft: Soft): Stepped {
  const parameters = state.parameters.map((array) => array.ref);
  const [loss, gradient] = valueAndGrad(softLoss)(parameters, batch, soft);
  return { state: adam(state, gradient), loss };
}
