// What becomes of kept runs when the browser refuses, fails or needs its database: by the ids of the fault catalogue.
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { english } from '../../src/core/text.ts';
import { runsIn } from '../../src/store/runs.ts';
import {
  askToDelete,
  beginAfresh,
  connect,
  endFaults,
  methodOf,
  openDeaf,
  openHere,
  record,
  refuseWrites,
  run,
  told,
} from './with-faults.ts';

beforeEach(beginAfresh);
afterEach(endFaults);

const NOT_LASTING = 'new runs live only as long as this page, so export what you need.';

test('S1 a database that is full goes over to memory: told once, nothing lost, what is new is marked', async () => {
  const tables = await openHere();
  const runs = runsIn(tables);
  await runs.add(run('before', 1), record(1));
  refuseWrites('QuotaExceededError');
  await runs.add(run('after', 2), record(2));
  await runs.add(run('last', 3), record(3));
  expect(told.map(english)).toEqual([`This browser has no more room for the lab: ${NOT_LASTING}`]);
  expect(tables.volatile).toEqual(told[0]);
  expect(await runs.list()).toEqual([
    { ...run('last', 3), fleeting: true },
    { ...run('after', 2), fleeting: true },
    run('before', 1),
  ]);
  for (const [id, seed] of [
    ['before', 1],
    ['after', 2],
  ] as const)
    // prettier-ignore
    expect(await runs.read(id)).toEqual({ record: record(seed) });
  await runs.rename(run('before', 1), 'mine');
  await runs.remove('after');
  expect((await runs.list()).map(({ name, fleeting = false }) => [name, fleeting])).toEqual([
    ['last', true],
    ['mine', false],
  ]);

  vi.restoreAllMocks();
  expect((await runsIn(await openHere()).list()).map(({ name }) => name)).toEqual(['before']); // nothing half-written
});

test('S1 any other refusal says what the browser said, and whoever does not listen gets the error', async () => {
  const runs = runsIn(await openHere());
  const deaf = await openDeaf();
  refuseWrites('UnknownError');
  await Promise.all([runs.add(run('a'), record(1)), runs.add(run('b'), record(2))]);
  expect(told.map(english)).toEqual([`This browser keeps nothing more (It was refused): ${NOT_LASTING}`]);
  await expect(deaf.table('checkpoints').put('a', {})).rejects.toThrow('It was refused.');
  expect(deaf.volatile).toBeUndefined();
});

test('S1 a transaction that fails at its end has written nothing, and nothing is lost', async () => {
  const tables = await openHere();
  const put = methodOf('put');
  vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (this: IDBObjectStore, ...given) {
    const request = put.apply(this, given);
    if (this.name === 'records') request.addEventListener('success', () => this.transaction.abort());
    return request;
  });
  await runsIn(tables).add(run('a'), record(1));
  vi.restoreAllMocks();
  expect((await runsIn(tables).list()).map(({ fleeting }) => fleeting)).toEqual([true]);
  expect(await runsIn(await openHere()).list()).toEqual([]);
});

test('S1 one that is full when it is opened says the same', async () => {
  refuseWrites('QuotaExceededError');
  expect(english((await openHere()).volatile!)).toContain('has no more room for the lab');
});

