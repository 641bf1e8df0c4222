// A run whose worker or GPU is lost, with workers that fail as they are told to.
import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { DeviceReport } from '../../src/core/device.ts';
import { LabError } from '../../src/core/errors.ts';
import { DEFAULT_EXPERIMENT } from '../../src/core/presets.ts';
import { english } from '../../src/core/text.ts';
import type { LabApi, OnCheckpoint, OnEvents, RunRequest } from '../../src/worker/api.ts';
import { packError } from '../../src/worker/errors.ts';
import { createRecovery } from '../../src/worker/recovery.ts';
import { never, record, setUp } from './fake-worker.ts';

const LOST = packError(new LabError('lost', 'The GPU was lost: by a test.', 'H.'));
const bytes = (n: number) => Uint8Array.of(n);

/** A worker on a backend, whose run is in the hands of the test. */
function crew(backend: DeviceReport['backend'], more: Partial<LabApi> = {}) {
  let begun!: (run: HandledRun) => void;
  const running = new Promise<HandledRun>((resolve) => (begun = resolve));
  const prepare = vi.fn<LabApi['prepare']>((_, __, ___, reasons = []) =>
    Promise.resolve({ backend, reasons } as unknown as DeviceReport),
  );
  const adopt = vi.fn<LabApi['adopt']>(() => Promise.resolve(true));
  const api: Partial<LabApi> = {
    prepare,
    adopt,
    run: (request, onEvents, onCheckpoint) =>
      new Promise((finish, fail) => begun({ request, onEvents, onCheckpoint: onCheckpoint!, finish, fail })),
    ...more,
  };
  return { api, running, prepare, adopt };
}

interface HandledRun {
  readonly request: RunRequest;
  readonly onEvents: OnEvents;
  readonly onCheckpoint: OnCheckpoint;
  readonly finish: (finished: typeof record) => void;
  readonly fail: (error: Error) => void;
}

const told = (state: ReturnType<typeof setUp>['state']) => state().notices.map(english);

test('the first lost GPU: a new worker goes on from the last checkpoint, and the old one is no longer heard', async () => {
  const [first, second] = [crew('webgpu'), crew('webgpu')];
  const { lab, workers, state, actions } = setUp([first.api, second.api]);
  await lab.open();
  const running = lab.run(DEFAULT_EXPERIMENT, { paused: false, freshTeacher: true });
  const before = await first.running;
  expect(before.request).toMatchObject({ generation: 1, resume: false, freshTeacher: true });
  await before.onCheckpoint(bytes(1), true, 1);
  await before.onCheckpoint(bytes(2), true, 1);
  before.fail(LOST);
  await vi.waitFor(() => expect(state().run.status).toBe('recovering'));
  expect(told(state)).toEqual(['The GPU was lost: by a test. The run goes on from where it was last kept.']);
  const after = await second.running;
  expect(workers[0]!.terminated).toBe(true);
  expect(second.adopt).toHaveBeenCalledWith(bytes(2));
  expect(after.request).toMatchObject({ runId: before.request.runId, generation: 2, resume: true });
  expect(second.prepare).toHaveBeenCalledWith(undefined, undefined, false, []);
  await after.onEvents([{ kind: 'points', runId: 'run-1', points: [{} as never] }], 1); // an old one's
  expect(state().run.history).toEqual([]);
  await after.onEvents([{ kind: 'points', runId: 'run-1', points: [{} as never] }], 2);
  expect(state().run.history).toHaveLength(1);
  after.finish(record);
  expect(await running).toEqual(record);
  expect(actions.filter(({ kind }) => kind === 'failed')).toEqual([]);
});

test('the second one within two minutes: on WebAssembly, which says why; "Try the GPU again" goes back', async () => {
  const [first, second, third, fourth] = [crew('webgpu'), crew('webgpu'), crew('wasm'), crew('webgpu')];
  const { lab, workers, state } = setUp([first.api, second.api, third.api, fourth.api]);
  await lab.open();
  const running = lab.run(DEFAULT_EXPERIMENT, { paused: false });
  (await first.running).fail(LOST);
  const again = await second.running;
  expect(again.request.resume).toBe(false); // nothing was kept yet
  await again.onCheckpoint(bytes(7), true, 2);
  again.fail(LOST);
  const onCpu = await third.running;
  const why = ['WebGPU: it was lost twice within two minutes.'];
  expect(third.prepare).toHaveBeenCalledWith('wasm', undefined, false, why);
  expect(state().device!.reasons).toEqual(why);
  expect(third.adopt).toHaveBeenCalledWith(bytes(7));
  expect(told(state).at(-1)).toContain('the run goes on without the GPU, more slowly');
  onCpu.finish(record);
  await running;
  await lab.tryGpu();
  expect(workers).toHaveLength(4);
  expect(fourth.prepare).toHaveBeenCalledWith(undefined, undefined, false, []);
  expect(state().device!.backend).toBe('webgpu');
});

test('a GPU that does not come back: the run goes on with what there is, and it is told', async () => {
  const [first, second] = [crew('webgpu'), crew('wasm')];
  const { lab, state } = setUp([first.api, second.api]);
  await lab.open();
  const running = lab.run(DEFAULT_EXPERIMENT, { paused: false });
  (await first.running).fail(LOST);
  (await second.running).finish(record);
  await running;
  expect(told(state).at(-1)).toBe('The GPU has not come back: the run goes on without it, more slowly.');
});

