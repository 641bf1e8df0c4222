/**
 * Drives the page in a browser without a window, through the methods that <lab-app> has for scripts. The functions
 * given to `evaluate` run in the page: they see nothing of this file, and no function may be named inside them,
 * because the runner of TypeScript would wrap it with a helper that the page does not have.
 */
import { existsSync } from 'node:fs';
import type { Browser, Page } from 'playwright';
import type { BackendName, DeviceReport, TrainerName } from '../core/device.ts';
import { LabError } from '../core/errors.ts';
import type { Progress } from '../core/events.ts';
import type { ExperimentConfig, Shard } from '../core/experiment.ts';
import type { InputScale } from '../core/imported.ts';
import type { NetworkRequest } from '../core/model-file.ts';
import { isEnsemble, kindOfRole, type StageKind } from '../core/stages.ts';
import type { RunRecord } from '../core/run-record.ts';
import { problemsOf, type LabState } from '../core/state.ts';
import type { Precision } from '../core/weights-file.ts';
import { ArgumentError } from './arguments.ts';
import { BROWSER_ARGUMENTS, findBrowser, SOFTWARE_ADAPTER } from './browser.ts';

/** What <lab-app> offers to scripts. */
export interface LabPage extends HTMLElement {
  readonly state: LabState;
  load(config: ExperimentConfig): void;
  start(options?: { readonly shard?: Shard }): Promise<RunRecord>;
  show(record: RunRecord): Promise<void>;
  /** Contents as base64. @throws Error with a sentence when they are no model that can teach */
  openTeacher(
    files: readonly { readonly name: string; readonly content: string }[],
    scale: InputScale,
  ): Promise<void>;
  /** Weights as base64. */
  modelFile(request: NetworkRequest): Promise<{ readonly json: string; readonly weights: string }>;
  chartImages(): Promise<{ readonly accuracy: string; readonly loss: string }>;
}

export interface DriveOptions {
  /** Where the built site is served. */
  readonly url: string;
  readonly config: ExperimentConfig;
  readonly backend?: BackendName;
  readonly trainer?: TrainerName;
  readonly teacher?: { readonly files: readonly TeacherFile[]; readonly scale: InputScale };
  readonly shard?: Shard;
  /** Draw this finished run instead of training one. */
  readonly merged?: RunRecord;
  /** Hand out every network, not only the teachers. */
  readonly models?: boolean;
  /** In which precisions; float32 where nothing is said. */
  readonly precisions?: readonly Precision[];
  /** Closes the browser. */
  readonly signal: AbortSignal;
  readonly onDevice: (device: DeviceReport) => void;
  readonly onProgress: (progress: Progress) => void;
  readonly onConsole?: (line: string) => void;
}

/** A file of a model, its content as base64. */
export interface TeacherFile {
  readonly name: string;
  readonly content: string;
}

/** A network as a tfjs model. */
export interface DrivenModel {
  /** Such as `teacher-0`, or `teacher-0-uint8`. */
  readonly name: string;
  readonly json: string;
  readonly weights: Buffer;
}

export interface Driven {
  readonly record: RunRecord;
  readonly models: readonly DrivenModel[];
  /** PNG files. */
  readonly charts: { readonly accuracy: Buffer; readonly loss: Buffer };
}

const PROGRESS_EVERY_MS = 500;
/** For the backend and the images; a busy machine may need long to compile its first shaders. */
const READY_WITHIN_MS = 120_000;

/**
 * @throws LabError when the run fails or cannot begin
 * @throws ArgumentError when the data set is too small for the experiment, which only the page can tell
 */
export async function drive(options: DriveOptions): Promise<Driven> {
  const asked = options.backend ?? 'webgpu';
  const first = await open(options, []);
  // Without a GPU, Chromium gives a software adapter only when told to.
  const noGpu = asked === 'webgpu' && first.state.device?.backend !== 'webgpu';
  if (noGpu) await first.browser.close();
  const { browser, page, state } = noGpu ? await open(options, [SOFTWARE_ADAPTER]) : first;
  try {
    checkReady(state, options);
    return await run(page, options);
  } catch (error) {
    const known = error instanceof LabError || error instanceof ArgumentError;
    if (known || (browser.isConnected() && !page.isClosed())) throw error;
    throw new LabError('internal', 'The browser ended before the run did.', '', { cause: error });
  } finally {
    await browser.close();
  }
}

interface Opened {
  readonly browser: Browser;
  readonly page: Page;
  /** Once the device and the images are here, or one of them has failed. */
  readonly state: LabState;
}

