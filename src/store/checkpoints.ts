/**
 * The run that may have to go on: one, kept in two slots that are written in turns, each with a checksum, so that a slot
 * that was being written when everything went dark leaves the other one.
 */
import type { Checkpoint } from '../core/checkpoint.ts';
import { crc32 } from '../core/checksum.ts';
import { pack, unpack } from './packing.ts';
import type { Tables } from './tables.ts';

interface Slot {
  /** Counts records; the higher one is the newer. */
  readonly number: number;
  readonly savedAt: number;
  readonly checksum: number;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

export interface KeptCheckpoint {
  readonly checkpoint: Checkpoint;
  /** Milliseconds since 1970. */
  readonly savedAt: number;
}

export type Checkpoints = ReturnType<typeof checkpointsIn>;

const SLOTS = ['a', 'b'] as const;

export function checkpointsIn(tables: Tables) {
  const slots = tables.table<Slot>('checkpoints');
  /** The slot that was written last; read once, because telling whether a slot is sound means reading all of it. */
  let last: (Pick<Slot, 'number'> & { readonly name: string }) | undefined;

  /** Slots whose bytes are whole, the newest first. */
  async function sound(): Promise<readonly (Slot & { readonly name: string })[]> {
    const all = await Promise.all(SLOTS.map(async (name) => ({ name, ...(await slots.get(name)) })));
    return all
      .filter((slot): slot is Slot & { name: (typeof SLOTS)[number] } => isSound(slot))
      .sort((a, b) => b.number - a.number);
  }

  return {
    /** @throws where the browser has no room for it */
    async keep(checkpoint: Checkpoint, savedAt = Date.now()): Promise<void> {
      last ??= (await sound())[0];
      const bytes = pack(checkpoint);
      const name = last?.name === 'a' ? 'b' : 'a';
      const number = (last?.number ?? 0) + 1;
      await slots.put(name, { number, savedAt, checksum: crc32(bytes), bytes });
      last = { name, number };
    },

    /** The newest record that is whole. */
    async latest(): Promise<KeptCheckpoint | undefined> {
      const [newest] = await sound();
      return newest && { checkpoint: unpack(newest.bytes) as Checkpoint, savedAt: newest.savedAt };
    },

    async clear(): Promise<void> {
      await Promise.all(SLOTS.map((name) => slots.delete(name)));
    },
  };
}

function isSound({ bytes, checksum }: Partial<Slot>): boolean {
  return bytes instanceof Uint8Array && crc32(bytes) === checksum;
}
