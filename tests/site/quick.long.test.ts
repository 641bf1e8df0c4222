// The default preset whole, with both trainers, by the command a reader would use: minutes, so it is not in `npm test`.
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, test } from 'vitest';
import type { TrainerName } from '../../src/core/device.ts';
import type { RunRecord } from '../../src/core/run-record.ts';

interface Run {
  readonly record: RunRecord;
  readonly seconds: number;
}

async function quick(trainer: TrainerName): Promise<Run> {
  const out = await mkdtemp(join(tmpdir(), 'quick-'));
  try {
    const from = performance.now();
    await promisify(execFile)('npm', [
      ...['run', 'distill', '--', '--preset', 'quick', '--backend', 'webgpu'],
      ...['--trainer', trainer, '--out', out],
    ]);
    const seconds = (performance.now() - from) / 1000;
    return { record: JSON.parse(await readFile(join(out, 'run.json'), 'utf8')) as RunRecord, seconds };
  } finally {
    await rm(out, { recursive: true, force: true });
  }
}

const ROLES = ['teacher', 'hardLabel', 'distilled'] as const;
const errorsOf = ({ record }: Run, wanted: string) =>
  record.results.find(({ role }) => role === wanted)!.testErrors;
const curveOf = ({ record }: Run, wanted: string) => record.history.filter(({ role }) => role === wanted);

let fused: Run;
let reference: Run;
beforeAll(async () => {
  fused = await quick('fused');
  reference = await quick('tfjs');
}, 2_400_000);

test('quick lands in its band', () => {
  const hard = errorsOf(fused, 'hardLabel');
  expect(errorsOf(fused, 'teacher')).toBeLessThanOrEqual(450);
  expect(hard).toBeGreaterThanOrEqual(850);
  expect(hard).toBeLessThanOrEqual(1050);
  expect(hard - errorsOf(fused, 'distilled')).toBeGreaterThanOrEqual(200);
  for (const role of ROLES) expect(curveOf(fused, role).length).toBeGreaterThanOrEqual(10);
});

describe('both trainers from one seed', () => {
  test.each(ROLES)(
    'agree on the %s: training loss within 2 %% over 300 steps, test errors within 60',
    (role) => {
      const begun = curveOf(fused, role).filter(({ step }) => step <= 300);
      expect(begun.length).toBeGreaterThan(5);
      begun.forEach(({ step, trainLoss }, i) => {
        const other = curveOf(reference, role)[i]!;
        expect(other.step).toBe(step);
        expect(Math.abs(trainLoss! - other.trainLoss!) / other.trainLoss!).toBeLessThan(0.02);
      });
      expect(Math.abs(errorsOf(fused, role) - errorsOf(reference, role))).toBeLessThanOrEqual(60);
    },
  );

  test('the fused one takes less than a third of the time, building and starting included', () => {
    expect(fused.seconds).toBeLessThan(reference.seconds / 3);
  });
});
