/** Trained teachers by the fingerprint of what produced them, so that a run that needs the same one does not train it again. */
import { trained, type StageCheckpoint } from '../core/checkpoint.ts';
import { isWhole, seal, unpack, type Sealed } from './packing.ts';
import type { Tables } from './tables.ts';

interface KeptTeacher extends Sealed {
  readonly savedAt: number;
}

/** The largest has ten million bytes. */
const MOST = 8;

export function teachersIn(tables: Tables) {
  const table = tables.table<KeptTeacher>('teachers');
  return {
    /** @throws where the browser has no room for it */
    async keep(fingerprint: string, teacher: StageCheckpoint, savedAt = Date.now()): Promise<void> {
      await table.put(fingerprint, { savedAt, ...seal(trained(teacher)) });
      const kept = await Promise.all(
        (await table.keys()).map(async (key) => {
          const teacher = await table.get(key).catch(() => undefined); // one that cannot be read goes first
          return { key, savedAt: teacher?.savedAt ?? 0 };
        }),
      );
      const oldest = kept.sort((a, b) => b.savedAt - a.savedAt).slice(MOST);
      await Promise.all(oldest.map(({ key }) => table.delete(key)));
    },

    async find(
      fingerprint: string,
    ): Promise<{ readonly teacher: StageCheckpoint; readonly savedAt: number } | undefined> {
      const kept = await table.get(fingerprint);
      if (!isWhole(kept)) return undefined;
      return { teacher: unpack(kept.bytes) as StageCheckpoint, savedAt: kept.savedAt };
    },
  };
}
