/**
 * The runs that the user keeps: a list of what there is, and each run's record when it is asked for. What is damaged stays
 * in the list and says so, and the others are not touched by it.
 */
import { LabError, reasonOf, reasonText } from '../core/errors.ts';
import { parseRun } from '../core/run-file.ts';
import type { RunRecord } from '../core/run-record.ts';
import { text, type Text } from '../core/text.ts';
import { isSealed, isWhole, seal, unpack } from './packing.ts';
import type { Tables } from './table.ts';

/** A line of the list. */
export interface KeptRun {
  readonly id: string;
  /** Empty where the line itself is damaged. */
  readonly name: string;
  /** Milliseconds since 1970. */
  readonly savedAt: number;
  /** It came as a file, so this lab did not compute it. */
  readonly imported: boolean;
  /** What came out of it, in a few words. */
  readonly headline: Text;
  /** It is gone when the page is closed. */
  readonly fleeting?: boolean;
  /** It cannot be shown any more, only handed out as it was found. */
  readonly damaged?: boolean;
}

/** What of it is written down; whether it is damaged is found out each time. */
type Line = Omit<KeptRun, 'fleeting' | 'damaged'>;

/** What is read of a run, or why it cannot be, to stand within a sentence. */
export type ReadRun = { readonly record: RunRecord } | { readonly damage: Text };

const CHANGED = { damage: text('its bytes are not those that were written') } as const;

export function runsIn(tables: Tables) {
  const lines = tables.table<Line>('runs');
  /** Sealed; earlier versions of the lab have put the plain record there. */
  const records = tables.table<unknown>('records');
  const damaged = new Set<string>();
  /** The list as it was last, for when the browser does not give it any more. */
  let known: readonly KeptRun[] = [];

  async function lineOf(id: string): Promise<KeptRun> {
    const line = await lines.get(id).catch(() => undefined);
    const sound = isLine(line) && line.id === id;
    return {
      ...(sound
        ? plainLine(line)
        : { id, name: '', savedAt: Number.parseInt(id, 10) || 0, imported: false, headline: '' }),
      ...(records.isFleeting(id) && { fleeting: true }),
      ...((!sound || damaged.has(id)) && { damaged: true }),
    };
  }

  /** What lies there, if it lies there as it was put. @throws LabError where the storage is closed */
  async function whole(
    id: string,
  ): Promise<{ readonly value: unknown } | { readonly damage: Text } | undefined> {
    try {
      const found = await records.get(id);
      if (found === undefined) return undefined;
      if (!isSealed(found)) return { value: found };
      return isWhole(found) ? { value: unpack(found.bytes) } : CHANGED;
    } catch (error) {
      if (error instanceof LabError) throw error;
      return { damage: reasonText(error) };
    }
  }

  return {
    /** The newest first, also those that are damaged. @throws where the browser does not give the list */
    async list(): Promise<readonly KeptRun[]> {
      const ids = await lines.keys();
      const found = await Promise.all(ids.map(lineOf));
      const lost = tables.volatile === undefined ? [] : known.filter(({ id }) => !ids.includes(id));
      known = [...found, ...lost].sort((a, b) => b.savedAt - a.savedAt);
      return known;
    },

    /** Looks at each record once, as far as that costs little. @returns whether damage was found that was not known */
    async check(): Promise<boolean> {
      const before = damaged.size;
      for (const { id } of known.filter((run) => !run.damaged && !run.fleeting)) {
        const found = await whole(id).catch(() => 'closed' as const);
        if (found === 'closed') break;
        const isMissing = found === undefined && (await lines.keys()).includes(id);
        if (isMissing || (found && 'damage' in found)) damaged.add(id);
      }
      return damaged.size > before;
    },

    /** @throws where the browser has no room for it, and nobody was told of that */
    async add(run: KeptRun, kept: RunRecord): Promise<void> {
      await tables.putTogether(run.id, { runs: plainLine(run), records: seal(kept) });
    },

    /** As strictly as from a file; nothing where there is none. @throws LabError where the storage is closed */
    async read(id: string): Promise<ReadRun | undefined> {
      const found = await whole(id);
      const read = found && 'value' in found ? parsed(found.value) : found;
      if (read && 'damage' in read) damaged.add(id);
      return read;
    },

    /** What lies there, for a report of the damage: values as they are, or why they cannot be read. */
    async asFound(
      id: string,
    ): Promise<{ readonly id: string; readonly line: unknown; readonly record: unknown }> {
      const raw = (value: Promise<unknown>) =>
        value.catch((error: unknown) => ({ unreadable: String(error) }));
      const [line, record] = await Promise.all([raw(lines.get(id)), raw(records.get(id))]);
      return { id, line, record };
    },

    rename: (run: KeptRun, name: string): Promise<void> => lines.put(run.id, { ...plainLine(run), name }),

    async remove(id: string): Promise<void> {
      await lines.delete(id);
      await records.delete(id);
      known = known.filter((run) => run.id !== id);
    },
  };
}

function parsed(value: unknown): ReadRun {
  const run = parseRun(value);
  return run.ok ? { record: run.value } : { damage: reasonOf(new Error(run.problems[0]!.message)) };
}

function plainLine({ id, name, savedAt, imported, headline }: Line): Line {
  return { id, name, savedAt, imported, headline };
}

function isLine(value: unknown): value is Line {
  if (typeof value !== 'object' || value === null) return false;
  const { id, name, savedAt, imported, headline } = value as Partial<Record<keyof Line, unknown>>;
  return (
    typeof id === 'string' &&
    typeof name === 'string' &&
    Number.isFinite(savedAt) &&
    typeof imported === 'boolean' &&
    isText(headline)
  );
}

function isText(value: unknown): value is Text {
  if (typeof value === 'string') return true;
  const { strings, values } = (value ?? {}) as { readonly strings?: unknown; readonly values?: unknown };
  return (
    Array.isArray(strings) &&
    strings.every((part) => typeof part === 'string') &&
    Array.isArray(values) &&
    values.length === strings.length - 1 &&
    values.every((one) => typeof one === 'number' || isText(one))
  );
}
