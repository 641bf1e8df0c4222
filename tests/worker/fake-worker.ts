/** Workers that answer from this thread, as they are told to, and a lab that hires them. */
import { expose } from 'comlink';
import type { RunRecord } from '../../src/core/run-record.ts';
import { INITIAL_STATE, reduce, type Action, type LabState } from '../../src/core/state.ts';
import type { LabApi } from '../../src/worker/api.ts';
import { createLab } from '../../src/worker/client.ts';
import type { StationOptions } from '../../src/worker/station.ts';

export const never = () => new Promise<never>(() => undefined);
export const record = { results: [], history: [] } as unknown as RunRecord;
export const dataset = {
  id: 'mnist',
  title: 'M',
  classes: 10,
  trainImages: 60_000,
  heldOut: 5_000,
  testImages: 10_000,
} as const;

/** A worker that answers from this thread. */
export class FakeWorker extends EventTarget {
  readonly #page: MessagePort;
  terminated = false;

  constructor(api: Partial<LabApi>) {
    super();
    const { port1, port2 } = new MessageChannel();
    this.#page = port1;
    port1.onmessage = ({ data }: MessageEvent<unknown>) =>
      this.dispatchEvent(new MessageEvent('message', { data }));
    const working: LabApi = {
      prepare: () => Promise.resolve({} as Awaited<ReturnType<LabApi['prepare']>>),
      openMnist: () => Promise.resolve(dataset),
      openOwn: () => Promise.resolve({ ...dataset, id: 'own' }),
      lost: never,
      run: () => Promise.resolve(record),
      adopt: () => Promise.resolve(true),
      unfinished: () => Promise.resolve(undefined),
      discardUnfinished: () => Promise.resolve(),
      exportModel: never,
      openTeacher: never,
      closeTeacher: () => Promise.resolve(),
      watch: () => Promise.resolve(),
      answers: never,
      testAnswers: never,
      testImages: never,
      pause: () => Promise.resolve(),
      resume: () => Promise.resolve(),
      step: () => Promise.resolve(),
      limit: () => Promise.resolve(),
      stop: () => Promise.resolve(),
    };
    expose({ ...working, ...api }, port2);
  }

  postMessage(message: unknown, transfer: Transferable[] = []): void {
    this.#page.postMessage(message, transfer);
  }

  start(): void {
    this.#page.start();
  }

  terminate(): void {
    this.terminated = true;
    this.#page.close();
  }
}

/** @param apis of one worker after the other; the last one goes on being hired */
export function setUp(apis: readonly Partial<LabApi>[], options: StationOptions = {}) {
  const workers: FakeWorker[] = [];
  let state: LabState = INITIAL_STATE;
  const actions: Action[] = [];
  const lab = createLab(
    (action) => {
      actions.push(action);
      state = reduce(state, action);
    },
    {
      keeps: false, // no turn to take: a run that a test leaves behind would have it
      ...options,
      spawn: () => {
        const worker = new FakeWorker(apis[Math.min(workers.length, apis.length - 1)] ?? {});
        workers.push(worker);
        return worker as unknown as Worker;
      },
    },
  );
  return { lab, workers, actions, state: () => state };
}
