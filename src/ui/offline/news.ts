/** What is known of the page's versions and of what is kept of it; the elements that say so are told of every change. */
import type { ReactiveController, ReactiveControllerHost } from 'lit';

export interface Update {
  /** `waiting` in this browser, and this page goes on whole; or it `replaced` this page's, of which parts may be gone. */
  readonly kind: 'waiting' | 'replaced';
  /** Goes over to it; the page is loaded anew. */
  readonly use: () => void;
}

export interface News {
  /** Whether all that the lab needs without a network is kept here. */
  readonly offline?: boolean;
  readonly update?: Update;
  /** Where a run is under way that a new version would end. */
  readonly runs?: 'here' | 'elsewhere' | undefined;
}

let news: News = {};
const readers = new Set<() => void>();

export const latestNews = (): News => news;

export function tell(change: News): void {
  news = { ...news, ...change };
  for (const read of readers) read();
}

/** Draws an element again when there is news. */
export class NewsReader implements ReactiveController {
  private readonly read: () => void;

  constructor(host: ReactiveControllerHost) {
    this.read = () => host.requestUpdate();
    host.addController(this);
  }

  hostConnected(): void {
    readers.add(this.read);
    this.read();
  }

  hostDisconnected(): void {
    readers.delete(this.read);
  }
}
