/** A recorded run that comes with the lab. */
import { parseRunText } from '../../src/core/run-file.ts';
import type { RunRecord } from '../../src/core/run-record.ts';
import { RECORDINGS } from '../../src/ui/recordings.ts';

export async function recorded(preset: string): Promise<RunRecord> {
  const { url } = RECORDINGS.find((one) => one.preset === preset)!;
  const parsed = parseRunText(await (await fetch(url)).text());
  if (!parsed.ok) throw new Error(parsed.problems[0]!.message);
  return parsed.value;
}
