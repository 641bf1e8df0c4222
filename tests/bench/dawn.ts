/**
 * The page without a browser: in this process, on Dawn, Chromium's implementation of WebGPU, which then finds every
 * Vulkan, Metal or D3D driver of the machine. For drivers that browsers will not use; nobody has to have it installed.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { buildPage, type Host } from './host.ts';

/** Of the package `webgpu`, as far as it is used. */
interface Dawn {
  /** @param options such as `backend=vulkan` */
  readonly create: (options: readonly string[]) => GPU;
  /** What a browser has globally: `GPUBufferUsage`, `GPUDevice`, ... */
  readonly globals: Readonly<Record<string, unknown>>;
}

/** @throws Error when the package is not installed, or Dawn finds no adapter */
export async function openDawn(): Promise<Host> {
  const { create, globals } = await importDawn();
  const gpu = create([]);
  if (!(await gpu.requestAdapter())) throw new Error('Dawn finds no adapter on this machine.');
  pretendBrowser(gpu, globals);
  const folder = await buildPage();
  await import(pathToFileURL(join(folder, 'page.js')).href);
  return {
    version: `Dawn in Node ${process.versions.node}`,
    withPage: (use) => use(window.bench), // one for all cases: a module is loaded once
    close: () => Promise.resolve(),
  };
}

async function importDawn(): Promise<Dawn> {
  const name = 'webgpu'; // not a dependency, so not for the compiler to find
  try {
    return (await import(name)) as Dawn;
  } catch (error) {
    throw new Error('--dawn needs the package webgpu: npm install --no-save webgpu.', { cause: error });
  }
}

/** As much of a browser as tfjs and jax-js look for before they compute. */
function pretendBrowser(gpu: GPU, globals: Dawn['globals']): void {
  const served = globalThis.fetch;
  const fetch: typeof served = async (from, init) => {
    const url = from instanceof Request ? from.url : String(from);
    return url.startsWith('file:') ? new Response(await readFile(fileURLToPath(url))) : served(from, init);
  };
  const noCanvas = { createElement: () => ({ getContext: () => null }) };
  Object.assign(globalThis, globals, { window: globalThis, self: globalThis, document: noCanvas, fetch });
  Object.defineProperty(globalThis, 'navigator', { value: { gpu, userAgent: 'node' }, configurable: true });
}
