/** The page's address: the hash holds the experiment, the query how to look at it. Reading one never starts anything. */
import { BACKENDS, isBackendName, type BackendName } from '../core/device.ts';
import type { ExperimentConfig } from '../core/experiment.ts';
import { encodeLink } from '../core/link.ts';
import { quote } from '../core/schema.ts';

export interface AskedBackend {
  readonly backend?: BackendName;
  /** Why what was asked is not used. */
  readonly notice?: string;
}

export function askedBackend(search: string): AskedBackend {
  const text = new URLSearchParams(search).get('backend');
  if (text === null) return {};
  if (isBackendName(text)) return { backend: text };
  const names = `${BACKENDS.slice(0, -1).join(', ')} or ${BACKENDS.at(-1)!}`;
  return {
    notice: `The address asks for the backend ${quote(text)}; it must be ${names}, so the best one that works is used.`,
  };
}

/** An absolute link to the experiment, without the view: that is the reader's own. */
export function linkTo(config: ExperimentConfig): string {
  const hash = encodeLink(config);
  return location.origin + location.pathname + (hash && `#${hash}`);
}

/** Puts the experiment into the address without a new entry in the browser's history. */
export function keepInAddress(config: ExperimentConfig): void {
  const hash = encodeLink(config);
  history.replaceState(history.state, '', location.pathname + location.search + (hash && `#${hash}`));
}
