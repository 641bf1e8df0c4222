import { describe, expect, test } from 'vitest';
import { DEFAULT_EXPERIMENT } from '../../src/core/presets.ts';
import type { HistoryPoint, RunRecord } from '../../src/core/run-record.ts';
import {
  datasetOf,
  INITIAL_STATE,
  presetOf,
  problemsOf,
  reduce,
  type Action,
  type DatasetState,
  type LabState,
} from '../../src/core/state.ts';

const after = (...actions: Action[]): LabState => actions.reduce(reduce, INITIAL_STATE);
const mnist: DatasetState = {
  id: 'mnist',
  title: 'MNIST',
  classes: 10,
  trainImages: 60_000,
  heldOut: 5_000,
  testImages: 10_000,
};
const point: HistoryPoint = {
  role: 'teacher',
  method: 'labels',
  member: 0,
  seed: 1,
  epoch: 1,
  step: 79,
  objective: 0.5,
};
const run: Action = { kind: 'run', runId: 'a', config: DEFAULT_EXPERIMENT };
const points = (runId: string): Action => ({
  kind: 'event',
  event: { runId, kind: 'points', points: [point] },
});
const failed = (code: 'stopped' | 'diverged'): Action => ({
  kind: 'failed',
  runId: 'a',
  error: { code, message: 'M.', hint: 'H.' },
});

describe('edits', () => {
  test('a value that is not valid leaves the last valid one in force and says why', () => {
    const state = after({ kind: 'edit', path: 'distillation.temperature', text: '0' });
    expect(state.config).toBe(DEFAULT_EXPERIMENT);
    expect(state.invalid['distillation.temperature']).toMatchObject({ text: '0' });
    expect(problemsOf(state)).toHaveLength(1);
  });

  test('a valid one clears it', () => {
    const path = 'distillation.temperature';
    const state = after({ kind: 'edit', path, text: '0' }, { kind: 'edit', path, text: '4' });
    expect(state.invalid).toEqual({});
    expect(state.config.distillation.temperature).toBe(4);
    expect(presetOf(state.config)).toBeUndefined();
    expect(presetOf(DEFAULT_EXPERIMENT)?.id).toBe('quick');
  });

  test('a network that is too large is an error of its field', () => {
    const state = after({ kind: 'edit', path: 'teacher.hidden', text: '4096-4096-4096' });
    expect(state.invalid['teacher.hidden']!.message).toContain('parameters');
  });

  test('what was refused takes effect as soon as it is possible', () => {
    const [method, hidden] = ['distillation.method', 'teacher.hidden'];
    const refused: Action = { kind: 'edit', path: method, text: 'layerInit' };
    const shapes = 'a student of 128-128 needs a teacher of 128-128-128-128, and it has';
    expect(after(refused).config).toBe(DEFAULT_EXPERIMENT);
    expect(after(refused).invalid[method]!.message).toContain(`${shapes} 256-256.`);
    const nearer = after(refused, { kind: 'edit', path: hidden, text: '128-128' });
    expect(nearer.invalid[method]!.message).toContain(`${shapes} 128-128.`);
    const possible = after(refused, { kind: 'edit', path: hidden, text: '128-128-128-128' });
    expect(possible).toMatchObject({ invalid: {}, config: { distillation: { method: 'layerInit' } } });
  });

  test('a loaded experiment replaces everything that was typed', () => {
    const state = after(
      { kind: 'edit', path: 'seed', text: 'x' },
      { kind: 'load', config: DEFAULT_EXPERIMENT, notices: ['N.'] },
    );
    expect(state).toMatchObject({ invalid: {}, notices: ['N.'] });
  });
});

describe('data sets', () => {
  test('files of one’s own are used at once, cut to what they have, and MNIST comes back', () => {
    const own: DatasetState = {
      ...mnist,
      id: 'own',
      title: 'letters',
      trainImages: 600,
      heldOut: 50,
      testImages: 100,
    };
    const state = after({ kind: 'dataset', dataset: mnist }, { kind: 'dataset', dataset: own });
    expect(datasetOf(state)).toBe(own);
    expect(state.config.data).toMatchObject({ dataset: 'own', teacherImages: 550, labelledImages: 550 });
    expect(problemsOf(state)).toEqual([]);
    expect(datasetOf(reduce(state, { kind: 'edit', path: 'data.dataset', text: 'mnist' }))).toBe(mnist);
  });

  test('own files that are not there are a problem with a way out', () => {
    const state = after({ kind: 'edit', path: 'data.dataset', text: 'own' });
    expect(problemsOf(state)[0]!.message).toContain('Choose your image and label files');
  });

  test('a finished download disappears', () => {
    const state = after({ kind: 'download', loadedBytes: 1, totalBytes: 2 });
    expect(state.download).toEqual({ loadedBytes: 1, totalBytes: 2 });
    expect(reduce(state, { kind: 'download', loadedBytes: 2, totalBytes: 2 }).download).toBeUndefined();
  });
});

describe('runs', () => {
  test('keep the experiment they began with', () => {
    const state = after(run, { kind: 'edit', path: 'seed', text: '2' });
    expect(state.run.config!.seed).toBe(DEFAULT_EXPERIMENT.seed);
    expect(state.config.seed).toBe(2);
  });

  test('late events of another run are dropped', () => {
    expect(after(run, points('b')).run.history).toEqual([]);
    expect(after(run, points('a')).run.history).toEqual([point]);
    expect(after(run, points('a'), { kind: 'reset' }, points('a')).run.history).toEqual([]);
    expect(after(run, failed('stopped'), points('a')).run.history).toEqual([]);
  });

  test('stopping keeps the curves and is no error; diverging keeps them and is one', () => {
    const stopped = after(run, points('a'), failed('stopped')).run;
    expect(stopped).toMatchObject({ status: 'stopped', history: [point] });
    expect(stopped.error).toBeUndefined();
    expect(after(run, points('a'), failed('diverged')).run).toMatchObject({
      status: 'failed',
      history: [point],
    });
  });

  test('a run that is stopping does not go back to running', () => {
    const state = after(
      run,
      { kind: 'status', runId: 'a', status: 'stopping' },
      { kind: 'status', runId: 'a', status: 'running' },
    );
    expect(state.run.status).toBe('stopping');
  });

  test('the first progress means it runs, unless it was started paused', () => {
    const progress: Action = {
      kind: 'event',
      event: { runId: 'a', kind: 'progress', phase: 'teacher', share: 0 },
    };
    expect(after(run, progress).run.status).toBe('running');
    expect(after(run, { kind: 'status', runId: 'a', status: 'paused' }, progress).run.status).toBe('paused');
  });

  test('how each stage is trained is kept in order, and gone with the next run', () => {
    const opened = (stage: 'teacher' | 'students'): Action => ({
      kind: 'event',
      event: { runId: 'a', kind: 'opened', stage, trainer: 'fused', reasons: [], gpuBytes: 5 },
    });
    const state = after(run, opened('teacher'), opened('students'));
    expect(state.run.opened).toEqual([
      { stage: 'teacher', trainer: 'fused', reasons: [], gpuBytes: 5 },
      { stage: 'students', trainer: 'fused', reasons: [], gpuBytes: 5 },
    ]);
    expect(reduce(state, { kind: 'reset' }).run.opened).toEqual([]);
  });

  test('a finished run shows its record', () => {
    const record = { history: [point], results: [] } as unknown as RunRecord;
    expect(after(run, { kind: 'finished', runId: 'a', record }).run).toMatchObject({
      status: 'finished',
      record,
    });
  });
});
