/** The built site in a browser of its own, seen from outside: its address, its requests, its console. */
import {
  chromium,
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  type Page,
} from 'playwright';
import { inject } from 'vitest';
import type { ExperimentConfig } from '../../src/core/experiment.ts';
import { presetById } from '../../src/core/presets.ts';
import type { RunRecord } from '../../src/core/run-record.ts';
import type { LabState } from '../../src/core/state.ts';
import { BROWSER_ARGUMENTS, findBrowser, SOFTWARE_ADAPTER } from '../../src/headless/browser.ts';
import type { LabPage } from '../../src/headless/drive.ts';

const { teacher, student, ...rest } = presetById('quick')!.config;

/** Twelve steps a population: seconds on any backend, and a curve of twelve points. */
export const TINY: ExperimentConfig = {
  ...rest,
  data: { ...rest.data, teacherImages: 300, labelledImages: 120 },
  teacher: { ...teacher, hidden: [32], batchSize: 50, epochs: 2 },
  student: { ...student, hidden: [16], batchSize: 20, epochs: 2 },
};

/** Half of that, where nobody asks how they learn. */
export const SHORT: ExperimentConfig = {
  ...TINY,
  teacher: { ...TINY.teacher, epochs: 1 },
  student: { ...TINY.student, epochs: 1 },
};

/** In an address where nobody asks what trains: without a GPU it is soonest done. */
export const ON_CPU = '?backend=wasm';

export const siteUrl = (): string => inject('siteUrl');

export const GPU_ARGUMENTS: readonly string[] = [...BROWSER_ARGUMENTS, SOFTWARE_ADAPTER];

export function launch(args = GPU_ARGUMENTS): Promise<Browser> {
  return chromium.launch({ ...browserHere(), args: [...args] });
}

/** With a profile on disk, as a reader has one: the browser's cache keeps large files in it only. */
export function launchProfile(folder: string): Promise<BrowserContext> {
  return chromium.launchPersistentContext(folder, { ...browserHere(), args: [...GPU_ARGUMENTS] });
}

function browserHere(): { readonly executablePath?: string } {
  const executablePath = findBrowser();
  return executablePath ? { executablePath } : {};
}

/** A page that is served by the network alone, where a test can hold and replace files: offline.test.ts has the others. */
export function newPage(
  browser: Browser | BrowserContext,
  options: BrowserContextOptions = {},
): Promise<Page> {
  return 'contexts' in browser ? browser.newPage({ serviceWorkers: 'block', ...options }) : browser.newPage(); // as its context is
}

/** What Playwright says where a service worker would have been. */
const NOT_ALLOWED = 'Service Worker registration blocked by Playwright';

export interface OpenLab {
  readonly page: Page;
  /** Addresses of everything the page and its workers asked for. */
  readonly requests: readonly string[];
  /** Errors and warnings of the console, and errors that nobody caught. */
  readonly complaints: readonly string[];
}

/** Opens the lab in a fresh profile, and waits until it could run. @param address what follows the site's own */
export async function openLab(
  browser: Browser | BrowserContext,
  address = '',
  site = siteUrl(),
): Promise<OpenLab> {
  const page = await newPage(browser);
  const requests: string[] = [];
  const complaints: string[] = [];
  page.on('request', (request) => requests.push(request.url()));
  page.on('requestfailed', (request) => complaints.push(`failed: ${request.url()}`));
  page.on('response', (response) => {
    if (response.status() >= 400) complaints.push(`${response.status()}: ${response.url()}`);
  });
  page.on('pageerror', (error) => complaints.push(`uncaught: ${error.message}`));
  page.on('console', (message) => {
    if (message.text() === NOT_ALLOWED) return;
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  await page.goto(site + address);
  await page.waitForFunction(() => {
    const state = document.querySelector<LabPage>('lab-app')?.state;
    return (state?.device && state.datasets.mnist) !== undefined || state?.failure !== undefined;
  });
  return { page, requests, complaints };
}

export function stateOf(page: Page): Promise<LabState> {
  return page.evaluate(() => document.querySelector<LabPage>('lab-app')!.state);
}

export function load(page: Page, config: ExperimentConfig): Promise<void> {
  return page.evaluate((experiment) => document.querySelector<LabPage>('lab-app')!.load(experiment), config);
}

/** Presses Run and waits for the end. */
export async function run(page: Page, config: ExperimentConfig): Promise<RunRecord> {
  await load(page, config);
  return page.evaluate(() => document.querySelector<LabPage>('lab-app')!.start());
}

/** What the badge says, closed and open. */
export async function badge(page: Page): Promise<{ readonly label: string; readonly panel: string }> {
  const button = page.getByRole('button', { name: /^Backend/ });
  await button.click();
  const element = page.locator('pop-panel.badge');
  const label = await element.locator('[slot=label]').innerText();
  const panel = await element.locator('dl').innerText();
  await button.click();
  return { label: label.replace(/\s+/g, ' ').trim(), panel };
}
