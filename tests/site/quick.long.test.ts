// The default preset whole, by the command a reader would use: minutes, so it is not in `npm test`.
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import type { RunRecord } from '../../src/core/run-record.ts';

test('quick lands in its band', { timeout: 1_200_000 }, async () => {
  const out = await mkdtemp(join(tmpdir(), 'quick-'));
  try {
    await promisify(execFile)('npm', ['run', 'distill', '--', '--preset', 'quick', '--out', out]);
    const record = JSON.parse(await readFile(join(out, 'run.json'), 'utf8')) as RunRecord;
    const errorsOf = (wanted: string) => record.results.find(({ role }) => role === wanted)!.testErrors;
    const hard = errorsOf('hardLabel');
    expect(errorsOf('teacher')).toBeLessThanOrEqual(450);
    expect(hard).toBeGreaterThanOrEqual(850);
    expect(hard).toBeLessThanOrEqual(1050);
    expect(hard - errorsOf('distilled')).toBeGreaterThanOrEqual(200);
    for (const role of ['teacher', 'hardLabel', 'distilled']) {
      expect(record.history.filter((point) => point.role === role).length).toBeGreaterThanOrEqual(10);
    }
  } finally {
    await rm(out, { recursive: true, force: true });
  }
});
