/**
 * The run that may have to go on: one, kept in two slots that are written in turns, each with a checksum, so that a slot
 * that was being written when everything went dark leaves the other one.
 */
import type { Checkpoint } from '../core/checkpoint.ts';
import { isWhole, seal, unpack, type Sealed } from './packing.ts';
import type { Tables } from './tables.ts';

const SLOTS = ['a', 'b'] as const;

interface Slot extends Sealed {
  readonly name: (typeof SLOTS)[number];
  /** Counts records; the higher one is the newer. */
  readonly number: number;
  readonly savedAt: number;
}

export interface KeptCheckpoint {
  readonly checkpoint: Checkpoint;
  /** Milliseconds since 1970. */
  readonly savedAt: number;
}

export function checkpointsIn(tables: Tables) {
  const slots = tables.table<Slot>('checkpoints');
  /** The slot that was written last; read once, because telling whether a slot is sound means reading all of it. */
  let last: Pick<Slot, 'name' | 'number'> | undefined;

  /** Slots whose bytes are whole, the newest first. One that cannot be read is none. */
  async function whole(): Promise<readonly Slot[]> {
    const all = await Promise.all(SLOTS.map((name) => slots.get(name).catch(() => undefined)));
    return all.filter(isWhole).sort((a, b) => b.number - a.number);
  }

  return {
    /** @throws where the browser has no room for it */
    async keep(checkpoint: Checkpoint, savedAt = Date.now()): Promise<void> {
      last ??= (await whole())[0];
      const name = last?.name === 'a' ? 'b' : 'a';
      const number = (last?.number ?? 0) + 1;
      await slots.put(name, { name, number, savedAt, ...seal(checkpoint) });
      last = { name, number };
    },

    /** The newest record that is whole. */
    async latest(): Promise<KeptCheckpoint | undefined> {
      const [newest] = await whole();
      return newest && { checkpoint: unpack(newest.bytes) as Checkpoint, savedAt: newest.savedAt };
    },

    async clear(): Promise<void> {
      await Promise.all(SLOTS.map((name) => slots.delete(name)));
    },
  };
}
