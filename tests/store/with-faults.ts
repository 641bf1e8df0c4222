/** Tables of the browser's own IndexedDB that are told of, and ways to make the browser fail. */
import { vi } from 'vitest';
import { DEFAULT_EXPERIMENT } from '../../src/core/presets.ts';
import type { RunRecord } from '../../src/core/run-record.ts';
import type { Text } from '../../src/core/text.ts';
import type { KeptRun } from '../../src/store/runs.ts';
import { eraseTables, openTables, type Tables } from '../../src/store/tables.ts';
import { madeUpRun } from '../core/measured.ts';

const DATABASE = 'faults-test';
const opened: (() => void)[] = [];
/** What listeners were told. */
export const told: Text[] = [];

export async function beginAfresh(): Promise<void> {
  told.length = 0;
  await eraseTables(DATABASE);
}

export function endFaults(): void {
  vi.restoreAllMocks();
  for (const close of opened.splice(0)) close();
}

export async function openHere(): Promise<Tables> {
  const tables = await openTables(DATABASE, (why) => told.push(why));
  opened.push(() => tables.close());
  return tables;
}

/** Tables that nobody listens to, as the worker's. */
export async function openDeaf(): Promise<Tables> {
  const tables = await openTables(DATABASE);
  opened.push(() => tables.close());
  return tables;
}

/** A connection of another version of the lab, or of somebody who does not give way; it ends with the test at the latest. */
export function connect(version?: number): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(DATABASE, version);
    request.onsuccess = () => {
      opened.push(() => request.result.close());
      resolve(request.result);
    };
    request.onerror = () => reject(request.error!);
  });
}

/** Waits for everybody who holds the database, and everybody waits for it. */
export function askToDelete(): void {
  indexedDB.deleteDatabase(DATABASE);
}

type Method = (this: IDBObjectStore, ...given: unknown[]) => IDBRequest<IDBValidKey>;

/** As it is before it is mocked. */
export const methodOf = (name: 'put' | 'get') =>
  Object.getOwnPropertyDescriptor(IDBObjectStore.prototype, name)!.value as Method;

/** From now on every write is refused so. */
export function refuseWrites(name: string): void {
  vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
    throw new DOMException('It was refused.', name);
  });
}

export const record = (seed: number): RunRecord => madeUpRun({ ...DEFAULT_EXPERIMENT, seed });
export const run = (id: string, savedAt = 1): KeptRun => ({
  ...{ id, name: id, savedAt, imported: false, headline: 'said' },
});
