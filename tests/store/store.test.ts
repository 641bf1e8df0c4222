// What is kept in the browser's own IndexedDB. faults.test.ts has what becomes of it when the browser does not play along.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Checkpoint, StageCheckpoint } from '../../src/core/checkpoint.ts';
import { DEFAULT_EXPERIMENT } from '../../src/core/presets.ts';
import { checkpointsIn } from '../../src/store/checkpoints.ts';
import { pack, unpack } from '../../src/store/packing.ts';
import { runsIn } from '../../src/store/runs.ts';
import { eraseTables, memoryTables, openTables, type Tables } from '../../src/store/tables.ts';
import { teachersIn } from '../../src/store/teachers.ts';
import { madeUpRun } from '../core/measured.ts';

const DATABASE = 'store-test';
let tables: Tables;
beforeEach(async () => {
  await eraseTables(DATABASE);
  tables = await openTables(DATABASE);
});
afterEach(() => tables.close());

/** As after the page was closed and opened again. */
async function reopened(): Promise<Tables> {
  tables.close();
  return (tables = await openTables(DATABASE));
}

const stage = (step: number): StageCheckpoint => ({
  stage: 'teacher',
  trainer: 'fused',
  variants: { matmul: 'quads' },
  architecture: { kind: 'mlp', inputs: 784, hidden: [3], classes: 10 },
  snapshot: {
    step,
    parameters: Float32Array.of(step, 0.1, -0),
    moments: [Float32Array.of(1e-30), Float32Array.of(2)],
    sums: { steps: 3, labelledSteps: [1], values: Float32Array.of(7) },
  },
  history: [],
  trainSeconds: 1.5,
});
const checkpoint = (step: number): Checkpoint => ({
  config: DEFAULT_EXPERIMENT,
  dataset: 'mnist',
  device: {} as Checkpoint['device'],
  stages: [stage(step)],
});

test('what is packed comes out as it was, to the bit', () => {
  const value = { a: [1, 'two', null], b: { c: Float32Array.of(NaN, -0, 1e-45), d: new Float32Array(0) } };
  expect(unpack(pack(value))).toEqual(value);
  expect(() => unpack(pack(value).slice(0, -1))).toThrow('end too early');
  expect(() => unpack(new Uint8Array(3))).toThrow('nothing that the lab has kept');
});

describe('a checkpoint', () => {
  test('the newest is found again after the page was closed', async () => {
    const checkpoints = checkpointsIn(tables);
    expect(await checkpoints.latest()).toBeUndefined();
    for (const step of [1, 2, 3]) await checkpoints.keep(checkpoint(step), 1000 + step);
    const again = checkpointsIn(await reopened());
    expect(await again.latest()).toEqual({ checkpoint: checkpoint(3), savedAt: 1003 });
    await again.keep(checkpoint(4));
    expect((await again.latest())!.checkpoint).toEqual(checkpoint(4));
    await again.clear();
    expect(await again.latest()).toBeUndefined();
  });

  test.each([
    ['half-written', (bytes: Uint8Array) => bytes.slice(0, bytes.length >> 1)],
    ['empty', () => new Uint8Array()],
    ['changed in one bit', (bytes: Uint8Array) => bytes.map((b, i) => (i === bytes.length - 5 ? b ^ 1 : b))],
    ['not even bytes', () => 'nonsense'],
  ])(
    'G6 a slot that is %s is ignored by its checksum: the one before it is taken, and it is overwritten next',
    async (_, damage) => {
      await checkpointsIn(tables).keep(checkpoint(1));
      await checkpointsIn(tables).keep(checkpoint(2));
      const slots = tables.table<{ bytes: unknown }>('checkpoints');
      const newest = (await slots.get('b')) as { bytes: Uint8Array };
      await slots.put('b', { ...newest, bytes: damage(newest.bytes) });
      const checkpoints = checkpointsIn(await reopened());
      expect((await checkpoints.latest())!.checkpoint).toEqual(checkpoint(1));
      await checkpoints.keep(checkpoint(3));
      expect((await slotNumbers()).sort()).toEqual([1, 2]);
      expect((await checkpoints.latest())!.checkpoint).toEqual(checkpoint(3));
    },
  );

  const slotNumbers = async () =>
    Promise.all(
      ['a', 'b'].map(
        async (slot) => (await tables.table<{ number: number }>('checkpoints').get(slot))!.number,
      ),
    );
});

test('a teacher is found by what produced it, without what only training needs', async () => {
  const teachers = teachersIn(tables);
  await teachers.keep('fingerprint', stage(9), 5);
  const found = await teachersIn(await reopened()).find('fingerprint');
  expect(found!.savedAt).toBe(5);
  expect(found!.teacher.snapshot).toEqual({ step: 9, parameters: stage(9).snapshot.parameters, moments: [] });
  expect(await teachersIn(tables).find('another')).toBeUndefined();
  const table = tables.table<{ bytes: Uint8Array }>('teachers');
  const kept = (await table.get('fingerprint'))!;
  kept.bytes[kept.bytes.length - 1]! ^= 1;
  await table.put('fingerprint', kept);
  expect(await teachersIn(tables).find('fingerprint')).toBeUndefined(); // damaged
});

test('only so many teachers are kept: the oldest go', async () => {
  const teachers = teachersIn(tables);
  for (let i = 0; i < 10; i++) await teachers.keep(`t${i}`, stage(i), i);
  const found = await Promise.all(Array.from({ length: 10 }, (_, i) => teachers.find(`t${i}`)));
  expect(found.map((one) => one !== undefined)).toEqual([false, false, ...Array<boolean>(8).fill(true)]);
});

test('runs are listed, renamed and removed', async () => {
  const record = (seed: number) => madeUpRun({ ...DEFAULT_EXPERIMENT, seed });
  const run = (id: string, savedAt: number) => ({ id, name: id, savedAt, imported: false, headline: '' });
  await runsIn(tables).add(run('a', 1), record(1));
  await runsIn(tables).add(run('b', 2), record(2));
  const runs = runsIn(await reopened());
  expect((await runs.list()).map(({ id }) => id)).toEqual(['b', 'a']);
  expect(await runs.read('a')).toEqual({ record: record(1) });
  await runs.rename((await runs.list())[1]!, 'mine');
  expect((await runs.list()).map(({ name }) => name)).toEqual(['b', 'mine']);
  await runs.remove('b');
  expect((await runs.list()).map(({ id }) => id)).toEqual(['a']);
  expect(await runs.read('b')).toBeUndefined();
});

test('memory holds copies, as a database does', async () => {
  const table = memoryTables('').table<{ a: number[] }>('runs');
  const value = { a: [1] };
  await table.put('x', value);
  value.a.push(2);
  expect(await table.get('x')).toEqual({ a: [1] });
});
