/** What the page and its worker hold, after a collection. */
import type { CDPSession, Page } from 'playwright';

export interface Held {
  /** Bytes of the JavaScript heaps. */
  readonly page: number;
  readonly worker: number;
  readonly tensors: number;
  /** GPU buffers that were made since the worker has been watched and not given back. */
  readonly buffers: number;
  /** Which worker it was: one that was replaced holds nothing of the last one. */
  readonly generation: number;
}

interface Watched {
  liveBuffers?: number;
  readonly _tfengine?: { readonly state: { readonly numTensors: number } };
}

/** Has every worker of the page count its GPU buffers. */
export function watchMemory(page: Page): { held(): Promise<Held> } {
  let generation = 0;
  const watch = () => {
    const watched = globalThis as Watched;
    watched.liveBuffers = 0;
    const gone = new WeakSet<GPUBuffer>();
    const create = Reflect.get<GPUDevice, 'createBuffer'>(GPUDevice.prototype, 'createBuffer');
    const destroy = Reflect.get<GPUBuffer, 'destroy'>(GPUBuffer.prototype, 'destroy');
    GPUDevice.prototype.createBuffer = function (descriptor) {
      watched.liveBuffers! += 1;
      return create.call(this, descriptor);
    };
    GPUBuffer.prototype.destroy = function () {
      if (!gone.has(this)) watched.liveBuffers! -= 1;
      gone.add(this);
      return destroy.call(this);
    };
  };
  page.on('worker', (worker) => {
    generation += 1;
    void worker.evaluate(watch).catch(() => undefined); // it may be gone already
  });
  return {
    async held() {
      const [worker] = page.workers();
      const counts = await worker!.evaluate(() => {
        const { liveBuffers = 0, _tfengine } = globalThis as Watched;
        return { buffers: liveBuffers, tensors: _tfengine?.state.numTensors ?? 0 };
      });
      const session = await page.context().newCDPSession(page);
      const heaps = { worker: await workerHeap(session), page: await pageHeap(session) };
      await session.detach();
      return { ...heaps, ...counts, generation };
    },
  };
}

async function pageHeap(session: CDPSession): Promise<number> {
  await session.send('HeapProfiler.collectGarbage');
  return (await session.send('Runtime.getHeapUsage')).usedSize;
}

/** A worker is spoken to through its page. */
async function workerHeap(session: CDPSession): Promise<number> {
  const attached = new Promise<string>((resolve) =>
    session.once('Target.attachedToTarget', ({ sessionId }) => resolve(sessionId)),
  );
  await session.send('Target.setAutoAttach', {
    autoAttach: true,
    waitForDebuggerOnStart: false,
    flatten: false,
  });
  const sessionId = await attached;
  const ask = async (id: number, method: string): Promise<{ readonly usedSize: number }> => {
    const answer = new Promise<{ readonly usedSize: number }>((resolve) =>
      session.on('Target.receivedMessageFromTarget', ({ message }) => {
        const told = JSON.parse(message) as { id?: number; result: { usedSize: number } };
        if (told.id === id) resolve(told.result);
      }),
    );
    const message = JSON.stringify({ id, method });
    await session.send('Target.sendMessageToTarget', { sessionId, message });
    return answer;
  };
  await ask(1, 'HeapProfiler.collectGarbage');
  return (await ask(2, 'Runtime.getHeapUsage')).usedSize;
}
