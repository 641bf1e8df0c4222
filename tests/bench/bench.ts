/**
 * `npm run bench`: this lab's trainer beside its peers. Standard output gets the tables, standard error everything
 * else; the exit status is 0, 1 for a benchmark that failed, 2 for bad arguments.
 */
import { accessSync, constants, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Browser, Page } from 'playwright';
import { quote } from '../../src/core/schema.ts';
import { ArgumentError } from '../../src/headless/arguments.ts';
import { HELP, parseBenchArguments, type BenchRequest } from './arguments.ts';
import { measureCase, planFor } from './measure.ts';
import { startBenchProgress } from './progress.ts';
import type { BenchPage } from './protocol.ts';
import { bestGemm, ourGflops, perMember, type CaseResult } from './results.ts';
import { caseText, footText, headText } from './table.ts';

const say = (line: string) => process.stderr.write(`${line}\n`);

/** Before minutes of work, not after them. */
function checkWritable(file: string): void {
  try {
    accessSync(dirname(file), constants.W_OK);
  } catch (error) {
    throw new ArgumentError(`--json is ${quote(file)}; its folder cannot be written to.`, { cause: error });
  }
  if (statSync(file, { throwIfNoEntry: false })?.isDirectory())
    throw new ArgumentError(`--json is ${quote(file)}; that is a folder.`);
}

/** `window.bench` of a page, from here. */
function remote(page: Page): BenchPage {
  return {
    adapter: () => page.evaluate(() => window.bench.adapter()),
    gemm: () => page.evaluate(() => window.bench.gemm()),
    open: (...given) => page.evaluate((args) => window.bench.open(...args), given),
    advance: (...given) => page.evaluate((args) => window.bench.advance(...args), given),
    count: (...given) => page.evaluate((args) => window.bench.count(...args), given),
    losses: (path) => page.evaluate((name) => window.bench.losses(name), path),
  };
}

/** One page a case, so that no case finds what another left on the GPU. */
async function withPage<T>(browser: Browser, url: string, use: (page: BenchPage) => Promise<T>): Promise<T> {
  const page = await browser.newPage();
  page.on('pageerror', (error) => say(`page: ${error.message}`));
  page.on('console', (message) => {
    if (['warning', 'error'].includes(message.type())) say(`page: ${message.text()}`); // the GPU's, above all
  });
  try {
    await page.goto(url);
    await page.waitForFunction(() => 'bench' in window);
    return await use(remote(page));
  } finally {
    await page.close();
  }
}

async function run({ quick, json, cases }: BenchRequest): Promise<void> {
  if (json !== undefined) checkWritable(json);
  const { launchBrowser, servePage } = await import('./site.ts'); // late: bad arguments are told without it
  say('Building the page.');
  const served = await servePage();
  const browser = await launchBrowser(served.url);
  const adapter = await withPage(browser, served.url, (page) => page.adapter());
  process.stdout.write(`${headText(adapter)}\n`);
  const sweepProducts = () => {
    say('Trying matrix products.');
    return withPage(browser, served.url, (page) => page.gemm());
  };
  const before = await sweepProducts();

  const plan = planFor(adapter.software, quick);
  const progress = startBenchProgress(process.stderr, cases, plan);
  const results: CaseResult[] = [];
  for (const benchCase of cases) {
    const result = await withPage(browser, served.url, (page) =>
      measureCase(page, benchCase, plan, (path, round) => progress.tick(benchCase, path, round)),
    );
    results.push(result);
    progress.end();
    process.stdout.write(`${caseText(result)}\n`);
  }
  const gemm = bestGemm([before, await sweepProducts()]); // a machine may be slower at one end than at the other
  process.stdout.write(`${footText(results, gemm)}\n`);
  const version = browser.version();
  await browser.close();
  await served.close();
  if (json === undefined) return;
  const record = {
    adapter: adapter.name,
    softwareAdapter: adapter.software,
    browser: version,
    quick,
    gemm,
    // What is undefined, JSON leaves out.
    cases: results.map((result) => {
      const rate = ourGflops(result);
      return { ...result, share: rate && rate / gemm.gflops, perMember: perMember(result, results) };
    }),
  };
  writeFileSync(json, `${JSON.stringify(record, undefined, 2)}\n`);
  say(`Written to ${json}.`);
}

try {
  const request = parseBenchArguments(process.argv.slice(2));
  if (request.help) process.stdout.write(HELP);
  else await run(request);
  process.exit(0);
} catch (error) {
  say((error instanceof Error ? error.message : String(error)).split('\n')[0]!);
  process.exit(error instanceof ArgumentError ? 2 : 1);
}
