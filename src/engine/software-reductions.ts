/**
 * tfjs's sum, mean, maximum and softmax for WebGPU adapters that are emulated on a CPU. tfjs's own gives every result a workgroup that
 * meets at barriers, and moves axes to the end before; a software adapter emulates a barrier by parking every thread. These have a
 * thread for every result, or for every piece of one that has many numbers, which goes through them in order, wherever the axes
 * stand: on SwiftShader a step of relational distillation takes a quarter of the time, and a softmax over 8,192 rows of 16 a
 * hundredth.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import type { WebGPUProgram } from '@tensorflow/tfjs-backend-webgpu/dist/webgpu_program.js';

/** What is needed of the backend. */
type Runner = Pick<WebGPUBackend, 'runWebGPUProgram' | 'disposeData'>;

/** More numbers than this go into one result in pieces, so that few long sums keep the threads of a machine busy, too. */
const LONGEST = 256;
const WORKGROUP: [number, number, number] = [64, 1, 1];
/** Of a dispatch in one direction. */
const MOST_WORKGROUPS = 65_535;

/**
 * By tfjs's name of the kernel: what a thread begins with, does with each number, and writes. Numbers that were cast to float32 from a
 * comparison are still integers in memory.
 */
const REDUCTIONS = {
  [tf.Sum]: { begin: '0.0', each: 'found + f32(x[at])', end: 'found' },
  [tf.Mean]: { begin: '0.0', each: 'found + f32(x[at])', end: 'found / f32(uniforms.numbers)' },
  [tf.Max]: { begin: 'f32(x[first])', each: 'max(found, f32(x[at]))', end: 'found' },
} as const;
type Reduction = keyof typeof REDUCTIONS;

const tfjsOwn = new Map<string, tf.KernelConfig>();

/** Replaces tfjs's kernels, which also stand behind every gradient of something that was broadcast. */
export function installSoftwareReductions(): void {
  for (const name of Object.keys(REDUCTIONS) as Reduction[])
    replace(name, ({ inputs, attrs, backend }) => {
      const { x } = inputs as unknown as { readonly x: tf.TensorInfo };
      const { axis, reductionIndices, keepDims } = attrs as unknown as Partial<tf.SumAttrs & tf.MaxAttrs>;
      const axes = tf.util.parseAxisParam(axis ?? reductionIndices ?? [...x.shape.keys()], x.shape);
      return reduced(name, x, axes, keepDims ?? false, backend as Runner);
    });
  replace(tf.Softmax, ({ inputs, attrs, backend }) => {
    const { logits } = inputs as unknown as tf.SoftmaxInputs;
    const { dim } = attrs as unknown as tf.SoftmaxAttrs;
    return softmax(logits!, dim, backend as Runner);
  });
}

/** @param kernel returns nothing where tfjs's own does better */
function replace(
  kernelName: string,
  kernel: (args: Parameters<tf.KernelFunc>[0]) => tf.TensorInfo | undefined,
): void {
  const own = tfjsOwn.get(kernelName) ?? tf.getKernel(kernelName, 'webgpu');
  tfjsOwn.set(kernelName, own);
  tf.unregisterKernel(kernelName, 'webgpu');
  tf.registerKernel({ ...own, kernelFunc: (args) => kernel(args) ?? own.kernelFunc(args) });
}

/** @param axes which of them go; others than neighbours and other types than float32 are left to tfjs */
function reduced(
  name: Reduction,
  x: tf.TensorInfo,
  axes: readonly number[],
  keepDims: boolean,
  backend: Runner,
): tf.TensorInfo | undefined {
  const [first, last] = [Math.min(...axes), Math.max(...axes)];
  const areNeighbours = last - first + 1 === axes.length;
  const size = (from: number, to?: number) => tf.util.sizeFromShape(x.shape.slice(from, to));
  const [outer, window, inner] = [size(0, first), size(first, last + 1), size(last + 1)];
  const length = window > LONGEST ? Math.ceil(Math.sqrt(window)) : window;
  if (x.dtype !== 'float32' || !areNeighbours || !fits(outer * Math.ceil(window / length) * inner))
    return undefined;
  const found = inPieces(name, { ...x, shape: [outer, window, inner] }, length, backend);
  const shape = x.shape.flatMap((length, i) => (axes.includes(i) ? (keepDims ? [1] : []) : [length]));
  return { ...found, shape };
}

