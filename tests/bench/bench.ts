/**
 * `npm run bench`: this lab's trainer beside its peers. Standard output gets the tables, standard error everything
 * else; the exit status is 0, 1 for a benchmark that failed, 2 for bad arguments.
 */
import { accessSync, constants, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { quote } from '../../src/core/quote.ts';
import { ArgumentError } from '../../src/headless/arguments.ts';
import { HELP, parseBenchArguments, type BenchRequest } from './arguments.ts';
import type { Host } from './host.ts';
import { measureCase, planFor } from './measure.ts';
import { startBenchProgress } from './progress.ts';
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

/** Late: bad arguments are told without it. */
async function openHost(dawn: boolean): Promise<Host> {
  say('Building the page.');
  return dawn ? (await import('./dawn.ts')).openDawn() : (await import('./browser.ts')).openBrowser(say);
}

async function run({ quick, dawn, json, cases }: BenchRequest): Promise<void> {
  if (json !== undefined) checkWritable(json);
  const host = await openHost(dawn);
  const adapter = await host.withPage((page) => page.adapter());
  process.stdout.write(`${headText(adapter)}\n`);
  const sweepProducts = () => {
    say('Trying matrix products.');
    return host.withPage((page) => page.gemm());
  };
  const before = await sweepProducts();

  const plan = planFor(adapter.software, quick);
  const progress = startBenchProgress(process.stderr, cases, plan);
  const results: CaseResult[] = [];
  for (const benchCase of cases) {
    const result = await host.withPage((page) =>
      measureCase(page, benchCase, plan, (path, round) => progress.tick(benchCase, path, round)),
    );
    results.push(result);
    progress.end();
    process.stdout.write(`${caseText(result)}\n`);
  }
  const gemm = bestGemm([before, await sweepProducts()]); // a machine may be slower at one end than at the other
  process.stdout.write(`${footText(results, gemm)}\n`);
  await host.close();
  if (json === undefined) return;
  const record = {
    adapter: adapter.name,
    softwareAdapter: adapter.software,
    host: host.version,
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