async function open(options: DriveOptions, more: readonly string[]): Promise<Opened> {
  const { url, backend, trainer, signal, onConsole } = options;
  const { chromium } = await import('playwright'); // late: bad arguments are told without it
  const executablePath = [findBrowser(), chromium.executablePath()].find((path) => path && existsSync(path));
  if (!executablePath)
    throw new LabError(
      'backend',
      'There is no Chrome, Chromium or Edge here; install one, or name its program in CHROME_PATH.',
      '',
    );
  signal.throwIfAborted();
  const browser = await chromium.launch({
    executablePath,
    args: [...BROWSER_ARGUMENTS, ...more],
    handleSIGINT: false, // the command closes it and says so
    handleSIGTERM: false,
    handleSIGHUP: false,
  });
  signal.addEventListener('abort', () => void browser.close(), { once: true });
  try {
    signal.throwIfAborted();
    const page = await browser.newPage({ serviceWorkers: 'block' }); // there is no next visit
    page.on('crash', () => void browser.close());
    if (onConsole) {
      page.on('console', (message) => onConsole(`${message.type()}: ${message.text()}`));
      page.on('pageerror', (error) => onConsole(error.stack ?? error.message));
    }
    const address = new URL(url);
    address.searchParams.set('lang', 'en'); // whatever this machine speaks
    address.searchParams.set('teacher', 'fresh'); // what a command reports it has trained itself, but for --teacher
    if (backend) address.searchParams.set('backend', backend);
    if (trainer) address.searchParams.set('trainer', trainer);
    await page.goto(address.href);
    const ready = () => {
      const state = document.querySelector<LabPage>('lab-app')?.state;
      return state?.failure !== undefined || (state?.device && state.datasets.mnist) !== undefined;
    };
    await page.waitForFunction(ready, undefined, { timeout: READY_WITHIN_MS });
    const state = await page.evaluate(() => document.querySelector<LabPage>('lab-app')!.state);
    return { browser, page, state };
  } catch (error) {
    await browser.close();
    throw error;
  }
}

function checkReady(state: LabState, { config, backend, trainer, onDevice }: DriveOptions): void {
  const { device, failure } = state;
  if (failure) throw new LabError(failure.code, failure.message, failure.hint);
  if (!device) throw new LabError('backend', 'The page has found nothing to compute with.', '');
  if (backend && device.backend !== backend) {
    const message = `--backend ${backend} does not work here. ${device.reasons.join(' ')}`;
    throw new LabError('backend', message, '');
  }
  if (trainer && device.trainer !== trainer) {
    const message = `--trainer ${trainer} does not work here. ${device.trainerReason ?? ''}`;
    throw new LabError('backend', message, '');
  }
  const problem = problemsOf({ ...state, config })[0];
  if (problem) throw new ArgumentError(`${problem.path}: ${problem.message}`);
  onDevice(device);
}

async function run(page: Page, options: DriveOptions): Promise<Driven> {
  const { config, onProgress, teacher, shard, merged } = options;
  if (merged) return { record: merged, models: [], charts: await chartsOf(page, merged) };
  if (teacher) await giveTeacher(page, teacher);
  await page.evaluate((experiment) => {
    document.querySelector<LabPage>('lab-app')!.load(experiment);
  }, config);
  const finished = page.evaluate(async (share) => {
    const lab = document.querySelector<LabPage>('lab-app')!;
    try {
      return { record: await lab.start(share ? { shard: share } : {}) };
    } catch (error) {
      return { message: (error as Error).message };
    }
  }, shard);
  const watch = setInterval(() => {
    page
      .evaluate(() => document.querySelector<LabPage>('lab-app')!.state.run.progress)
      .then((progress) => progress && onProgress(progress))
      .catch(() => undefined); // the run itself says when the page is gone
  }, PROGRESS_EVERY_MS);
  try {
    const outcome = await finished;
    if (outcome.record === undefined) throw new LabError('internal', outcome.message, '');
    const models = await modelsOf(page, outcome.record, options);
    return { record: outcome.record, models, charts: await chartsOf(page) };
  } finally {
    clearInterval(watch);
  }
}

/** Of the run on the page, or of another one. */
async function chartsOf(page: Page, record?: RunRecord): Promise<Driven['charts']> {
  const images = await page.evaluate(async (shown) => {
    const lab = document.querySelector<LabPage>('lab-app')!;
    if (shown) await lab.show(shown);
    return lab.chartImages();
  }, record);
  return { accuracy: png(images.accuracy), loss: png(images.loss) };
}

/** The page says what is wrong with it. */
async function giveTeacher(page: Page, teacher: NonNullable<DriveOptions['teacher']>): Promise<void> {
  const refusal = await page.evaluate(async ({ files, scale }) => {
    try {
      await document.querySelector<LabPage>('lab-app')!.openTeacher(files, scale);
      return undefined;
    } catch (error) {
      return (error as Error).message;
    }
  }, teacher);
  if (refusal !== undefined) throw new ArgumentError(`--teacher: ${refusal}`);
}

async function modelsOf(
  page: Page,
  { results, reused = [] }: RunRecord,
  { models = false, precisions = ['float32'] }: DriveOptions,
): Promise<readonly DrivenModel[]> {
  const isGiven = (id: StageKind) => reused.some(({ stage, from }) => stage === id && from === 'file');
  const asked = results.filter(
    ({ role, method }) =>
      !isEnsemble({ role, method }) && (models || role === 'teacher') && !isGiven(kindOfRole(role)),
  );
  const written: DrivenModel[] = [];
  const wanted = asked.flatMap(({ role, member }) =>
    precisions.map((precision) => ({ role, member, precision })),
  );
  for (const { role, member, precision } of wanted) {
    const name = `${role}-${member}${precision === 'float32' ? '' : `-${precision}`}`;
    const request: NetworkRequest = {
      ...{ kind: kindOfRole(role), member, precision, weightsPath: 'weights.bin' },
    };
    const { json, weights } = await page.evaluate(
      (network) => document.querySelector<LabPage>('lab-app')!.modelFile(network),
      request,
    );
    written.push({ name, json, weights: Buffer.from(weights, 'base64') });
  }
  return written;
}

function png(dataUrl: string): Buffer {
  const head = 'data:image/png;base64,';
  if (!dataUrl.startsWith(head)) throw new LabError('internal', 'The page drew no chart.', '');
  return Buffer.from(dataUrl.slice(head.length), 'base64');
}
