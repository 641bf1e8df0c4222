/** What is done with the kept runs: the one file of the page that knows the store. */
import { reasonText } from '../core/errors.ts';
import { quote, quoted, safeName } from '../core/quote.ts';
import { parseRunText } from '../core/run-file.ts';
import type { RunRecord } from '../core/run-record.ts';
import { runHeadline, runTitle } from '../core/run-words.ts';
import { msg, str, text, within, type Text } from '../core/text.ts';
import { isSealed } from '../store/packing.ts';
import { runsIn, type KeptRun } from '../store/runs.ts';
import { memoryTables, openTables } from '../store/tables.ts';
import { toBase64 } from './base64.ts';
import { downloadText } from './downloads.ts';
import { eraseBeside } from './erase.ts';
import { countKept, vanishedSince } from './kept-count.ts';
import type { LibraryCommand, LibraryHost, OverlaidRun, Shelf } from './run-library.ts';

/** Most runs that are laid over the charts at once. */
const MOST_OVERLAID = 6;

/** What the page shows, and the way to change it. */
interface Desk {
  readonly shelf: Shelf;
  place(change: Partial<Shelf>): void;
}

export type Librarian = Awaited<ReturnType<typeof createLibrarian>>;

export async function createLibrarian(host: LibraryHost, desk: Desk) {
  const tables = await (host.keeps()
    ? openTables(undefined, (why) => {
        tell(why);
        void refresh();
      })
    : memoryTables(text('A frame keeps nothing.')));
  let runs = runsIn(tables);
  let told: Text | undefined;
  let isFirstLook = true;
  let isChecked = false;

  /** Once: it stands in the panel as long as it holds. A frame is told nothing of what it may not do. */
  function tell(why: Text): void {
    if (host.keeps() && why !== told) host.notice(why);
    told = why;
  }

  async function refresh(): Promise<void> {
    try {
      await list();
      if (isChecked) return;
      isChecked = true;
      if (await runs.check()) await list();
    } catch (error) {
      host.notice(text(str`The kept runs could not be listed: ${reasonText(error)}.`));
    }
  }

  async function list(): Promise<void> {
    const listed = await runs.list();
    desk.place({ runs: listed, volatile: tables.volatile });
    if (tables.volatile !== undefined) return; // what is kept cannot be counted on
    const gone = isFirstLook && vanishedSince(listed.length);
    isFirstLook = false;
    if (gone) host.notice(gone);
    countKept(listed.length);
  }

  async function keep(record: RunRecord, name: string, imported: boolean): Promise<KeptRun> {
    const savedAt = Date.now();
    const id = `${savedAt}-${desk.shelf.runs.length}`;
    const run: KeptRun = { id, name, savedAt, imported, headline: runHeadline(record) };
    await runs.add(run, record);
    if (tables.volatile !== undefined) tell(tables.volatile);
    await refresh();
    return run;
  }

  async function read(run: KeptRun): Promise<RunRecord | undefined> {
    const found = await runs.read(run.id);
    if (found && 'record' in found) return found.record;
    host.notice(
      found
        ? text(
            str`${quoted(run.name)} is damaged (${within(found.damage)}): export it as it was found for a bug report, or remove it.`,
          )
        : text(str`${quoted(run.name)} is no longer in this browser.`),
    );
    return undefined;
  }

  async function rename(run: KeptRun, name: string): Promise<void> {
    const trimmed = safeName(name.trim());
    if (trimmed === '') return;
    await runs.rename(run, trimmed);
    const renamed = (one: OverlaidRun) => (one.id === run.id ? { ...one, name: trimmed } : one);
    desk.place({ overlaid: desk.shelf.overlaid.map(renamed) });
  }

  const overlaidWithout = ({ id }: KeptRun) => desk.shelf.overlaid.filter((one) => one.id !== id);

  /** Lays a run over the charts, or takes it away. */
  async function overlay(run: KeptRun): Promise<void> {
    const without = overlaidWithout(run);
    if (without.length < desk.shelf.overlaid.length) return desk.place({ overlaid: without });
    if (without.length >= MOST_OVERLAID)
      return host.notice(
        text(str`At most ${MOST_OVERLAID} runs are laid over each other: take one away first.`),
      );
    const record = await read(run);
    // Others may have come or gone meanwhile.
    const others = overlaidWithout(run).slice(0, MOST_OVERLAID - 1);
    if (record) desk.place({ overlaid: [...others, { id: run.id, name: run.name, record }] });
  }

  async function importRun(name: string, content: string): Promise<void> {
    const parsed = parseRunText(content);
    if (!parsed.ok) return host.notice(msg(str`In ${quote(name)}: ${parsed.problems[0]!.message}`));
    const title = safeName(name.replace(/\.json$/i, '')) || runTitle(parsed.value);
    const run = await keep(parsed.value, title, true);
    host.show(parsed.value, run);
  }

  /** For a bug report: what lies in the database as it lies there. */
  async function handOutAsFound({ id }: KeptRun): Promise<void> {
    const { record, ...found } = await runs.asFound(id);
    const text = isSealed(record) ? { ...record, bytes: { base64: await toBase64(record.bytes) } } : record;
    downloadText(
      'damaged-run.json',
      'application/json',
      `${JSON.stringify({ ...found, record: text }, null, 2)}\n`,
    );
  }

  async function withRun(what: Exclude<LibraryCommand['what'], 'import' | 'erase' | 'rename'>, run: KeptRun) {
    if (what === 'overlay') return overlay(run);
    if (what === 'remove') {
      await runs.remove(run.id);
      return desk.place({ overlaid: overlaidWithout(run) });
    }
    if (what === 'asFound') return handOutAsFound(run);
    const record = await read(run);
    if (!record) return;
    if (what === 'show') host.show(record, run);
    else if (what === 'settings') host.settings(record);
    else host.download(record, run);
  }

  async function erase(): Promise<void> {
    let said = text('Everything that the lab has kept in this browser is erased.') as Text;
    host.forgetUnfinished();
    try {
      await tables.erase();
      await eraseBeside();
      runs = runsIn(tables);
      told = undefined;
      desk.place({ overlaid: [] });
    } catch (error) {
      said = text(
        str`Not everything could be erased (${reasonText(error)}): close the lab’s other tabs, then try again.`,
      );
    }
    await refresh();
    desk.place({ said });
  }

  async function carryOut(command: LibraryCommand): Promise<void> {
    desk.place({ said: undefined });
    if (command.what === 'erase') return erase();
    if (command.what === 'import') return importRun(command.name, command.text);
    const run = desk.shelf.runs.find(({ id }) => id === command.id);
    if (!run) return;
    try {
      await (command.what === 'rename' ? rename(run, command.name) : withRun(command.what, run));
    } catch (error) {
      host.notice(text(str`${quoted(run.name)} could not be changed or read: ${reasonText(error)}.`));
    }
    await refresh();
  }

  return {
    refresh,
    carryOut,
    /** @throws where it cannot be kept, not even as long as the page */
    add: (record: RunRecord): Promise<unknown> => keep(record, runTitle(record), false),
  };
}
