/**
 * Where the lab keeps things: four tables in this browser's IndexedDB, or in memory where the browser keeps nothing. It
 * knows keys and values; what they mean is said in the other files of this folder.
 */
import { LabError, reasonText } from '../core/errors.ts';
import { str, text, type Text } from '../core/text.ts';
import { deleteDB, openDB, type DBSchema, type IDBPDatabase } from 'idb';

export interface Table<T> {
  get(key: string): Promise<T | undefined>;
  /** @throws where the browser has no room for it, or keeps nothing any more */
  put(key: string, value: T): Promise<void>;
  delete(key: string): Promise<void>;
  keys(): Promise<readonly string[]>;
  all(): Promise<readonly T[]>;
}

const NAMES = ['runs', 'records', 'checkpoints', 'teachers'] as const;
type TableName = (typeof NAMES)[number];

export interface Tables {
  /** What `table` holds is said by whoever asks for it: one file of this folder for each. */
  table<T>(name: TableName): Table<T>;
  /** Why nothing is kept when the page is closed, in one sentence; absent where it is. */
  readonly volatile?: Text;
  close(): void;
}

const DATABASE = 'dark-knowledge-lab';
const VERSION = 1;
/** A database that is not open by then is blocked by another page or refused without a word. */
const OPEN_WITHIN_MS = 3_000;

type Schema = DBSchema & Record<TableName, { key: string; value: unknown }>;

/** Never rejects: in a browser that keeps nothing the tables live as long as the page, and say so. */
export async function openTables(database = DATABASE): Promise<Tables> {
  const opening = open(database);
  try {
    const db = await inTime(OPEN_WITHIN_MS, opening);
    await db.put('checkpoints', 'can be written', 'probe');
    await db.delete('checkpoints', 'probe');
    return { table: <T>(name: TableName) => stored<T>(db, name), close: () => db.close() };
  } catch (error) {
    opening.then((db) => db.close()).catch(() => undefined); // should it open after all
    const reason = reasonText(error);
    return memoryTables(
      reason === ''
        ? text('This browser keeps nothing: runs are gone when the page is closed, so export what you need.')
        : text(
            str`This browser keeps nothing (${reason}): runs are gone when the page is closed, so export what you need.`,
          ),
    );
  }
}

/** For browsers that keep nothing, and for tests. */
export function memoryTables(volatile: Text): Tables {
  const maps = new Map(NAMES.map((name) => [name, new Map<string, unknown>()]));
  return {
    table: <T>(name: TableName) => inMemory(maps.get(name) as Map<string, T>),
    volatile,
    close: () => undefined,
  };
}

/** Everything that was ever kept, gone. */
export function eraseTables(database = DATABASE): Promise<void> {
  return deleteDB(database);
}

async function open(database: string): Promise<IDBPDatabase<Schema>> {
  return openDB<Schema>(database, VERSION, {
    upgrade(db) {
      for (const name of NAMES) db.createObjectStore(name);
    },
    blocking: (_, __, event) => (event.target as IDBDatabase).close(), // a newer lab in another tab waits for it
  });
}

function stored<T>(db: IDBPDatabase<Schema>, name: TableName): Table<T> {
  return {
    get: (key) => db.get(name, key) as Promise<T | undefined>,
    put: async (key, value) => {
      await db.put(name, value, key);
    },
    delete: (key) => db.delete(name, key),
    keys: () => db.getAllKeys(name),
    all: () => db.getAll(name) as Promise<T[]>,
  };
}

function inMemory<T>(map: Map<string, T>): Table<T> {
  return {
    get: (key) => Promise.resolve(map.get(key)),
    put: async (key, value) => {
      map.set(key, structuredClone(value));
    },
    delete: async (key) => {
      map.delete(key);
    },
    keys: () => Promise.resolve([...map.keys()]),
    all: () => Promise.resolve([...map.values()]),
  };
}

async function inTime<T>(ms: number, work: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new LabError('internal', text('it did not answer'), '')), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
