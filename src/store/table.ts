/** What a table is: values by keys. */
import type { Text } from '../core/text.ts';

export interface Table<T> {
  /** @throws where the browser cannot read it, or has closed its storage */
  get(key: string): Promise<T | undefined>;
  /** @throws where the browser has no room for it and nobody is told, see `openTables` */
  put(key: string, value: T): Promise<void>;
  /** @throws where the browser does not let go of it */
  delete(key: string): Promise<void>;
  keys(): Promise<readonly string[]>;
  /** Whether what is under this key is gone when the page is closed. */
  isFleeting(key: string): boolean;
}

export const NAMES = ['runs', 'records', 'checkpoints', 'teachers'] as const;
export type TableName = (typeof NAMES)[number];

export interface Tables {
  /** What `table` holds is said by whoever asks for it: one file of this folder for each. */
  table<T>(name: TableName): Table<T>;
  /** Puts what belongs together under one key: all of it or nothing. @throws as `put` */
  putTogether(key: string, values: Partial<Record<TableName, unknown>>): Promise<void>;
  /** Why what is written from now on is gone when the page is closed, in a sentence or two; absent where it is not. */
  readonly volatile?: Text | undefined;
  /** Everything that was ever kept, gone. @throws where the browser does not let go of it */
  erase(): Promise<void>;
  close(): void;
}
