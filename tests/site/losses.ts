/** Runs in the middle of which the GPU process crashes, for real, and what is promised of them. */
import type { Browser, Page } from 'playwright';
import { expect } from 'vitest';
import type { ExperimentConfig } from '../../src/core/experiment.ts';
import type { RunRecord } from '../../src/core/run-record.ts';
import { begin, crashGpu, ended, notices, recovered, slowly, until, untimed, type Phase } from './faults.ts';
import { openLab } from './site.ts';

export interface Experiment {
  readonly config: ExperimentConfig;
  /** Steps a second, where it would be over before it could be disturbed. */
  readonly pace?: number;
}

/** From the fault to training again, on a software adapter. */
const MOST_MS = 5_000;
const NOTICE = /^The GPU was lost: .+ The run goes on from where it was last kept\.$/;

async function beginAnew(browser: Browser, { config, pace }: Experiment): Promise<Page> {
  const { page } = await openLab(browser, '?teacher=fresh');
  if (pace !== undefined) await slowly(page, pace);
  await begin(page, config);
  return page;
}

/** The run goes on, soon, and ends with the numbers of the undisturbed one. */
export async function lostOnce(
  browser: Browser,
  experiment: Experiment,
  undisturbed: RunRecord,
  phase: Phase,
  step: number,
): Promise<void> {
  const page = await beginAnew(browser, experiment);
  await until(page, phase, step);
  const [ms] = await Promise.all([recovered(page), crashGpu(browser)]);
  const record = await ended(page);
  expect(record.environment).toMatchObject({ backend: 'webgpu' });
  expect(record.environment).not.toHaveProperty('changes');
  expect(untimed(record)).toEqual(untimed(undisturbed));
  expect(await notices(page)).toEqual([expect.stringMatching(NOTICE)]);
  console.log(`Lost in ${phase}: at work again after ${Math.round(ms)} ms.`);
  expect(ms).toBeLessThan(MOST_MS);
  await page.close();
}

/** The run ends on WebAssembly, near the numbers of the undisturbed one, and is marked. @param steps the teacher's */
export async function lostTwice(
  browser: Browser,
  experiment: Experiment,
  undisturbed: RunRecord,
  steps: readonly [number, number],
): Promise<Page> {
  const page = await beginAnew(browser, experiment);
  for (const step of steps) {
    await until(page, 'teacher', step);
    await Promise.all([recovered(page), crashGpu(browser)]);
  }
  const record = await ended(page);
  expect(record.environment).toMatchObject({
    backend: 'wasm',
    trainer: 'tfjs',
    changes: [{ backend: 'webgpu', stage: 'teacher' }],
  });
  record.results.forEach(({ testAccuracy }, i) =>
    expect(Math.abs(testAccuracy - undisturbed.results[i]!.testAccuracy)).toBeLessThan(0.01),
  );
  expect((await notices(page)).at(-1)).toMatch(/the run goes on without (the GPU|it), more slowly\.$/);
  return page;
}
