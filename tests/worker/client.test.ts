// The page's side of the wire, with workers that misbehave and one that is real.
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { DeviceReport } from '../../src/core/device.ts';
import { DEFAULT_EXPERIMENT } from '../../src/core/presets.ts';
import { INITIAL_STATE, reduce, type Action, type LabState } from '../../src/core/state.ts';
import type { LabApi } from '../../src/worker/api.ts';
import { createLab, type Lab } from '../../src/worker/client.ts';
import { packError } from '../../src/worker/errors.ts';
import { LabError } from '../../src/core/errors.ts';
import { dataset, FakeWorker, never, record, setUp } from './fake-worker.ts';
import { smallExperiment } from '../engine/fixtures.ts';
import { ownFiles } from './own-files.ts';

describe('with a worker that behaves', () => {
  test('opens, runs and finishes', async () => {
    const { lab, state } = setUp([{}]);
    await lab.open();
    expect(state().datasets.mnist).toEqual(dataset);
    expect(await lab.run(DEFAULT_EXPERIMENT, { paused: false })).toEqual(record);
    expect(state().run.status).toBe('finished');
  });

  test('what was asked to compute with reaches the worker', async () => {
    const prepare = vi.fn(() => Promise.resolve({} as DeviceReport));
    const spawn = () => new FakeWorker({ prepare }) as unknown as Worker;
    await createLab(() => undefined, { backend: 'webgpu', trainer: 'tfjs', spawn }).open();
    expect(prepare).toHaveBeenCalledWith('webgpu', 'tfjs', undefined, []);
  });

  test('what it may keep, and its pace, reach the worker, a new one too', async () => {
    const told: unknown[] = [];
    const crew: Partial<LabApi> = {
      prepare: (...asked) => {
        told.push(asked[2]);
        return Promise.resolve({} as DeviceReport);
      },
      limit: (pace) => Promise.resolve(void told.push(pace)),
    };
    const workers: FakeWorker[] = [];
    const spawn = () => workers[workers.push(new FakeWorker(crew)) - 1] as unknown as Worker;
    const actions: Action[] = [];
    const lab = createLab((action) => void actions.push(action), { keeps: false, spawn });
    await lab.open();
    lab.limit(5);
    expect(actions.at(-1)).toEqual({ kind: 'pace', pace: 5 });
    await vi.waitFor(() => expect(told).toEqual([false, 5]));
    workers[0]!.dispatchEvent(new ErrorEvent('error', { message: 'gone' }));
    await vi.waitFor(() => expect(told.slice(2)).toEqual([false, 5]));
  });

  test('a failure crosses the wire as its sentence, hint and code', async () => {
    const error = new LabError('diverged', 'It diverged.', 'Try less.');
    const { lab, state } = setUp([{ run: () => Promise.reject(packError(error)) }]);
    expect(await lab.run(DEFAULT_EXPERIMENT, { paused: false })).toBeUndefined();
    expect(state().run.error).toEqual({ code: 'diverged', message: 'It diverged.', hint: 'Try less.' });
  });

  test('no backend and no data are told, each', async () => {
    const { lab, actions } = setUp([
      {
        prepare: () => Promise.reject(packError(new LabError('backend', 'No GPU.', 'H.'))),
        openMnist: () => Promise.reject(packError(new LabError('network', 'No digits.', 'H.'))),
      },
    ]);
    await lab.open();
    const failures = actions.flatMap((action) => (action.kind === 'failure' ? [action.error.message] : []));
    expect(failures).toEqual(['No GPU.', 'No digits.']);
  });
});

describe('with a worker that does not', () => {
  test('one that never stops is ended after two seconds and replaced; own files are loaded again', async () => {
    const openOwn = vi.fn(() => Promise.resolve({ ...dataset, id: 'own' as const }));
    const run = vi.fn(never);
    const { lab, workers, state } = setUp([{ run, stop: never, openOwn }, { openOwn }]);
    await lab.open();
    await lab.openOwn(ownFiles(20));
    const running = lab.run(DEFAULT_EXPERIMENT, { paused: false });
    await vi.waitFor(() => expect(run).toHaveBeenCalled());
    lab.stop();
    expect(state().run.status).toBe('stopping');
    expect(await running).toBeUndefined();
    expect(state().run.status).toBe('stopped');
    expect(workers[0]!.terminated).toBe(true);
    expect(workers).toHaveLength(2);
    await vi.waitFor(() => expect(openOwn).toHaveBeenCalledTimes(2));
    expect(await lab.run(DEFAULT_EXPERIMENT, { paused: false })).toEqual(record);
  });

  test('stopped before it was asked to run, it is left in peace', async () => {
    const run = vi.fn(never);
    const { lab, workers, state } = setUp([{ run }]);
    await lab.open();
    const running = lab.run(DEFAULT_EXPERIMENT, { paused: false });
    lab.stop();
    expect(await running).toBeUndefined();
    expect(state().run.status).toBe('stopped');
    expect(run).not.toHaveBeenCalled();
    expect(workers).toHaveLength(1);
  });

  test('a command that is given at once follows the run', async () => {
    const calls: string[] = [];
    const { lab } = setUp([
      {
        run: () => Promise.resolve(calls.push('run')).then(() => record),
        step: () => Promise.resolve(calls.push('step')).then(() => undefined),
      },
    ]);
    const running = lab.run(DEFAULT_EXPERIMENT, { paused: true });
    lab.step();
    await running;
    await vi.waitFor(() => expect(calls).toEqual(['run', 'step']));
  });

  test('W4 what the last run says late reaches nobody', async () => {
    let late: (() => void) | undefined;
    const { lab, state } = setUp([
      {
        run: ({ runId }, onEvents) => {
          late ??= () => void onEvents([{ kind: 'points', runId, points: [{} as never] }], 1);
          return Promise.resolve(record);
        },
      },
    ]);
    await lab.run(DEFAULT_EXPERIMENT, { paused: false });
    await lab.run(DEFAULT_EXPERIMENT, { paused: false });
    late!();
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(state().run.history).toEqual([]);
  });
});

describe('with the real worker', () => {
  let lab: Lab;
  afterEach(() => lab.reset());

  test('trains the user’s own files on the cpu backend, in a thread of its own', async () => {
    let state: LabState = INITIAL_STATE;
    lab = createLab((action) => (state = reduce(state, action)), { backend: 'cpu' });
    await lab.open();
    await lab.openOwn(ownFiles());
    const config = smallExperiment({ data: { dataset: 'own' } });
    const finished = await lab.run(config, { paused: false });
    expect(finished!.environment.backend).toBe('cpu');
    expect(finished!.results).toHaveLength(3);
    expect(state.run.status).toBe('finished');
    expect(state.run.history.length).toBeGreaterThan(20);
  });
});