describe('W2 a worker that dies', () => {
  const die = (worker: EventTarget, message = 'out of memory') =>
    worker.dispatchEvent(new ErrorEvent('error', { message }));

  test('W2 in a run: all that was asked is refused, and a new one goes on', async () => {
    const [first, second] = [crew('webgpu', { answers: never }), crew('webgpu')];
    const { lab, workers, state } = setUp([first.api, second.api]);
    await lab.open();
    const running = lab.run(DEFAULT_EXPERIMENT, { paused: true });
    await (await first.running).onCheckpoint(bytes(3), false, 1);
    const answers = lab.answers({ what: 'shipped' } as never, new Uint8Array());
    die(workers[0]!);
    await expect(answers).rejects.toMatchObject({ code: 'crashed' });
    const after = await second.running;
    expect(after.request).toMatchObject({ resume: true, paused: true });
    await vi.waitFor(() => expect(state().run.status).toBe('paused'));
    after.finish(record);
    expect(await running).toEqual(record);
  });

  test('twice on a backend without GPU, the run is offered instead of tried again', async () => {
    const [first, second, third] = [crew('cpu'), crew('cpu'), crew('cpu')];
    const { lab, workers, state } = setUp([first.api, second.api, third.api]);
    await lab.open();
    const running = lab.run(DEFAULT_EXPERIMENT, { paused: false });
    await first.running;
    die(workers[0]!);
    await (await second.running).onCheckpoint(bytes(4), true, 2);
    die(workers[1]!, 'again');
    expect(await running).toBeUndefined();
    expect(state().run.error).toMatchObject({ code: 'crashed' });
    await vi.waitFor(() => expect(third.adopt).toHaveBeenCalledWith(bytes(4)));
  });

  test('while nothing runs, it is replaced, and that is told', async () => {
    const { lab, workers, state } = setUp([{}, {}]);
    await lab.open();
    die(workers[0]!);
    await vi.waitFor(() => expect(workers).toHaveLength(2));
    expect(told(state)[0]).toContain('it does not have the networks of the last run');
    await vi.waitFor(async () =>
      expect(await lab.run(DEFAULT_EXPERIMENT, { paused: false })).toEqual(record),
    );
  });
});

test('a GPU that is lost while nothing runs: the worker goes on answering, and the next run takes another one', async () => {
  let lose!: (reason: Error) => void;
  const lost = () => new Promise<never>((_, reject) => (lose = reject));
  const { lab, workers, state } = setUp([{ lost }, {}]);
  await lab.open();
  lose(LOST);
  await vi.waitFor(() => expect(told(state)[0]).toContain('The next run takes a fresh one'));
  expect(workers).toHaveLength(1);
  await lab.run(DEFAULT_EXPERIMENT, { paused: false });
  expect(workers).toHaveLength(2);
  expect(workers[0]!.terminated).toBe(true);
});

test('stopped while it is taken up again, it is stopped', async () => {
  const first = crew('webgpu');
  const second = crew('webgpu', { prepare: never });
  const { lab, state } = setUp([first.api, second.api, {}]);
  await lab.open();
  const running = lab.run(DEFAULT_EXPERIMENT, { paused: false });
  (await first.running).fail(LOST);
  await vi.waitFor(() => expect(state().run.status).toBe('recovering'));
  lab.stop();
  expect(await running).toBeUndefined();
  expect(state().run.status).toBe('stopped');
});

describe('W3 a worker that no longer answers', () => {
  let tooLong: (seconds: number) => void;
  const watchSilence = (_: number, late: (seconds: number) => void) => {
    tooLong = late;
    return { heard: () => undefined, bear: () => undefined, end: () => undefined };
  };
  beforeEach(() => (tooLong = () => undefined));

  test('W3 is ended, and the run is offered from its last checkpoint', async () => {
    const [first, second] = [
      crew('webgpu'),
      crew('webgpu', { unfinished: () => Promise.resolve({} as never) }),
    ];
    const { lab, workers, state } = setUp([first.api, second.api], { watchSilence });
    await lab.open();
    const running = lab.run(DEFAULT_EXPERIMENT, { paused: false });
    await (await first.running).onCheckpoint(bytes(5), true, 1);
    tooLong(11);
    expect(await running).toBeUndefined();
    expect(workers[0]!.terminated).toBe(true);
    expect(state().run.error!.message).toBe(
      'The part of the lab that trains has not answered for 11 seconds and was ended.',
    );
    await vi.waitFor(() => expect(second.adopt).toHaveBeenCalledWith(bytes(5)));
    await vi.waitFor(() => expect(state().unfinished).toBeDefined());
  });
});

test('what follows which fault', () => {
  const recovery = createRecovery();
  const after = (...given: Parameters<typeof recovery.after>) => recovery.after(...given);
  expect(after('gpu', 'webgpu', 0)).toBe('again');
  expect(after('gpu', 'webgpu', 120_000)).toBe('again'); // two minutes later
  expect(after('gpu', 'webgpu', 239_999)).toBe('withoutGpu');
  expect(after('died', 'wasm', 300_000)).toBe('offer');
  expect(after('silent', 'webgpu', 900_000)).toBe('offer');
});
