/**
 * How one case is measured: every path takes the same first steps, after which losses are compared and calls counted;
 * then the paths take turns, round after round, so that a machine that slows down slows all of them. It asks a page to
 * do it and knows neither browser nor GPU. A path that fails is left out and says why.
 */
import { PASS_STEPS, type BenchCase } from './cases.ts';
import { PATHS, type BenchPage, type Counts, type MemberLoss, type PathName } from './protocol.ts';
import { judge, median, type CaseResult, type Failure, type PathResult } from './results.ts';

export interface Plan {
  /** Steps before losses are compared, of which all but one are warm-up or counted; at most one pass. */
  readonly compareSteps: (benchCase: BenchCase) => number;
  /** Calls are counted over three times as many. */
  readonly countSteps: number;
  readonly rounds: number;
  /** A turn takes about this long, and at least `minSteps`. */
  readonly turnMs: number;
  readonly minSteps: number;
}

/** On a GPU, 50 steps of warm-up and hundreds that are timed; a software adapter would need hours for it. */
export function planFor(software: boolean, quick: boolean): Plan {
  if (!software)
    return {
      compareSteps: () => PASS_STEPS,
      countSteps: 5,
      rounds: quick ? 5 : 9,
      turnMs: 500,
      minSteps: 50,
    };
  return {
    compareSteps: ({ quickSteps }) => (quick ? quickSteps : 2 * quickSteps),
    countSteps: 1,
    rounds: quick ? 3 : 5,
    turnMs: quick ? 1000 : 2500,
    minSteps: quick ? 1 : 3,
  };
}

const MOST_STEPS = 2000;

/** Told when a path is ready for the rounds, and when it has taken its turn in one. */
export type Ticker = (path: PathName, round?: number) => void;

/** Stacking is for populations. */
export function pathsOf({ stage }: BenchCase): readonly PathName[] {
  return PATHS.filter((path) => path !== 'jaxjsStacked' || stage.members.length > 1);
}

interface Ready {
  readonly note: string;
  readonly counts: Counts;
  readonly losses: readonly MemberLoss[];
  readonly stepsPerRound: number;
  readonly rounds: number[];
}

export async function measureCase(
  page: BenchPage,
  benchCase: BenchCase,
  plan: Plan,
  tick: Ticker,
): Promise<CaseResult> {
  const names = pathsOf(benchCase);
  const paths = new Map<PathName, Ready | Failure>();
  for (const path of names) {
    paths.set(path, await orFailure(prepare(page, benchCase, path, plan)));
    tick(path);
  }
  for (let round = 0; round < plan.rounds; round++) {
    for (let turn = 0; turn < names.length; turn++) {
      const path = names[(round + turn) % names.length]!; // nobody is always first
      const ready = paths.get(path)!;
      if (!('error' in ready)) {
        const ms = await orFailure(page.advance(path, ready.stepsPerRound));
        if (typeof ms === 'number') ready.rounds.push(ms / ready.stepsPerRound);
        else paths.set(path, ms);
      }
      tick(path, round);
    }
  }
  const results = new Map([...paths].map(([path, ready]) => [path, resultOf(ready)]));
  return judge(benchCase, plan.compareSteps(benchCase), results);
}

async function prepare(
  page: BenchPage,
  benchCase: BenchCase,
  path: PathName,
  { compareSteps, countSteps, turnMs, minSteps }: Plan,
): Promise<Ready> {
  const note = await page.open(benchCase.name, path);
  await page.advance(path, 1); // which makes the pipelines
  const steps = compareSteps(benchCase) - 1 - 3 * countSteps;
  const msPerStep = (await page.advance(path, steps)) / steps;
  const counts = await page.count(path, countSteps);
  const losses = await page.losses(path);
  const stepsPerRound = Math.min(MOST_STEPS, Math.max(minSteps, Math.ceil(turnMs / msPerStep)));
  return { note, counts, losses, stepsPerRound, rounds: [] };
}

function resultOf(ready: Ready | Failure): PathResult | Failure {
  if ('error' in ready) return ready;
  return {
    msPerStep: median(ready.rounds),
    dispatchesPerStep: ready.counts.dispatches,
    finalLoss: ready.losses.reduce((sum, { loss }) => sum + loss, 0) / ready.losses.length,
    ...ready,
  };
}

async function orFailure<T>(work: Promise<T>): Promise<T | Failure> {
  try {
    return await work;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { error: message.split('\n')[0]!.replace(/^page\.evaluate: /, '') };
  }
}
