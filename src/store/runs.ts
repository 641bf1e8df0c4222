/** The runs that the user keeps: a list of what there is, and each run's record when it is asked for. */
import type { RunRecord } from '../core/run-record.ts';
import type { Text } from '../core/text.ts';
import type { Tables } from './tables.ts';

/** A line of the list. */
export interface KeptRun {
  readonly id: string;
  readonly name: string;
  /** Milliseconds since 1970. */
  readonly savedAt: number;
  /** It came as a file, so this lab did not compute it. */
  readonly imported: boolean;
  /** What came out of it, in a few words. */
  readonly headline: Text;
}

export function runsIn(tables: Tables) {
  const lines = tables.table<KeptRun>('runs');
  const records = tables.table<RunRecord>('records');
  return {
    /** The newest first. */
    async list(): Promise<readonly KeptRun[]> {
      return [...(await lines.all())].sort((a, b) => b.savedAt - a.savedAt);
    },

    /** @throws where the browser has no room for it */
    async add(run: KeptRun, record: RunRecord): Promise<void> {
      await records.put(run.id, record);
      await lines.put(run.id, run); // last: what the list names is there
    },

    record: (id: string): Promise<RunRecord | undefined> => records.get(id),

    rename: (run: KeptRun, name: string): Promise<void> => lines.put(run.id, { ...run, name }),

    async remove(id: string): Promise<void> {
      await lines.delete(id);
      await records.delete(id);
    },
  };
}
