/** Runs one after the other, disturbed at random: pauses, stops, lost GPUs, killed workers, reloads. The same seed, the same disturbances. */
import type { Page } from 'playwright';
import { expect } from 'vitest';
import { compile } from '../../src/core/compile.ts';
import { uniform } from '../../src/core/random.ts';
import type { RunRecord } from '../../src/core/run-record.ts';
import type { LabPage } from '../../src/headless/drive.ts';
import { ANY_NUMBER_OF_CRASHES, crashGpu, slowly, untimed } from './faults.ts';
import { watchMemory, type Held } from './memory.ts';
import { GPU_ARGUMENTS, launch, load, openLab, run, stateOf, TINY } from './site.ts';

/** Some seconds at this pace, with a checkpoint every second. */
const EXPERIMENT = {
  ...TINY,
  teacher: { ...TINY.teacher, epochs: 4 },
  student: { ...TINY.student, epochs: 4 },
};
const STEPS_A_SECOND = 12;
const LONGEST_WAIT_MS = 4_000;
/** Seconds that a disturbed run takes at the most, on the average. */
const SLOWEST_S = 30;
const SEED = 7;
/** Of a heap after collection, from the first of some runs to the last. */
const MOST_GROWTH = 1.05;
/** Undisturbed runs at the end, over which memory is to be flat. */
const CALM_RUNS = 8;
/**
 * V8 goes on compiling for some fifty runs, a megabyte in the page and half of one in the worker, and gives none of it back:
 * nothing that a run has left. Interpreted, the heap is what the program holds.
 */
const INTERPRETED = '--js-flags=--no-opt,--no-maglev,--no-sparkplug,--no-flush-bytecode';

/** @param seconds of disturbed runs; half a minute of calm ones follows */
export async function soak(seconds: number): Promise<void> {
  const browser = await launch([...GPU_ARGUMENTS, ...ANY_NUMBER_OF_CRASHES, INTERPRETED]);
  const { page, complaints } = await openLab(browser, '?teacher=fresh');
  const memory = watchMemory(page);
  const press = (name: string) => page.getByRole('button', { name, exact: true }).click();
  const status = async () => (await stateOf(page)).run.status;
  let draws = 0;
  const random = () => uniform(SEED, draws++);
  /** Or anew, where it had not been kept yet. */
  const goOn = async () => {
    const isOffered = await page
      .getByRole('button', { name: 'Go on with it' })
      .waitFor({ timeout: 2_000 })
      .then(() => true)
      .catch(() => false);
    await press(isOffered ? 'Go on with it' : 'Run');
  };
  const disturb: Readonly<Record<string, () => Promise<unknown>>> = {
    nothing: () => Promise.resolve(),
    async pause() {
      await press('Pause');
      await page.waitForTimeout(1_000 * random());
      await press('Resume');
    },
    async stop() {
      await press('Stop');
      await expect.poll(status, { timeout: 30_000 }).toBe('stopped'); // it is a busy machine
      await goOn();
    },
    async again() {
      await press('Stop');
      await press('Run');
    },
    lostGpu: () => crashGpu(browser),
    killed: () =>
      page
        .workers()[0]!
        .evaluate(() => self.close())
        .catch(() => undefined),
    async reload() {
      await page.reload();
      await page.waitForFunction(() => document.querySelector<LabPage>('lab-app')?.state.datasets.mnist);
      await load(page, EXPERIMENT);
      await slowly(page, STEPS_A_SECOND);
      await goOn();
    },
  };
  const names = Object.keys(disturb);

  const undisturbed = await run(page, EXPERIMENT);
  await slowly(page, STEPS_A_SECOND);
  const done: Record<string, number> = Object.fromEntries(names.map((name) => [name, 0]));
  let [runs, withoutGpu] = [0, 0];
  const until = Date.now() + 1_000 * seconds;
  while (Date.now() < until) {
    await load(page, EXPERIMENT);
    await press('Run');
    await page.waitForTimeout(LONGEST_WAIT_MS * random());
    const name = names[Math.floor(names.length * random())]!;
    const before = await status();
    if (before === 'running') {
      await disturb[name]!();
      done[name]! += 1;
    }
    const record = await finished(page);
    runs += 1;
    if (isWhole(record)) expect(untimed(record), `run ${runs}, ${name}`).toEqual(untimed(undisturbed));
    else withoutGpu += 1;
    expectSteps(record);
    if (record.environment.backend !== 'webgpu')
      await page.evaluate(() => {
        const command = { kind: 'tryGpu' };
        document
          .querySelector('lab-app')!
          .dispatchEvent(Object.assign(new Event('lab-command'), { command }));
      });
  }

  await page.reload(); // so that page and worker begin alike
  const held: Held[] = [];
  for (let i = 0; i < CALM_RUNS; i += 1) {
    expectSteps(await run(page, EXPERIMENT));
    await page.waitForTimeout(500); // what is drawn is drawn
    held.push(await memory.held());
  }
  const first = held[1]!; // the first run of a page loads what all later ones use
  const last = held.at(-1)!;
  expect(last).toMatchObject({
    tensors: first.tensors,
    buffers: first.buffers,
    generation: first.generation,
  });
  expect(last.page).toBeLessThan(MOST_GROWTH * first.page);
  expect(last.worker).toBeLessThan(MOST_GROWTH * first.worker);
  expect(complaints.filter(isError)).toEqual([]);
  expect(runs).toBeGreaterThan(seconds / SLOWEST_S);
  console.log('Soak:', JSON.stringify({ runs, disturbances: done, withoutGpu, first, last }));
  await browser.close();
}

/** What nobody caught, in the page and, by its console, in the worker. */
const isError = (complaint: string) => /uncaught|unhandled/i.test(complaint);

async function finished(page: Page): Promise<RunRecord> {
  await expect
    .poll(async () => (await stateOf(page)).run.status, { timeout: 120_000, interval: 100 })
    .toBe('finished');
  return (await stateOf(page)).run.record!;
}

/** Whether one GPU has computed all of it. */
const isWhole = ({ environment: { backend, changes } }: RunRecord) => backend === 'webgpu' && !changes;

function expectSteps({ history, results }: RunRecord): void {
  const stages = compile(EXPERIMENT);
  const last = (member: number) => history.filter((point) => point.member === member).at(-1)!.step;
  const wanted = stages.flatMap(({ members, steps }) => members.map(() => steps));
  expect(results.map(({ member }) => last(member))).toEqual(wanted);
}
