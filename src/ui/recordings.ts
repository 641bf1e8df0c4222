/** The recorded runs that come with the lab: where they are, and how one is brought. The one file of the page that knows. */
import { recordings } from 'virtual:datasets/mnist-runs';
import { LabError } from '../core/errors.ts';
import { str, text } from '../core/text.ts';
import type { RunRecord } from '../core/run-record.ts';

export interface Recording {
  /** Whose experiment it is. */
  readonly preset: string;
  readonly recordedOn: string;
  readonly url: string;
}

export const RECORDINGS: readonly Recording[] = recordings;

export function recordingOf(preset: string | undefined): Recording | undefined {
  return RECORDINGS.find((recording) => recording.preset === preset);
}

const loaded = new Map<string, Promise<RunRecord>>();

/** Brought once. @throws LabError when it does not arrive or is no run; its message is to stand within a sentence */
export function loadRecording({ url }: Recording): Promise<RunRecord> {
  const known = loaded.get(url) ?? load(url);
  loaded.set(url, known);
  known.catch(() => loaded.delete(url)); // asked for again, it is tried again
  return known;
}

async function load(url: string): Promise<RunRecord> {
  const response = await fetch(url);
  if (!response.ok) throw new LabError('network', text(str`the server answered ${response.status}`), '');
  const { parseRunText } = await import('../core/run-file.ts'); // few visits read a run
  const parsed = parseRunText(await response.text());
  if (!parsed.ok) throw new LabError('data', parsed.problems[0]!.message, '');
  return parsed.value;
}
