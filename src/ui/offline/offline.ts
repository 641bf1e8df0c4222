/**
 * What makes the page work without a network and come to its next version, in all views but a frame. It comes last, and
 * begins when the page has all it needs and nothing trains.
 */
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { isActive } from '../../core/run-state.ts';
import type { LabState } from '../../core/state.ts';
import { isTaken } from '../../worker/turn.ts';
import { latestNews, tell } from './news.ts';
import './offline-line.ts';
import { register } from './register.ts';
import { lookWhetherReplaced } from './replaced.ts';
import './update-note.ts';

const LOOK_EVERY = 1000; // ms, for the runs of other tabs while there is a new version

type Page = ReactiveControllerHost & { readonly state: LabState };

export function keepOffline(page: Page): void {
  page.addController(new Offline(page));
}

class Offline implements ReactiveController {
  private readonly page: Page;
  private registered = false;
  /** What was wrong last, to look into every failure once. */
  private failures: readonly unknown[] = [];
  private waiting: (() => void)[] = [];
  private timer: ReturnType<typeof setInterval> | undefined;
  private readonly missing = (): void => void lookWhetherReplaced();

  constructor(page: Page) {
    this.page = page;
  }

  hostConnected(): void {
    addEventListener('vite:preloadError', this.missing);
    this.timer = setInterval(() => {
      if (latestNews().update) void this.lookForRuns();
    }, LOOK_EVERY);
    this.hostUpdated();
  }

  hostDisconnected(): void {
    removeEventListener('vite:preloadError', this.missing);
    clearInterval(this.timer);
  }

  hostUpdated(): void {
    const { run, device, datasets, download, failure } = this.page.state;
    const runs = isActive(run);
    if (runs !== (latestNews().runs === 'here')) tell({ runs: runs ? 'here' : undefined });
    if (!runs) for (const go of this.waiting.splice(0)) go();

    // The worker's own parts go missing like the page's.
    const failures = [failure, run.error].filter((error) => error !== undefined);
    if (failures.some((error) => !this.failures.includes(error))) void lookWhetherReplaced();
    this.failures = failures;

    // The digits are on their way to the page: a second download would take from the first.
    if (this.registered || runs || !device || !datasets.mnist || download) return;
    this.registered = true;
    if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return;
    whenIdle(() => {
      register({ quiet: () => this.quiet(), isBlank: () => this.page.state.run.status === 'idle' }).catch(
        (error: unknown) => console.info(error), // the page does without
      );
    });
  }

  private quiet(): Promise<void> {
    if (!isActive(this.page.state.run)) return Promise.resolve();
    return new Promise((resolve) => this.waiting.push(resolve));
  }

  private async lookForRuns(): Promise<void> {
    const isAnywhere = await isTaken();
    const runs = isActive(this.page.state.run) ? 'here' : isAnywhere ? 'elsewhere' : undefined;
    if (runs !== latestNews().runs) tell({ runs });
  }
}

function whenIdle(work: () => void): void {
  if ('requestIdleCallback' in globalThis) requestIdleCallback(work);
  else setTimeout(work, 1000); // Safari
}
