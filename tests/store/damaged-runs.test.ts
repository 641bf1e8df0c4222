// Kept runs that are damaged: each stands aside, and the others are as they were.
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { runsIn } from '../../src/store/runs.ts';
import { beginAfresh, endFaults, methodOf, openHere, record, run } from './with-faults.ts';

beforeEach(beginAfresh);
afterEach(endFaults);

const damage = {
  'a byte of the record is another': (sealed: { bytes: Uint8Array }) => sealed.bytes.set([0], 30),
  'the record is cut off': (sealed: { bytes: Uint8Array }) => (sealed.bytes = sealed.bytes.slice(0, 40)),
  'its checksum is another': (sealed: { checksum?: number }) => (sealed.checksum = 1),
};

test.each(Object.entries(damage))(
  'S3 %s: it is marked and handed out as found, others load',
  async (_, change) => {
    const tables = await openHere();
    const runs = runsIn(tables);
    await runs.add(run('whole', 1), record(1));
    await runs.add(run('broken', 2), record(2));
    const records = tables.table<{ bytes: Uint8Array; checksum: number }>('records');
    const found = (await records.get('broken'))!;
    change(found);
    await records.put('broken', found);

    const later = runsIn(await openHere());
    await later.list();
    expect(await later.check()).toBe(true);
    expect(await later.list()).toEqual([{ ...run('broken', 2), damaged: true }, run('whole', 1)]);
    expect(await later.read('broken')).toEqual({ damage: 'its bytes are not those that were written' });
    expect(await later.read('whole')).toEqual({ record: record(1) });
    expect(await later.asFound('broken')).toEqual({ id: 'broken', line: run('broken', 2), record: found });
    expect(await later.check()).toBe(false); // known by now
    await later.remove('broken');
    expect((await later.list()).map(({ id }) => id)).toEqual(['whole']);
  },
);

test('S3 a record that cannot be read at all is quarantined, and so is one that is missing', async () => {
  const tables = await openHere();
  const runs = runsIn(tables);
  for (const id of ['a', 'b', 'c']) await runs.add(run(id), record(1));
  await tables.table('records').delete('b');
  const get = methodOf('get');
  vi.spyOn(IDBObjectStore.prototype, 'get').mockImplementation(function (this: IDBObjectStore, key) {
    if (this.name === 'records' && key === 'a') throw new DOMException('Bad value.', 'DataError');
    return get.call(this, key);
  });
  await runs.list();
  await runs.check();
  expect((await runs.list()).map(({ id, damaged = false }) => [id, damaged])).toEqual([
    ['a', true],
    ['b', true],
    ['c', false],
  ]);
  expect(await runs.read('a')).toEqual({ damage: 'Bad value' });
  expect(await runs.asFound('a')).toMatchObject({ record: { unreadable: 'DataError: Bad value.' } });
  expect(await runs.read('c')).toEqual({ record: record(1) });
});

test('S3 records of earlier versions have no checksum and are read as strictly as a file', async () => {
  const tables = await openHere();
  for (const id of ['old', 'mad']) await tables.table('runs').put(id, run(id));
  await tables.table('records').put('old', record(1));
  await tables.table('records').put('mad', { ...record(1), results: [{ testErrors: -1 }] });
  const runs = runsIn(tables);
  expect(await runs.read('old')).toEqual({ record: record(1) });
  expect(await runs.read('mad')).toMatchObject({
    damage: expect.stringContaining('cannot be read') as string,
  });
  expect((await runs.list()).map(({ id, damaged = false }) => [id, damaged])).toEqual([
    ['mad', true],
    ['old', false],
  ]);
});

test('S3 a line of the wrong shape costs nobody else the list, and can be handed out and removed', async () => {
  const tables = await openHere();
  const runs = runsIn(tables);
  await runs.add(run('1700000000000-0', 9), record(1));
  const bad: readonly unknown[] = [
    null,
    'text',
    { ...run('x'), savedAt: NaN },
    { ...run('x'), headline: { strings: ['a', 'b'], values: [{}] } },
    run('another'),
  ];
  const lines = tables.table<unknown>('runs');
  for (const [i, line] of bad.entries()) await lines.put(`bad-${i}`, line);
  const list = await runs.list();
  expect(list[0]).toEqual(run('1700000000000-0', 9));
  expect(list.slice(1).map(({ id, name, damaged }) => [id, name, damaged])).toEqual(
    bad.map((_, i) => [`bad-${i}`, '', true]),
  );
  expect(await runs.asFound('bad-1')).toEqual({ id: 'bad-1', line: 'text', record: undefined });
  for (const { id } of list.slice(1)) await runs.remove(id);
  expect(await runs.list()).toHaveLength(1);
});
