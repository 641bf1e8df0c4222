/**
 * `npm run distill`: an experiment without a window, on the code of the page. Standard output gets the results table,
 * standard error everything else; the exit status is 0, 1 for a run that failed or was stopped, 2 for a bad request.
 */
import { closeSync, openSync, readSync } from 'node:fs';
import { reportOf } from '../core/errors.ts';
import { PRESETS } from '../core/presets.ts';
import type { RunRecord } from '../core/run-record.ts';
import { quote } from '../core/quote.ts';
import { MAX_CONFIG_CHARACTERS } from '../core/schema.ts';
import { ArgumentError, HELP, parseArguments, type RunRequest } from './arguments.ts';
import {
  biasTable,
  deviceLine,
  leaderboardTable,
  quantisedTable,
  presetList,
  resultsTable,
  sweepTable,
  trainedLine,
  verdictLines,
} from './report.ts';

/** A browser that has not closed by then is left to die with this process. */
const STOP_PATIENCE_MS = 5000;

const words = process.argv.slice(2);
const stopping = new AbortController();
const say = (line: string) => process.stderr.write(`${line}\n`);

/** Of a huge file no more than shows that it is too long. */
function readStart(path: string): string {
  const file = openSync(path, 'r');
  try {
    const bytes = Buffer.alloc(4 * MAX_CONFIG_CHARACTERS + 4);
    return bytes.toString('utf8', 0, readSync(file, bytes));
  } finally {
    closeSync(file);
  }
}

/** @param merged the record of a run that has been, to be drawn and written like one that was trained */
async function runHeadless(
  request: RunRequest,
  debug: boolean,
  signal: AbortSignal,
  merged?: RunRecord,
): Promise<void> {
  const { checkFolder, makeNumberedFolder, writeResults } = await import('./results-folder.ts');
  const { readTeacher } = await import('./teacher-files.ts');
  checkFolder(request.out ?? 'runs');
  const teacher = request.teacher && readTeacher(request.teacher);
  const [{ buildSite, isSite, removeSite, serveSite }, { drive }, { startProgress }] = await Promise.all([
    import('./site.ts'),
    import('./drive.ts'),
    import('./progress.ts'),
  ]);
  if (request.site !== undefined && !isSite(request.site))
    throw new ArgumentError(
      `--site is ${quote(request.site)}; there is no built lab in it: npm run build makes one in dist.`,
    );
  process.once('exit', removeSite);
  signal.throwIfAborted();
  const stopped = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
  });
  if (request.site === undefined) {
    say('Building the lab.');
    await Promise.race([buildSite(), stopped]); // a build cannot be stopped, only left
  }
  const site = await serveSite(request.site === undefined ? {} : { folder: request.site });
  const progress = startProgress(process.stderr);
  const driven = await drive({
    url: site.url,
    config: request.config,
    ...(request.backend && { backend: request.backend }),
    ...(request.trainer && { trainer: request.trainer }),
    ...(teacher && { teacher }),
    ...(request.shard && { shard: request.shard }),
    ...(merged && { merged }),
    ...{ models: request.models, precisions: request.precisions },
    signal,
    onDevice: (device) => say(deviceLine(device)),
    onProgress: (step) => progress.show(step),
    ...(debug && { onConsole: say }),
  }).finally(() => progress.end());
  await site.close();
  const { results, verdicts, environment, config } = driven.record;
  say(trainedLine(environment));
  const testImages = results[0]!.testImages;
  const parts = [
    resultsTable(results),
    biasTable(results),
    sweepTable(driven.record),
    leaderboardTable(driven.record),
    quantisedTable(results),
    verdictLines(verdicts, testImages, !config.teacher.perSeed),
  ];
  process.stdout.write(parts.map((part) => part && `\n${part}`).join(''));
  const folder = request.out ?? makeNumberedFolder('runs', request.name);
  const written = writeResults(folder, driven);
  say(`Written to ${folder}: ${written.join(', ')}.`);
}

/** More than one may come: a terminal sends it to everybody, and the runners in between may pass it on. */
function stop(): void {
  if (stopping.signal.aborted) return;
  stopping.abort(new Error('Stopped; nothing was written.'));
  setTimeout(() => fail(stopping.signal.reason), STOP_PATIENCE_MS).unref();
}

/** Ends at once: a build or a browser may still be under way. */
function fail(error: unknown): never {
  const stack = words.includes('--debug') && error instanceof Error ? error.stack : undefined;
  say(stack ?? reportOf(error).message.split('\n')[0]!);
  process.exit(error instanceof ArgumentError ? 2 : 1);
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);

try {
  const request = parseArguments(words, readStart);
  if (request.kind === 'help') process.stdout.write(HELP);
  else if (request.kind === 'list') process.stdout.write(presetList(PRESETS));
  else if (request.kind === 'run') await runHeadless(request, request.debug, stopping.signal);
  else {
    const { mergeFolders } = await import('./shares.ts');
    const record = mergeFolders(request.folders);
    const { debug, out, site } = request;
    const run = {
      kind: 'run',
      config: record.config,
      name: 'merged',
      models: false,
      precisions: [],
    } as const;
    await runHeadless(
      { ...run, ...(out !== undefined && { out }), ...(site !== undefined && { site }) },
      debug,
      stopping.signal,
      record,
    );
  }
} catch (error) {
  fail(stopping.signal.aborted ? stopping.signal.reason : error);
}
