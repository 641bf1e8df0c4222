// What is kept in the browser's own IndexedDB, and what becomes of it when it is damaged or refused.
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Checkpoint, StageCheckpoint } from '../../src/core/checkpoint.ts';
import { DEFAULT_EXPERIMENT } from '../../src/core/presets.ts';
import type { RunRecord } from '../../src/core/run-record.ts';
import { english } from '../../src/core/text.ts';
import { checkpointsIn } from '../../src/store/checkpoints.ts';
import { pack, unpack } from '../../src/store/packing.ts';
import { runsIn } from '../../src/store/runs.ts';
import { eraseTables, memoryTables, openTables, type Tables } from '../../src/store/tables.ts';
import { teachersIn } from '../../src/store/teachers.ts';

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

  test('damaged, the one before it is taken, and it is the one that is overwritten next', async () => {
    await checkpointsIn(tables).keep(checkpoint(1));
    await checkpointsIn(tables).keep(checkpoint(2));
    const slots = tables.table<{ bytes: Uint8Array }>('checkpoints');
    const newest = (await slots.get('b'))!;
    newest.bytes[newest.bytes.length - 5]! ^= 1;
    await slots.put('b', newest);
    const checkpoints = checkpointsIn(await reopened());
    expect((await checkpoints.latest())!.checkpoint).toEqual(checkpoint(1));
    await checkpoints.keep(checkpoint(3));
    expect((await slotNumbers()).sort()).toEqual([1, 2]);
    expect((await checkpoints.latest())!.checkpoint).toEqual(checkpoint(3));
  });

  const slotNumbers = async () =>
    (await tables.table<{ number: number }>('checkpoints').all()).map(({ number }) => number);
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
  const record = (title: string) => ({ dataset: { id: 'mnist', title } }) as unknown as RunRecord;
  const run = (id: string, savedAt: number) => ({ id, name: id, savedAt, imported: false, headline: '' });
  await runsIn(tables).add(run('a', 1), record('A'));
  await runsIn(tables).add(run('b', 2), record('B'));
  const runs = runsIn(await reopened());
  expect((await runs.list()).map(({ id }) => id)).toEqual(['b', 'a']);
  expect(await runs.record('a')).toEqual(record('A'));
  await runs.rename((await runs.list())[1]!, 'mine');
  expect((await runs.list()).map(({ name }) => name)).toEqual(['b', 'mine']);
  await runs.remove('b');
  expect((await runs.list()).map(({ id }) => id)).toEqual(['a']);
  expect(await runs.record('b')).toBeUndefined();
});

/** A connection that does not give way. */
function openStubborn(database: string): Promise<IDBDatabase> {
  return new Promise((resolve) => {
    const request = indexedDB.open(database);
    request.onsuccess = () => resolve(request.result);
  });
}

describe('in a browser that keeps nothing', () => {
  afterEach(() => vi.restoreAllMocks());

  test('the tables work until the page is closed, and say why', async () => {
    vi.spyOn(indexedDB, 'open').mockImplementation(() => {
      throw new DOMException('The user denied permission.', 'SecurityError');
    });
    const refused = await openTables('refused');
    expect(english(refused.volatile!)).toBe(
      'This browser keeps nothing (The user denied permission): runs are gone when the page is closed, so export what you need.',
    );
    const checkpoints = checkpointsIn(refused);
    await checkpoints.keep(checkpoint(3));
    expect((await checkpoints.latest())!.checkpoint).toEqual(checkpoint(3));
  });

  test('a database that does not answer is given up on', async () => {
    const stubborn = await openStubborn('silent');
    indexedDB.deleteDatabase('silent'); // waits for the stubborn one, and everybody waits for it
    expect(english((await openTables('silent')).volatile!)).toContain('it did not answer');
    stubborn.close();
  });

  test('memory holds copies, as a database does', async () => {
    const table = memoryTables('').table<{ a: number[] }>('runs');
    const value = { a: [1] };
    await table.put('x', value);
    value.a.push(2);
    expect(await table.get('x')).toEqual({ a: [1] });
  });
});
