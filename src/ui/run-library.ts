/**
 * The runs that are kept in this browser, as the page sees them. What is done with them comes after the page, librarian.ts.
 * Whatever goes wrong there is told as a notice; the run on the page is never touched by it.
 */
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { reasonText } from '../core/errors.ts';
import type { RunRecord } from '../core/run-record.ts';
import { str, text, type Text } from '../core/text.ts';
import type { KeptRun } from '../store/runs.ts';
import type { Librarian } from './librarian.ts';

export type { KeptRun };

/** What the user may ask of a kept run. */
export type LibraryCommand =
  | { readonly what: 'show' | 'overlay' | 'remove' | 'settings' | 'export' | 'asFound'; readonly id: string }
  | { readonly what: 'rename'; readonly id: string; readonly name: string }
  | { readonly what: 'import'; readonly name: string; readonly text: string }
  /** Everything that the lab has ever kept in this browser. */
  | { readonly what: 'erase' };

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
  /** What the worker holds of a run that was interrupted. */
  readonly forgetUnfinished: () => void;
}

/** What the page shows of the library; another value whenever something has changed. */
export interface Shelf {
  /** The newest first. */
  readonly runs: readonly KeptRun[];
  readonly overlaid: readonly OverlaidRun[];
  /** Why what comes is gone when the page is closed; absent where it is not. */
  readonly volatile?: Text | undefined;
  /** What has just come of a command, to stand beside it. */
  readonly said?: Text | undefined;
}

export const EMPTY_SHELF: Shelf = { runs: [], overlaid: [] };

export class RunLibrary implements ReactiveController {
  shelf = EMPTY_SHELF;

  private coming: Promise<Librarian> | undefined;
  private readonly page: ReactiveControllerHost;
  private readonly host: LibraryHost;

  constructor(page: ReactiveControllerHost, host: LibraryHost) {
    this.page = page;
    this.host = host;
    page.addController(this);
  }

  /** Comes late, since there is a page before there is what it has kept; and again where that has failed. */
  private get librarian(): Promise<Librarian> {
    this.coming ??= import('./librarian.ts')
      .then(({ createLibrarian }) => createLibrarian(this.host, this))
      .catch((error: unknown) => {
        this.coming = undefined;
        throw error;
      });
    return this.coming;
  }

  hostConnected(): void {
    this.librarian.then(
      (librarian) => librarian.refresh(),
      (error: unknown) =>
        this.host.notice(text(str`The kept runs could not be listed: ${reasonText(error)}.`)),
    );
  }

  /** Keeps a run that has just ended here. */
  async add(record: RunRecord): Promise<void> {
    try {
      await (await this.librarian).add(record);
    } catch (error) {
      this.host.notice(
        text(
          str`This run could not be kept in this browser (${reasonText(error)}): export it before you close the page.`,
        ),
      );
    }
  }

  async carryOut(command: LibraryCommand): Promise<void> {
    await this.librarian.then(
      (librarian) => librarian.carryOut(command),
      (error: unknown) =>
        this.host.notice(text(str`The kept runs could not be listed: ${reasonText(error)}.`)),
    );
  }

  place(change: Partial<Shelf>): void {
    this.shelf = { ...this.shelf, ...change };
    this.page.requestUpdate();
  }
}
