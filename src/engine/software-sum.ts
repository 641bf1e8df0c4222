/**
 * tfjs's sum for WebGPU adapters that are emulated on a CPU. tfjs's own gives every sum a workgroup that meets at barriers, and
 * moves axes to the end before; a software adapter emulates a barrier by parking every thread. This one has a thread for every
 * sum, which adds in order, wherever the axes stand: on SwiftShader a step of relational distillation takes a quarter of the time.
 * Few and long sums are better left to tfjs's.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import type { WebGPUProgram } from '@tensorflow/tfjs-backend-webgpu/dist/webgpu_program.js';

/** What is needed of the backend. */
type Runner = Pick<WebGPUBackend, 'runWebGPUProgram'>;

/** Fewer sums than this do not keep the threads of a machine busy. */
const FEWEST = 64;
const WORKGROUP: [number, number, number] = [64, 1, 1];
/** Of a dispatch in one direction. */
const MOST_WORKGROUPS = 65_535;

let tfjsOwn: tf.KernelConfig | undefined;

/** Replaces tfjs's kernel behind `tf.sum`, and so behind every gradient of something that was broadcast. */
export function installSoftwareSum(): void {
  tfjsOwn ??= tf.getKernel(tf.Sum, 'webgpu');
  const own = tfjsOwn;
  tf.unregisterKernel(tf.Sum, 'webgpu');
  tf.registerKernel({
    ...own,
    kernelFunc: (args) => {
      const { x } = args.inputs as unknown as { readonly x: tf.TensorInfo };
      const { axis, keepDims } = args.attrs as unknown as tf.SumAttrs;
      return sum(x, axis, keepDims, args.backend as Runner) ?? own.kernelFunc(args);
    },
  });
}

/** @returns nothing where tfjs's own does better, or other types than float32 are added */
function sum(
  x: tf.TensorInfo,
  axis: number | number[],
  keepDims: boolean,
  backend: Runner,
): tf.TensorInfo | undefined {
  const axes = tf.util.parseAxisParam(axis, x.shape).sort((a, b) => a - b);
  const [first, last] = [axes[0]!, axes.at(-1)!];
  const areNeighbours = last - first + 1 === axes.length;
  const size = (from: number, to?: number) => tf.util.sizeFromShape(x.shape.slice(from, to));
  const [outer, window, inner] = [size(0, first), size(first, last + 1), size(last + 1)];
  const sums = outer * inner;
  if (x.dtype !== 'float32' || !areNeighbours || sums < FEWEST) return undefined;
  if (sums > MOST_WORKGROUPS * WORKGROUP[0]) return undefined;
  const uniforms = [sums, window, inner].map((value) => ({ type: 'int32', data: [value] }));
  const info = { dataId: x.dataId, dtype: x.dtype, shape: [outer, window, inner] };
  const summed = backend.runWebGPUProgram(sumProgram(sums), [info], 'float32', uniforms);
  const shape = x.shape.flatMap((length, i) => (axes.includes(i) ? (keepDims ? [1] : []) : [length]));
  return { ...summed, shape };
}

/** `sums[o, i] = sum over w of x[o, w, i]`, w in order. */
function sumProgram(sums: number): WebGPUProgram {
  return {
    variableNames: ['x'],
    uniforms: 'sums : i32, window : i32, inner : i32,',
    outputShape: [sums],
    workgroupSize: WORKGROUP,
    dispatchLayout: { x: [0] },
    dispatch: [Math.ceil(sums / WORKGROUP[0]), 1, 1],
    shaderKey: 'softwareSum',
    getUserCode: () => `
      fn main(at : i32) {
        if (at >= uniforms.sums) { return; }
        let first = at / uniforms.inner * uniforms.window * uniforms.inner + at % uniforms.inner;
        var sum = 0.0;
        for (var w = 0; w < uniforms.window; w++) { sum += x[first + w * uniforms.inner]; }
        result[at] = sum;
      }`,
  };
}