describe('a database that is refused', () => {
  const KEEPS_NOTHING = (why: string) =>
    `This browser keeps nothing (${why}): runs are gone when the page is closed, so export what you need.`;

  async function expectMemory(why: string): Promise<void> {
    const tables = await openHere();
    expect(english(tables.volatile!)).toBe(KEEPS_NOTHING(why));
    const runs = runsIn(tables);
    await runs.add(run('a'), record(1));
    expect(await runs.list()).toEqual([{ ...run('a'), fleeting: true }]);
    expect(await runs.read('a')).toEqual({ record: record(1) });
  }

  test('S2 IndexedDB that is forbidden leaves memory, and says why', async () => {
    vi.spyOn(indexedDB, 'open').mockImplementation(() => {
      throw new DOMException('The user denied permission.', 'SecurityError');
    });
    await expectMemory('The user denied permission');
  });

  test('S2 so does the access to it that throws, as in a frame without an origin', async () => {
    vi.spyOn(globalThis, 'indexedDB', 'get').mockImplementation(() => {
      throw new DOMException('Access is denied.', 'SecurityError');
    });
    await expectMemory('Access is denied');
  });

  test('S2 so does a private window that answers with an error', async () => {
    (await connect(2)).close();
    const real = indexedDB.open.bind(indexedDB);
    const error = new DOMException('No database in a private window.', 'InvalidStateError');
    vi.spyOn(indexedDB, 'open').mockImplementation((name) =>
      Object.defineProperty(real(name, 1), 'error', { value: error }),
    );
    await expectMemory('No database in a private window');
  });

  test('S2 so does one that opens and cannot be written', async () => {
    refuseWrites('InvalidStateError');
    await expectMemory('It was refused');
  });

  test('S2 one that is blocked by another page is given up after three seconds, and closed when it comes', async () => {
    const stubborn = await connect();
    askToDelete();
    const closed = vi.spyOn(IDBDatabase.prototype, 'close');
    const since = performance.now();
    await expectMemory('it did not answer');
    const waited = performance.now() - since;
    expect(waited).toBeGreaterThan(2_900);
    expect(waited).toBeLessThan(5_000);
    stubborn.close();
    await expect.poll(() => closed.mock.contexts.filter((one) => one !== stubborn)).toHaveLength(1);
  });
});

const NEWER =
  'A newer version of the lab was opened in this browser: reload this page to get it. Until then new runs live only as long as this page, so export what you need.';

test('S4 a newer lab in another tab gets the database at once; here it goes on in memory and says so', async () => {
  const tables = await openHere();
  const runs = runsIn(tables);
  await runs.add(run('kept', 1), record(1));
  await runs.list();
  const newer = await connect(2); // would wait for ever if this one did not close
  expect(newer.version).toBe(2);
  expect(told.map(english)).toEqual([NEWER]);
  await runs.add(run('new', 2), record(2));
  expect(await runs.list()).toEqual([{ ...run('new', 2), fleeting: true }, run('kept', 1)]);
  expect(await runs.read('kept')).toEqual({ record: record(1) });
  expect(await runs.read('new')).toEqual({ record: record(2) });
  await expect(runs.remove('kept')).rejects.toThrow('newer version'); // not behind the newer lab's back
  expect(told.map(english)).toEqual([NEWER]);
});

test('S4 a newer lab is told of where the storage was full before, too', async () => {
  const tables = await openHere();
  refuseWrites('QuotaExceededError');
  await runsIn(tables).add(run('a'), record(1));
  await connect(2);
  expect(told).toHaveLength(2);
  expect(english(tables.volatile!)).toBe(NEWER);
  expect(await runsIn(tables).read('a')).toEqual({ record: record(1) });
});

test('S4 an older lab on a newer database says the same, works in memory and changes nothing there', async () => {
  const newer = await connect(2);
  const tables = await openHere();
  expect(english(tables.volatile!)).toBe(NEWER);
  const runs = runsIn(tables);
  await runs.add(run('a'), record(1));
  expect(await runs.read('a')).toEqual({ record: record(1) });
  expect([newer.version, ...newer.objectStoreNames]).toEqual([2]); // not even a table
});

test('S4 a lab that trains there and listens to nothing gives way as well', async () => {
  const tables = await openDeaf();
  await connect(2);
  await expect(tables.table('checkpoints').put('a', {})).rejects.toThrow('A newer version of the lab');
});

describe('everything is erased', () => {
  test('while the database is open, without closing it to others', async () => {
    const tables = await openHere();
    const other = await openHere();
    for (const name of ['runs', 'records', 'checkpoints', 'teachers'] as const)
      await tables.table(name).put('a', {});
    refuseWrites('QuotaExceededError');
    await tables.table('runs').put('b', {});
    vi.restoreAllMocks();
    await tables.erase();
    for (const name of ['runs', 'records', 'checkpoints', 'teachers'] as const)
      expect(await tables.table(name).keys()).toEqual([]);
    expect(tables.volatile).toBeUndefined(); // there is room again
    await tables.table('runs').put('c', {});
    expect(await other.table('runs').keys()).toEqual(['c']);
  });

  test('where it was given up, and says so where somebody holds it', async () => {
    await (await openHere()).table('runs').put('a', {});
    const stubborn = await connect(2);
    const late = await openHere();
    await expect(late.erase()).rejects.toThrow('it did not answer');
    stubborn.close();
    await late.erase();
    expect(await (await openHere()).table('runs').keys()).toEqual([]);
  });
});
