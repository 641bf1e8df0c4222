/** The adapter's own best rate in matrix products, by trying some kernels: the measure of how busy a step keeps it. */
import { hash } from '../../src/core/random.ts';
import { candidates, TILES } from '../../src/engine/fused/tiles.ts';
import { engineKernel, registerKernel, sharedKernel, type GemmKernel } from './gemm-kernels.ts';
import type { GemmSweep } from './protocol.ts';

/** Rows, columns and inner length; what fills a GPU takes a software adapter seconds. */
const GPU_SIZE = 1024;
const SOFTWARE_SIZE = 512;
/** Long enough for a clock that is exact to a tenth of a millisecond. */
const MEASURE_MS = 100;
const ROUNDS = 3;
/** What the engine may run on here decides which of its forms are tried. */
const FEATURES: readonly GPUFeatureName[] = ['subgroups'];

/** The engine's forms for `device`, and others that might beat them. */
const kernelsOf = (device: GPUDevice, size: number): readonly GemmKernel[] => [
  ...candidates(device).map((name) => engineKernel(size, name, TILES[name])),
  registerKernel(size, [16, 8], [8, 4]),
  registerKernel(size, [16, 16], [4, 4]),
  sharedKernel(size, [8, 8]),
];

/** @throws Error if a kernel's product is wrong: its rate would mean nothing */
export async function sweepGemm(adapter: GPUAdapter): Promise<GemmSweep> {
  const size = adapter.info.isFallbackAdapter ? SOFTWARE_SIZE : GPU_SIZE;
  const device = await adapter.requestDevice({
    requiredFeatures: FEATURES.filter((name) => adapter.features.has(name)),
  });
  try {
    const matrices = [1, 2].map((key) => matrix(key, size)) as [Matrix, Matrix];
    const inputs = matrices.map((values) => upload(device, values));
    const products = [];
    for (const kernel of kernelsOf(device, size)) {
      const product = await openProduct(device, kernel, inputs, size);
      check(kernel.name, matrices, await product.result(), size);
      products.push({
        kernel: kernel.name,
        repeat: await repeatsFor(product.run),
        run: product.run,
        ms: Infinity,
      });
    }
    for (let round = 0; round < ROUNDS; round++) {
      for (const product of products)
        product.ms = Math.min(product.ms, (await product.run(product.repeat)) / product.repeat);
    }
    return {
      size,
      rates: products.map(({ kernel, ms }) => ({ kernel, gflops: (2 * size ** 3) / ms / 1e6 })),
    };
  } finally {
    device.destroy();
  }
}

type Matrix = Float32Array<ArrayBuffer>;

/** Integers from 0 to 3, whose products and sums are exact. */
function matrix(key: number, size: number): Matrix {
  return Float32Array.from({ length: size * size }, (_, i) => hash(key, i) % 4);
}

function upload(device: GPUDevice, values: Matrix): GPUBuffer {
  const usage = GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_DST;
  const buffer = device.createBuffer({ size: values.byteLength, usage });
  device.queue.writeBuffer(buffer, 0, values);
  return buffer;
}

interface Product {
  /** @returns milliseconds of `repeat` products, the wait for them included */
  readonly run: (repeat: number) => Promise<number>;
  /** The product, computed once more. */
  readonly result: () => Promise<Float32Array>;
}

async function openProduct(
  device: GPUDevice,
  { code, tile }: GemmKernel,
  inputs: readonly GPUBuffer[],
  size: number,
): Promise<Product> {
  const module = device.createShaderModule({ code });
  const pipeline = await device.createComputePipelineAsync({ layout: 'auto', compute: { module } });
  const bytes = 4 * size * size;
  const output = device.createBuffer({
    size: bytes,
    usage: GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC,
  });
  const entries = [...inputs, output].map((buffer, binding) => ({ binding, resource: { buffer } }));
  const group = device.createBindGroup({ layout: pipeline.getBindGroupLayout(0), entries });

  async function run(repeat: number): Promise<number> {
    const encoder = device.createCommandEncoder();
    const pass = encoder.beginComputePass();
    pass.setPipeline(pipeline);
    pass.setBindGroup(0, group);
    for (let i = 0; i < repeat; i++) pass.dispatchWorkgroups(size / tile[1], size / tile[0]);
    pass.end();
    const from = performance.now();
    device.queue.submit([encoder.finish()]);
    await device.queue.onSubmittedWorkDone();
    return performance.now() - from;
  }

  async function result(): Promise<Float32Array> {
    await run(1);
    const usage = GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST;
    const staging = device.createBuffer({ size: bytes, usage });
    const encoder = device.createCommandEncoder();
    encoder.copyBufferToBuffer(output, 0, staging, 0, bytes);
    device.queue.submit([encoder.finish()]);
    await staging.mapAsync(GPUMapMode.READ);
    const values = new Float32Array(staging.getMappedRange().slice(0));
    staging.destroy();
    return values;
  }

  return { run, result };
}

/** How many products take long enough to be timed. */
async function repeatsFor(run: (repeat: number) => Promise<number>): Promise<number> {
  let repeat = 1;
  while (repeat < 1024 && (await run(repeat)) < MEASURE_MS) repeat *= 2;
  return repeat;
}

/** Entries spread over the product and over every thread's part of it. */
function check(name: string, [a, b]: readonly [Matrix, Matrix], product: Float32Array, size: number): void {
  for (let i = 0; i < 64; i++) {
    const [row, column] = [(i * 97) % size, (i * 61) % size];
    let expected = 0;
    for (let k = 0; k < size; k++) expected += a[k * size + row]! * b[k * size + column]!;
    const actual = product[row * size + column]!;
    if (actual !== expected)
      throw new Error(`The kernel "${name}" gives ${actual} at [${row}, ${column}], not ${expected}.`);
  }
}
