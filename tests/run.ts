/**
 * Runs the tests: `npm test`, or `npm test -- tests/core` for some of them, or with `--long` the long ones as well.
 * It first finds a browser, or gets one. Its last line is `N passed, N failed`; a whole run says before it which faults of
 * the catalogue have no test that passed, and counts each as a test that failed.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import {
  BaseSequencer,
  startVitest,
  type Reporter,
  type TestModule,
  type TestRunEndReason,
  type TestSpecification,
} from 'vitest/node';
import { findBrowser } from '../src/headless/browser.ts';
import { faultLine, missingFaults, type TestOutcome } from './fault-catalogue.ts';

const { values, positionals } = parseArgs({
  options: { long: { type: 'boolean' } },
  allowPositionals: true,
});
if (values.long) process.env['LAB_TESTS'] = 'long'; // read by vite.config.ts

let passed = 0;
let failed = 0;
const outcomes: TestOutcome[] = [];

/** Counts tests, and as a failed one whatever else went wrong: a file that cannot be loaded, an error nobody caught. */
const counter: Reporter = {
  onTestRunEnd(modules: readonly TestModule[], strayErrors: readonly unknown[], reason: TestRunEndReason) {
    failed += strayErrors.length;
    for (const module of modules) {
      const suites = [...module.children.allSuites()];
      failed += [module, ...suites].reduce((count, suite) => count + suite.errors().length, 0);
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        if (state === 'passed') passed += 1;
        else if (state !== 'skipped') failed += 1; // `pending`: it never came to its end
        outcomes.push({ name: test.name, passed: state === 'passed' });
      }
    }
    if (reason === 'interrupted') failed += 1;
  },
};

/** Files that take longest begin first, so that no worker waits for one at the end; the others by size, as vitest has it. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const isLong = ({ moduleId }: TestSpecification) =>
      /tests\/(engine\/presets|site\/(soak|exported|distill|lost-gpu|tabs))\.test\.ts$/.test(moduleId);
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))];
  }
}

try {
  process.env['CHROME_PATH'] = await obtainBrowser();
  const vitest = await startVitest(
    'test',
    positionals,
    { run: true, watch: false, allowOnly: false, reporters: ['default', counter] },
    // Among the options it would take the place of every project's own `sequence`.
    { test: { sequence: { sequencer: LongestFirst } } },
  );
  await vitest.close();
  if (passed + failed === 0) throw new Error('No test was run.');
} catch (error) {
  failed += 1;
  console.error(error instanceof Error ? error.message : error);
}
if (positionals.length === 0) {
  const missing = missingFaults(outcomes);
  failed += missing.length;
  process.stdout.write(`\n${faultLine(missing)}\n`);
}
process.stdout.write(`\n${passed} passed, ${failed} failed\n`);
process.exit(failed > 0 ? 1 : 0);

/** An installed browser, else Playwright's, else the system's package. */
async function obtainBrowser(): Promise<string> {
  const installed = findBrowser();
  if (installed) return installed;
  const { chromium } = await import('playwright');
  const own = chromium.executablePath();
  if (!existsSync(own)) attempt('npx', ['playwright', 'install', 'chromium']);
  if (existsSync(own)) return own;
  if (process.platform === 'linux' && process.getuid?.() === 0) {
    attempt('apt-get', ['update']);
    attempt('apt-get', ['install', '-y', 'chromium']);
    const packaged = findBrowser();
    if (packaged) return packaged;
  }
  throw new Error(
    'The tests need a browser: install Chrome, Chromium or Edge, or name its program in CHROME_PATH.',
  );
}

function attempt(program: string, args: readonly string[]): void {
  console.error(`No browser was found; trying ${[program, ...args].join(' ')}.`);
  spawnSync(program, args, { stdio: 'inherit', shell: process.platform === 'win32' });
}
