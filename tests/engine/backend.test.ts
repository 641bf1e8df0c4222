import * as tf from '@tensorflow/tfjs-core';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { chooseBackend } from '../../src/engine/backend.ts';

afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

/** WebGPU as a browser might have it. */
function stubGpu(requestAdapter: () => Promise<unknown>): void {
  vi.spyOn(navigator, 'gpu', 'get').mockReturnValue({ requestAdapter } as unknown as GPU);
}

describe('WebGPU missing or refusing', () => {
  test('G1 no navigator.gpu: wasm, and the reason', async () => {
    vi.spyOn(navigator, 'gpu', 'get').mockReturnValue(undefined as unknown as GPU);
    const { report } = await chooseBackend(undefined);
    expect(report.backend).toBe('wasm');
    expect(report.reasons).toEqual(['WebGPU: this browser does not offer it.']);
  });

  test('an insecure page: says what would help', async () => {
    vi.spyOn(navigator, 'gpu', 'get').mockReturnValue(undefined as unknown as GPU);
    vi.stubGlobal('isSecureContext', false);
    const { report } = await chooseBackend(undefined);
    expect(report.backend).toBe('wasm');
    expect(report.reasons[0]).toContain('open this page over https or from localhost');
  });

  test('G2 no adapter', async () => {
    stubGpu(() => Promise.resolve(null));
    const { report } = await chooseBackend(undefined);
    expect(report).toMatchObject({ backend: 'wasm' });
    expect(report.reasons[0]).toContain('no graphics adapter');
  });

  test('G2 a driver that throws', async () => {
    stubGpu(() => Promise.reject(new Error('driver on fire')));
    const { report } = await chooseBackend(undefined);
    expect(report).toMatchObject({ backend: 'wasm' });
    expect(report.reasons[0]).toContain('driver on fire');
  });

  test('G2 a driver that never answers', async () => {
    stubGpu(() => new Promise(() => undefined));
    const { report } = await chooseBackend(undefined, 1500);
    expect(report).toMatchObject({ backend: 'wasm' });
    expect(report.reasons[0]).toContain('no answer within 1.5 s');
  });

  test('a driver that answers too late does not take over', async () => {
    const real = await navigator.gpu.requestAdapter();
    stubGpu(() => new Promise((resolve) => setTimeout(() => resolve(real), 1500)));
    expect((await chooseBackend(undefined, 1000)).report.backend).toBe('wasm');
    await new Promise((resolve) => setTimeout(resolve, 1500));
    expect(tf.getBackend()).toBe('wasm');
  });

  test('G2 an adapter that tfjs cannot use', async () => {
    const adapter = {
      features: new Set(),
      limits: {},
      requestDevice: () => Promise.reject(new Error('no device')),
    };
    stubGpu(() => Promise.resolve(adapter));
    const { report } = await chooseBackend(undefined);
    expect(report.backend).toBe('wasm');
    expect(report.reasons[0]).toMatch(/^WebGPU: /);
  });
});

test('G3 a software adapter is stayed on, and called one', async () => {
  const { report, device } = await chooseBackend(undefined);
  expect(device).toBeInstanceOf(GPUDevice);
  expect(report).toMatchObject({ backend: 'webgpu', softwareAdapter: true, reasons: [] });
  expect(report.adapter).toContain('swiftshader');
});

test.each(['cpu', 'wasm', 'webgpu'] as const)('%s when it is asked for', async (backend) => {
  expect((await chooseBackend(backend)).report).toMatchObject({ backend, reasons: [] });
});
