/** Real faults in the built site: the GPU process crashes, a worker is killed or hangs. */
import type { Browser, Page } from 'playwright';
import type { ExperimentConfig } from '../../src/core/experiment.ts';
import type { RunRecord } from '../../src/core/run-record.ts';
import { english } from '../../src/core/text.ts';
import type { LabPage } from '../../src/headless/drive.ts';
import { load, stateOf } from './site.ts';

/** With these, Chromium gives a page its GPU back however often it crashes. */
export const ANY_NUMBER_OF_CRASHES = [
  '--disable-gpu-process-crash-limit',
  '--disable-domain-blocking-for-3d-apis',
];

export type Phase = 'teacher' | 'students' | 'measuring';

/** All computers of the browser lose their GPU. */
export async function crashGpu(browser: Browser): Promise<void> {
  const session = await browser.newBrowserCDPSession();
  await session.send('Browser.crashGpuProcess' as never);
  await session.detach();
}

/** Slow motion: steps wait for each other, and no number changes. */
export async function slowly(page: Page, stepsPerSecond: number): Promise<void> {
  await page.evaluate((pace) => {
    const app = document.querySelector('lab-app')!;
    const command = { kind: 'pace', pace };
    app.dispatchEvent(Object.assign(new Event('lab-command'), { command }));
  }, stepsPerSecond);
}

/** Presses Run and does not wait. */
export async function begin(page: Page, config: ExperimentConfig): Promise<void> {
  await load(page, config);
  await page.evaluate(() => {
    const app = document.querySelector<LabPage>('lab-app')!;
    const done = app.start().then(
      (record) => ({ record }),
      (error: unknown) => ({ error: String(error) }),
    );
    Object.assign(window, { done });
  });
}

/** The end of what `begin` has begun. @throws Error with its sentence when it failed */
export async function ended(page: Page): Promise<RunRecord> {
  const { record, error } = await page.evaluate(
    () => (window as unknown as { done: Promise<{ record?: RunRecord; error?: string }> }).done,
  );
  if (!record) throw new Error(error);
  return record;
}

/** @param step at least so many of the phase's have been taken */
export async function until(page: Page, phase: Phase, step = 0): Promise<void> {
  await page.waitForFunction(
    ([wanted, least]) => {
      const { progress, results, networks } = document.querySelector<LabPage>('lab-app')!.state.run;
      if (progress?.phase !== wanted || (progress.step ?? 0) < least) return false;
      return wanted !== 'measuring' || (results.length > 0 && results.length < networks.length); // of the students
    },
    [phase, step] as const,
    { polling: 5, timeout: 120_000 },
  );
}

/** From now until it trains or measures again, in ms; the page was seen to notice the fault in between. */
export async function recovered(page: Page): Promise<number> {
  return page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const from = performance.now();
        let noticed = false;
        const timer = setInterval(() => {
          const { status, progress } = document.querySelector<LabPage>('lab-app')!.state.run;
          noticed ||= status === 'recovering';
          const works = progress !== undefined && progress.phase !== 'preparing';
          if (!noticed || !works) return;
          clearInterval(timer);
          resolve(performance.now() - from);
        }, 5);
      }),
  );
}

export async function notices(page: Page): Promise<readonly string[]> {
  return (await stateOf(page)).notices.map(english);
}

/** What a run has computed, without what clocks have measured. */
export function untimed({ results, history, verdicts }: RunRecord) {
  return {
    history,
    verdicts,
    results: results.map(
      ({ trainSeconds: _, speed: __, imagesPerSecond: ___, latencyMs: ____, ...rest }) => rest,
    ),
  };
}
