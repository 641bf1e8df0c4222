/**
 * The runs that are kept in this browser, for the page: the one place of the page that knows the store. Whatever goes wrong
 * there is told as a notice; the run on the page is never touched by it.
 */
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { reasonText } from '../core/errors.ts';
import { runHeadline, runTitle } from '../core/run-words.ts';
import type { RunRecord } from '../core/run-record.ts';
import { quote, quoted, safeName } from '../core/quote.ts';
import { msg, str, text, type Text } from '../core/text.ts';
import type { KeptRun, runsIn } from '../store/runs.ts';

export type { KeptRun };

/** Most runs that are laid over the charts at once. */
export const MOST_OVERLAID = 6;

/** What the user may ask of a kept run. */
export type LibraryCommand =
  | { readonly what: 'show' | 'overlay' | 'remove' | 'settings' | 'export'; readonly id: string }
  | { readonly what: 'rename'; readonly id: string; readonly name: string }
  | { readonly what: 'import'; readonly name: string; readonly text: string };

export interface OverlaidRun {
  readonly id: string;
  readonly name: string;
  readonly record: RunRecord;
}

/** What the library does with a run on the page. */
export interface LibraryHost {
  /** Whether anything may be kept in this browser. */
  readonly keeps: () => boolean;
  readonly notice: (message: Text) => void;
  readonly show: (record: RunRecord, run: KeptRun) => void;
  readonly settings: (record: RunRecord) => void;
  readonly download: (record: RunRecord, run: KeptRun) => void;
}

/** What the page shows of the library; another value whenever something has changed. */
export interface Shelf {
  /** The newest first. */
  readonly runs: readonly KeptRun[];
  readonly overlaid: readonly OverlaidRun[];
  /** Why nothing is kept when the page is closed; absent where it is. */
  readonly volatile?: Text;
}

export const EMPTY_SHELF: Shelf = { runs: [], overlaid: [] };

type Runs = ReturnType<typeof runsIn>;

export class RunLibrary implements ReactiveController {
  shelf = EMPTY_SHELF;

  private opening: Promise<Runs> | undefined;
  private readonly page: ReactiveControllerHost;
  private readonly host: LibraryHost;

  constructor(page: ReactiveControllerHost, host: LibraryHost) {
    this.page = page;
    this.host = host;
    page.addController(this);
  }

  /** Opened late, since there is a page before there is what it has kept; and again where that has failed. */
  private get store(): Promise<Runs> {
    this.opening ??= this.open().catch((error: unknown) => {
      this.opening = undefined;
      throw error;
    });
    return this.opening;
  }

  private async open(): Promise<Runs> {
    const [{ memoryTables, openTables }, { runsIn }] = await Promise.all([
      import('../store/tables.ts'),
      import('../store/runs.ts'),
    ]);
    const tables = await (this.host.keeps() ? openTables() : memoryTables(text('A frame keeps nothing.')));
    if (tables.volatile !== undefined) this.place({ volatile: tables.volatile });
    return runsIn(tables);
  }

  hostConnected(): void {
    void this.refresh();
  }

  /** Keeps a run that has just ended here. */
  async add(record: RunRecord): Promise<void> {
    await this.keep(record, runTitle(record), false);
  }

  async carryOut(command: LibraryCommand): Promise<void> {
    if (command.what === 'import') return this.import(command.name, command.text);
    const run = this.shelf.runs.find(({ id }) => id === command.id);
    if (!run) return;
    try {
      if (command.what === 'rename') await this.rename(run, command.name);
      else if (command.what === 'remove') await this.remove(run);
      else if (command.what === 'overlay') await this.overlay(run);
      else await this.hand(command.what, run);
    } catch (error) {
      this.host.notice(text(str`${quoted(run.name)} could not be changed or read: ${reasonText(error)}.`));
    }
    await this.refresh();
  }

  private async hand(what: 'show' | 'settings' | 'export', run: KeptRun): Promise<void> {
    const record = await this.recordOf(run);
    if (!record) return;
    if (what === 'show') this.host.show(record, run);
    else if (what === 'settings') this.host.settings(record);
    else this.host.download(record, run);
  }

  private async rename(run: KeptRun, name: string): Promise<void> {
    const trimmed = safeName(name.trim());
    if (trimmed === '') return;
    await (await this.store).rename(run, trimmed);
    const renamed = (one: OverlaidRun) => (one.id === run.id ? { ...one, name: trimmed } : one);
    this.place({ overlaid: this.shelf.overlaid.map(renamed) });
  }

  private async remove(run: KeptRun): Promise<void> {
    await (await this.store).remove(run.id);
    this.place({ overlaid: this.shelf.overlaid.filter(({ id }) => id !== run.id) });
  }

  /** Lays a run over the charts, or takes it away. */
  private async overlay(run: KeptRun): Promise<void> {
    const without = this.shelf.overlaid.filter(({ id }) => id !== run.id);
    if (without.length < this.shelf.overlaid.length) {
      this.place({ overlaid: without });
      return;
    }
    if (without.length >= MOST_OVERLAID) {
      this.host.notice(
        text(str`At most ${MOST_OVERLAID} runs are laid over each other: take one away first.`),
      );
      return;
    }
    const record = await this.recordOf(run);
    // Others may have come or gone meanwhile.
    const others = this.shelf.overlaid.filter(({ id }) => id !== run.id).slice(0, MOST_OVERLAID - 1);
    if (record) this.place({ overlaid: [...others, { id: run.id, name: run.name, record }] });
  }

  private async import(name: string, content: string): Promise<void> {
    const { parseRunText } = await import('../core/run-file.ts'); // late: few runs come as files
    const parsed = parseRunText(content);
    if (!parsed.ok) {
      this.host.notice(msg(str`In ${quote(name)}: ${parsed.problems[0]!.message}`));
      return;
    }
    const title = safeName(name.replace(/\.json$/i, '')) || runTitle(parsed.value);
    const run = await this.keep(parsed.value, title, true);
    this.host.show(parsed.value, run);
  }

  private async keep(record: RunRecord, name: string, imported: boolean): Promise<KeptRun> {
    const savedAt = Date.now();
    const id = `${savedAt}-${this.shelf.runs.length}`;
    const run: KeptRun = { id, name, savedAt, imported, headline: runHeadline(record) };
    try {
      await (await this.store).add(run, record);
    } catch (error) {
      this.host.notice(
        text(
          str`This run could not be kept in this browser (${reasonText(error)}): export it before you close the page.`,
        ),
      );
    }
    await this.refresh();
    return run;
  }

  private async recordOf(run: KeptRun): Promise<RunRecord | undefined> {
    const record = await (await this.store).record(run.id);
    if (!record) this.host.notice(text(str`${quoted(run.name)} is no longer in this browser.`));
    return record;
  }

  private async refresh(): Promise<void> {
    try {
      this.place({ runs: await (await this.store).list() });
    } catch (error) {
      this.host.notice(text(str`The kept runs could not be listed: ${reasonText(error)}.`));
    }
  }

  private place(change: Partial<Shelf>): void {
    this.shelf = { ...this.shelf, ...change };
    this.page.requestUpdate();
  }
}
