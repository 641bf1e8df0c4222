/** Trained teachers by the fingerprint of what produced them, so that a run that needs the same one does not train it again. */
import { trained, type StageCheckpoint } from '../core/checkpoint.ts';
import { crc32 } from '../core/checksum.ts';
import { pack, unpack } from './packing.ts';
import type { Tables } from './tables.ts';

interface KeptTeacher {
  readonly savedAt: number;
  readonly checksum: number;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

const NONE: KeptTeacher = { savedAt: 0, checksum: -1, bytes: new Uint8Array(0) };

/** The largest has ten million bytes. */
const MOST = 8;

export type Teachers = ReturnType<typeof teachersIn>;

export function teachersIn(tables: Tables) {
  const table = tables.table<KeptTeacher>('teachers');
  return {
    /** @throws where the browser has no room for it */
    async keep(fingerprint: string, teacher: StageCheckpoint, savedAt = Date.now()): Promise<void> {
      const bytes = pack(trained(teacher));
      await table.put(fingerprint, { savedAt, checksum: crc32(bytes), bytes });
      const kept = await Promise.all(
        (await table.keys()).map(async (key) => ({ key, savedAt: (await table.get(key))?.savedAt ?? 0 })),
      );
      const oldest = kept.sort((a, b) => b.savedAt - a.savedAt).slice(MOST);
      await Promise.all(oldest.map(({ key }) => table.delete(key)));
    },

    async find(
      fingerprint: string,
    ): Promise<{ readonly teacher: StageCheckpoint; readonly savedAt: number } | undefined> {
      const kept = (await table.get(fingerprint)) ?? NONE;
      if (crc32(kept.bytes) !== kept.checksum) return undefined;
      return { teacher: unpack(kept.bytes) as StageCheckpoint, savedAt: kept.savedAt };
    },

    forget: (fingerprint: string): Promise<void> => table.delete(fingerprint),
  };
}
