/**
 * Tables in a database that may fail later: when it is full, when a newer lab needs it, when the browser closes it. What is
 * written from then on lives in memory, what was kept is still read, and whoever listens is told each reason once.
 */
import type { DBSchema, IDBPDatabase } from 'idb';
import { LabError, reasonText } from '../core/errors.ts';
import { str, text, type Text } from '../core/text.ts';
import { emptyMaps, putInto } from './memory.ts';
import { NAMES, type Table, type TableName, type Tables } from './table.ts';

export type Schema = DBSchema & Record<TableName, { key: string; value: unknown }>;
export type Database = IDBPDatabase<Schema>;

export interface StoredTables extends Tables {
  /** Another tab waits for this one. @param newVersion the version it brings; null where it erases everything */
  giveWay(newVersion: number | null): Promise<void>;
  /** The browser has closed the database. */
  terminated(): void;
}

export const NEWER_LAB = text(
  'A newer version of the lab was opened in this browser: reload this page to get it. Until then new runs live only as long as this page, so export what you need.',
);
export const FULL = text(
  'This browser has no more room for the lab: new runs live only as long as this page, so export what you need.',
);
const ERASED = text(
  'What the lab keeps was erased in another tab: reload this page to keep runs again. Until then new runs live only as long as this page.',
);
const CLOSED = text(
  'The browser has closed what the lab keeps: reload this page. Until then new runs live only as long as this page, so export what you need.',
);

/** The tab that waits becomes impatient soon after. */
const COPY_WITHIN_MS = 1_000;

export function storedTables(
  db: Database,
  {
    tell,
    eraseClosed,
  }: {
    readonly tell: ((why: Text) => void) | undefined;
    /** Erases the database once this connection is closed. */
    readonly eraseClosed: () => Promise<void>;
  },
): StoredTables {
  const memory = emptyMaps();
  /** What is in memory because the database was about to be closed. */
  const copied = new Set<string>();
  const nameOf = (name: TableName, key: string) => `${name}/${key}`;
  let isOpen = true;
  let volatile: Text | undefined;

  const isLasting = () => volatile === undefined;

  function toMemory(why: Text): void {
    if (why === volatile) return;
    volatile = why;
    tell?.(why);
  }

  /** Where it is known that something is wrong, what is in memory is not to be lost with the rest. */
  function noneIfTold(error: unknown): readonly string[] {
    if (isLasting()) throw error;
    return [];
  }

  /** @throws what the browser says; nothing is written then */
  async function write(key: string, values: Partial<Record<TableName, unknown>>): Promise<void> {
    const writing = db.transaction(Object.keys(values) as TableName[], 'readwrite');
    writing.done.catch(() => undefined); // told below
    try {
      await Promise.all(
        Object.entries(values).map(async ([name, value]) =>
          writing.objectStore(name as TableName).put(value, key),
        ),
      );
      await writing.done;
    } catch (error) {
      try {
        writing.abort();
      } catch {
        // It has ended by itself.
      }
      throw (writing as { readonly error?: DOMException | null }).error ?? error;
    }
  }

  async function putTogether(key: string, values: Partial<Record<TableName, unknown>>): Promise<void> {
    if (volatile !== undefined) {
      if (!tell) throw new LabError('internal', volatile, '');
      return putInto(memory, key, values);
    }
    try {
      await write(key, values);
    } catch (error) {
      if (!tell) throw error;
      putInto(memory, key, values);
      if (isLasting()) toMemory(refusal(error)); // several may have been on their way
    }
  }

  /** Runs are few and small enough; networks are made again. */
  async function copyRuns(): Promise<void> {
    for (const name of ['runs', 'records'] as const) {
      for (const key of await db.getAllKeys(name)) {
        const value = memory[name].has(key) ? undefined : await db.get(name, key).catch(() => undefined);
        if (value === undefined) continue;
        memory[name].set(key, value);
        copied.add(nameOf(name, key));
      }
    }
  }

  function table<T>(name: TableName): Table<T> {
    const map = memory[name] as Map<string, T>;
    return {
      async get(key) {
        if (map.has(key)) return map.get(key);
        if (!isOpen) throw new LabError('internal', volatile!, '');
        return (await db.get(name, key)) as T | undefined;
      },
      put: (key, value) => putTogether(key, { [name]: value }),
      async delete(key) {
        if (isOpen) await db.delete(name, key);
        else if (copied.has(nameOf(name, key))) throw new LabError('internal', volatile!, '');
        map.delete(key);
      },
      async keys() {
        const kept = isOpen ? await db.getAllKeys(name).catch(noneIfTold) : [];
        return [...new Set([...kept, ...map.keys()])];
      },
      isFleeting: (key) => map.has(key) && !copied.has(nameOf(name, key)),
    };
  }

  async function eraseOpen(): Promise<void> {
    const erasing = db.transaction(NAMES, 'readwrite');
    await Promise.all([...NAMES.map((name) => erasing.objectStore(name).clear()), erasing.done]);
    volatile = undefined; // there is room again
  }

  return {
    table,
    putTogether,
    get volatile() {
      return volatile;
    },
    async erase() {
      await (isOpen ? eraseOpen() : eraseClosed());
      for (const map of Object.values(memory)) map.clear();
      copied.clear();
    },
    close() {
      isOpen = false;
      db.close();
    },
    async giveWay(newVersion) {
      toMemory(newVersion === null ? ERASED : NEWER_LAB);
      if (newVersion !== null && tell) {
        const late = new Promise((resolve) => setTimeout(resolve, COPY_WITHIN_MS));
        await Promise.race([copyRuns(), late]).catch(() => undefined);
      }
      isOpen = false;
      db.close();
    },
    terminated() {
      isOpen = false;
      toMemory(CLOSED);
    },
  };
}

function refusal(error: unknown): Text {
  if ((error as Partial<DOMException> | null)?.name === 'QuotaExceededError') return FULL;
  const reason = reasonText(error);
  return text(
    str`This browser keeps nothing more (${reason}): new runs live only as long as this page, so export what you need.`,
  );
}
