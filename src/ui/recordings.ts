/** The recorded runs that come with the lab. The one file of the page that knows where they are. */
import { recordings } from 'virtual:datasets/mnist-runs';

export interface Recording {
  /** Whose experiment it is. */
  readonly preset: string;
  readonly recordedOn: string;
  readonly url: string;
}

export const RECORDINGS: readonly Recording[] = recordings;
