/**
 * Where the lab keeps things: four tables in this browser's IndexedDB, or in memory where the browser keeps nothing. It
 * knows keys and values; what they mean is said in the other files of this folder.
 */
import { deleteDB, openDB } from 'idb';
import { LabError, reasonText } from '../core/errors.ts';
import { str, text, type Text } from '../core/text.ts';
import { memoryTables } from './memory.ts';
import { FULL, NEWER_LAB, storedTables, type Database, type Schema, type StoredTables } from './stored.ts';
import { NAMES, type Tables } from './table.ts';

export { memoryTables, type Tables };

const DATABASE = 'dark-knowledge-lab';
const VERSION = 1;
/** A database that is not open by then is blocked by another page or refused without a word. */
const PATIENCE_MS = 3_000;

/**
 * Never rejects: in a browser that keeps nothing the tables live as long as the page, and say so.
 *
 * @param tell called when a database that could be written can be so no more. The tables go over to memory then, and lose
 * nothing that was in them. Without it they stay what they are, and each write that is refused throws.
 */
export async function openTables(database = DATABASE, tell?: (why: Text) => void): Promise<Tables> {
  let stored: StoredTables | undefined;
  const opening = open(database, {
    blocking: (db, newVersion) => (stored ? void stored.giveWay(newVersion) : db.close()),
    terminated: () => stored?.terminated(),
  });
  try {
    const db = await inTime(PATIENCE_MS, opening.then(probed));
    const eraseClosed = () => inTime(PATIENCE_MS, deleteDB(database));
    return (stored = storedTables(db, { tell, eraseClosed }));
  } catch (error) {
    opening.then((db) => db.close()).catch(() => undefined); // should it open after all
    return memoryTables(whyNot(error), () => eraseRefused(database));
  }
}

/** Everything that was ever kept, gone. */
export function eraseTables(database = DATABASE): Promise<void> {
  return deleteDB(database);
}

async function open(
  database: string,
  on: {
    readonly blocking: (db: IDBDatabase, newVersion: number | null) => void;
    readonly terminated: () => void;
  },
): Promise<Database> {
  return openDB<Schema>(database, VERSION, {
    upgrade(db) {
      for (const name of NAMES) db.createObjectStore(name);
    },
    // Another tab waits for it: with a newer lab, or to erase everything.
    blocking: (_, newVersion, event) => on.blocking(event.target as IDBDatabase, newVersion),
    terminated: on.terminated,
  });
}

/** Browsers may open a database that they let nobody write. */
async function probed(db: Database): Promise<Database> {
  await db.put('checkpoints', 'can be written', 'probe');
  await db.delete('checkpoints', 'probe');
  return db;
}

function whyNot(error: unknown): Text {
  const { name } = (error ?? {}) as Partial<DOMException>;
  if (name === 'VersionError') return NEWER_LAB;
  if (name === 'QuotaExceededError') return FULL;
  const reason = reasonText(error);
  return reason === ''
    ? text('This browser keeps nothing: runs are gone when the page is closed, so export what you need.')
    : text(
        str`This browser keeps nothing (${reason}): runs are gone when the page is closed, so export what you need.`,
      );
}

/** A browser that allows no database has kept nothing; one that is only in somebody's way has. */
async function eraseRefused(database: string): Promise<void> {
  try {
    await inTime(PATIENCE_MS, (async () => deleteDB(database))());
  } catch (error) {
    if (error instanceof LabError) throw error;
  }
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
