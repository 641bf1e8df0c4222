/** Counts what is asked of WebGPU, by standing in front of its methods until told to stop. */
export type Watched =
  | 'createBuffer'
  | 'createBindGroup'
  | 'createShaderModule'
  | 'createComputePipeline'
  | 'createComputePipelineAsync'
  | 'writeBuffer'
  | 'submit'
  | 'dispatchWorkgroups'
  | 'mapAsync';

export interface GpuWatch {
  /** Calls since the start or the last reset. */
  readonly counts: Readonly<Record<Watched, number>>;
  reset(): void;
  /** Buffers made since the start that nobody destroyed. */
  readonly liveBuffers: number;
  stop(): void;
}

const PLACES: Readonly<Record<Watched, () => object>> = {
  createBuffer: () => GPUDevice.prototype,
  createBindGroup: () => GPUDevice.prototype,
  createShaderModule: () => GPUDevice.prototype,
  createComputePipeline: () => GPUDevice.prototype,
  createComputePipelineAsync: () => GPUDevice.prototype,
  writeBuffer: () => GPUQueue.prototype,
  submit: () => GPUQueue.prototype,
  dispatchWorkgroups: () => GPUComputePassEncoder.prototype,
  mapAsync: () => GPUBuffer.prototype,
};

export function watchGpu(): GpuWatch {
  const names = Object.keys(PLACES) as Watched[];
  const zeros = () => Object.fromEntries(names.map((name) => [name, 0])) as Record<Watched, number>;
  let counts = zeros();
  const live = new Set<unknown>();
  const undo = names.map((name) =>
    wrap(PLACES[name](), name, (_, result) => {
      counts[name]++;
      if (name === 'createBuffer') live.add(result);
    }),
  );
  undo.push(wrap(GPUBuffer.prototype, 'destroy', (buffer) => live.delete(buffer)));
  return {
    get counts() {
      return counts;
    },
    get liveBuffers() {
      return live.size;
    },
    reset: () => (counts = zeros()),
    stop: () => undo.forEach((restore) => restore()),
  };
}

function wrap(prototype: object, name: string, seen: (self: object, result: unknown) => void): () => void {
  const original = Reflect.get(prototype, name) as (...args: readonly unknown[]) => unknown;
  Reflect.set(prototype, name, function (this: object, ...args: readonly unknown[]) {
    const result = Reflect.apply(original, this, args);
    seen(this, result);
    return result;
  });
  return () => Reflect.set(prototype, name, original);
}
