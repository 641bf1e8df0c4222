/**
 * What a kernel is: WGSL, the buffers it names, and how many workgroups it takes. A kernel's code holds the sizes of
 * layers and batch as constants but never the number of members, so one pipeline serves any population.
 */
import { PIXELS } from '../../../data/dataset.ts';
import type { Layout } from '../layout.ts';

export interface Kernel {
  readonly label: string;
  /** Bound in this order; eight at most, which is what every device allows and the narrow step with a teacher needs. */
  readonly buffers: readonly BufferName[];
  /** WGSL, without the declarations of buffers, `step` and `Member`. */
  readonly code: string;
  readonly workgroups: readonly [x: number, y: number, z: number];
  /** Hidden layers have a key each in `Member`. */
  readonly layout: Layout;
  readonly usesSubgroups?: boolean;
}

/** Every buffer that kernels know, with its WGSL type and what is in it. */
const BUFFERS = {
  /** Bytes of grey levels, four a word: [N, 196]. */
  images: 'read, u32',
  /** Bytes, four a word: [N], or [label tables, N] in training. */
  labels: 'read, u32',
  /** Sources' logits, padded like the student's: [sources, N, columns]. */
  teacher: 'read, vec4<f32>',
  /** By step: rows of every group's batch [G, B], then bits of each member's shares [S, 2] (window.ts). */
  draws: 'read, u32',
  /** The table that makes members different: [S]. */
  members: 'read, Member',
  /** Gathered batches, bytes four a word: [G, batchRows, 197]. */
  x: 'read_write, u32',
  /** [S, weightVec4s]. */
  weights: 'read_write, vec4<f32>',
  /** First and second moments: [S, weightVec4s]. */
  moments1: 'read_write, vec4<f32>',
  moments2: 'read_write, vec4<f32>',
  /** Outputs and gradients of all layers: [S, activationVec4s]. */
  activations: 'read_write, vec4<f32>',
  /** What rows add up between two readbacks: [S, batchRows, SUM_VEC4S]. */
  sums: 'read_write, vec4<f32>',
  /** [S, SUM_VEC4S]. */
  totals: 'read_write, vec4<f32>',
} as const;
export type BufferName = keyof typeof BUFFERS;

/** Words of a `Member` before its keys. */
export const MEMBER_WORDS = 17;

/** What a row adds up: (label loss, objective, KL, value), (hard gradient, soft gradient, value, value); or (loss, errors, -, -), -. */
export const SUM_VEC4S = 2;

/** No row: what a short batch is padded with. */
export const NO_ROW = 0xffffffff;

/** Words of an image; a gathered row has one word more, which meets the bias. */
export const IMAGE_WORDS = PIXELS / 4;

/** Bytes of the struct `Step`. */
export const STEP_BYTES = 24;

const STEP = `
// What changes from step to step: a slot of a uniform buffer, chosen by a dynamic offset.
struct Step {
  rows : u32,        // where this step's rows start in draws; the first image's number when images are answered in order
  shares : u32,      // where this step's shares start in draws
  number : u32,      // of the optimiser step, from 0: what masks and shifts are drawn by
  rateFactor : f32,  // of the learning-rate schedule
  correction1 : f32, // 1 / (1 - beta1^t), t from 1
  correction2 : f32, // 1 / (1 - beta2^t)
}
@group(0) @binding(0) var<uniform> step : Step;`;

const memberStruct = (keys: number) => `
struct Member {
  hardWeight : f32,
  softScale : f32,      // of the KL in the objective: alpha, times T^2 where the experiment says so
  temperature : f32,
  learningRate : f32,
  labelSmoothing : f32, // share of the uniform distribution in the hard target
  termWeights : array<f32, 3>, // of ANSWER_TERMS, times T^2 where it belongs to them and the experiment says so
  learnsUntil : u32,    // steps below this one move the weights
  labelsAt : u32,       // where its table of labels starts, in words
  teacherAt : u32,      // where its source's logits start, in vec4s
  learnsAnswers : u32,  // 1: the hard target is the teacher's top answer
  labelled : u32,       // rows below this one carry a label
  group : u32,
  leads : u32,          // 1: the first member of its group
  jitterKey : u32,
  inputDropoutKey : u32,
  hiddenDropoutKeys : array<u32, ${keys}>,
}`;

/** Keys at the end of a `Member`: one a hidden layer, and one at least because WGSL knows no empty array. */
export function hiddenKeys({ layers }: Layout): number {
  return Math.max(1, layers.length - 1);
}

/** The whole text of a kernel's shader. */
export function shaderOf({ buffers, code, layout, usesSubgroups = false }: Kernel): string {
  const declarations = buffers.map((name, i) => {
    const [access, element] = BUFFERS[name].split(', ') as [string, string];
    return `@group(1) @binding(${i}) var<storage, ${access}> ${name} : array<${element}>;`;
  });
  return [
    usesSubgroups ? 'enable subgroups;' : '',
    STEP,
    memberStruct(hiddenKeys(layout)),
    ...declarations,
    code,
  ].join('\n');
}

export function isReadOnly(name: BufferName): boolean {
  return BUFFERS[name].startsWith('read,');
}
