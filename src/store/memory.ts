/** Tables that live as long as the page: copies, as a database holds them. */
import type { Text } from '../core/text.ts';
import { NAMES, type TableName, type Tables } from './table.ts';

export type Maps = Readonly<Record<TableName, Map<string, unknown>>>;

export function emptyMaps(): Maps {
  return Object.fromEntries(NAMES.map((name) => [name, new Map()])) as unknown as Maps;
}

/** @throws DataCloneError, having put nothing, when a value is no plain data */
export function putInto(maps: Maps, key: string, values: Partial<Record<TableName, unknown>>): void {
  const copies = structuredClone(Object.entries(values)) as [TableName, unknown][];
  for (const [name, value] of copies) maps[name].set(key, value);
}

/**
 * For browsers that keep nothing, and for tests.
 * @param eraseOthers what was kept elsewhere before
 */
export function memoryTables(volatile: Text, eraseOthers?: () => Promise<void>): Tables {
  const maps = emptyMaps();
  return {
    table: <T>(name: TableName) => {
      const map = maps[name] as Map<string, T>;
      return {
        get: (key) => Promise.resolve(map.get(key)),
        put: async (key, value) => putInto(maps, key, { [name]: value }),
        delete: async (key) => {
          map.delete(key);
        },
        keys: () => Promise.resolve([...map.keys()]),
        isFleeting: (key) => map.has(key),
      };
    },
    putTogether: async (key, values) => putInto(maps, key, values),
    volatile,
    async erase() {
      await eraseOthers?.();
      for (const map of Object.values(maps)) map.clear();
    },
    close: () => undefined,
  };
}