/** Every so many of the middle axis of `[outer, window, inner]`, and then what these have come to; in the window's order. */
function inPieces(name: Reduction, x: tf.TensorInfo, length: number, backend: Runner): tf.TensorInfo {
  const window = x.shape[1]!;
  if (length >= window) return run(name, x, window, window, backend);
  const pieces = run(name === tf.Mean ? tf.Sum : name, x, length, window, backend);
  const found = run(name, pieces, pieces.shape[1]!, window, backend);
  backend.disposeData(pieces.dataId);
  return found;
}

/** @param numbers what a mean is over */
function run(
  name: Reduction,
  x: tf.TensorInfo,
  length: number,
  numbers: number,
  backend: Runner,
): tf.TensorInfo {
  const [outer, window, inner] = x.shape as [number, number, number];
  const shape = [outer, Math.ceil(window / length), inner];
  const uniforms = [window, inner, length, shape[1]!, numbers].map((value) => ({
    type: 'int32',
    data: [value],
  }));
  return backend.runWebGPUProgram(reduction(name, shape), [x], 'float32', uniforms);
}

function fits(threads: number): boolean {
  return threads <= MOST_WORKGROUPS * WORKGROUP[0];
}

/** `result[o, piece, i]` of `x[o, w, i]` over the w of the piece in order. */
function reduction(name: Reduction, shape: number[]): WebGPUProgram {
  const { begin, each, end } = REDUCTIONS[name];
  const results = tf.util.sizeFromShape(shape);
  return {
    ...perThread(results),
    variableNames: ['x'],
    size: true,
    uniforms: 'window : i32, inner : i32, length : i32, pieces : i32, numbers : i32,',
    outputShape: shape,
    shaderKey: `software${name}`,
    getUserCode: () => `
      fn main(thread : i32) {
        if (thread >= uniforms.size) { return; }
        let piece = thread / uniforms.inner;
        let start = piece % uniforms.pieces * uniforms.length;
        let stop = min(start + uniforms.length, uniforms.window);
        let row = piece / uniforms.pieces * uniforms.window;
        let i = thread % uniforms.inner;
        let first = (row + start) * uniforms.inner + i;
        var found = ${begin};
        for (var w = start; w < stop; w++) {
          let at = (row + w) * uniforms.inner + i;
          found = ${each};
        }
        result[thread] = ${end};
      }`,
  };
}

function softmax(logits: tf.TensorInfo, dim: number, backend: Runner): tf.TensorInfo | undefined {
  const classes = logits.shape.at(-1)!;
  const rows = tf.util.sizeFromShape(logits.shape) / classes;
  const isLast = dim === -1 || dim === logits.shape.length - 1;
  if (logits.dtype !== 'float32' || !isLast || !fits(rows)) return undefined;
  const uniforms = [rows, classes].map((value) => ({ type: 'int32', data: [value] }));
  const info = { dataId: logits.dataId, dtype: logits.dtype, shape: [rows, classes] };
  const found = backend.runWebGPUProgram(softmaxProgram(rows, classes), [info], 'float32', uniforms);
  return { ...found, shape: logits.shape };
}

/** `exp(z - largest z) / sum of these` of every row, in order. */
function softmaxProgram(rows: number, classes: number): WebGPUProgram {
  return {
    ...perThread(rows),
    variableNames: ['x'],
    uniforms: 'rows : i32, classes : i32,',
    outputShape: [rows, classes],
    shaderKey: 'softwareSoftmax',
    getUserCode: () => `
      fn main(row : i32) {
        if (row >= uniforms.rows) { return; }
        let first = row * uniforms.classes;
        var largest = f32(x[first]);
        for (var c = 1; c < uniforms.classes; c++) { largest = max(largest, f32(x[first + c])); }
        var sum = 0.0;
        for (var c = 0; c < uniforms.classes; c++) {
          let share = exp(f32(x[first + c]) - largest);
          result[first + c] = share;
          sum += share;
        }
        for (var c = 0; c < uniforms.classes; c++) { result[first + c] = result[first + c] / sum; }
      }`,
  };
}

function perThread(results: number) {
  return {
    workgroupSize: WORKGROUP,
    dispatchLayout: { x: [0] },
    dispatch: [Math.ceil(results / WORKGROUP[0]), 1, 1] as [number, number, number],
  };
}
