/** How far a benchmark is, on one line of a terminal or in a new line now and then elsewhere. */
import { duration } from '../../src/headless/report.ts';
import { productFlops, type BenchCase } from './cases.ts';
import { pathsOf, type Plan } from './measure.ts';
import type { PathName } from './protocol.ts';

const QUIET_MS = 5000;

/** Of stock tfjs on a software adapter; only the estimate of the time left depends on these. */
const STOCK_MS_PER_MEMBER = 110;
const STOCK_FLOPS_PER_MS = 0.4e6;
/** How long a path's step takes, as a share of stock tfjs's. */
const SHARES: Record<PathName, number> = { ours: 0.1, tfjs: 1, modelFit: 1, jaxjs: 0.3, jaxjsStacked: 0.3 };

export interface BenchProgress {
  tick(benchCase: BenchCase, path: PathName, round?: number): void;
  /** Leaves the cursor at the start of an empty line. */
  end(): void;
}

export function startBenchProgress(
  stream: NodeJS.WriteStream,
  cases: readonly BenchCase[],
  plan: Plan,
): BenchProgress {
  const work = (benchCase: BenchCase, path: PathName, inRounds: boolean) => {
    const stockMs =
      STOCK_MS_PER_MEMBER * benchCase.stage.members.length +
      productFlops(benchCase.stage) / STOCK_FLOPS_PER_MS;
    const ms = SHARES[path] * stockMs;
    return inRounds ? Math.max(plan.turnMs, plan.minSteps * ms) : plan.compareSteps(benchCase) * ms;
  };
  const total = cases.reduce(
    (sum, each) =>
      sum +
      pathsOf(each).reduce(
        (part, path) => part + work(each, path, false) + plan.rounds * work(each, path, true),
        0,
      ),
    0,
  );
  const startedAt = Date.now();
  let done = 0;
  let shownAt = -Infinity;
  return {
    tick(benchCase, path, round) {
      done += work(benchCase, path, round !== undefined);
      const left = ((Date.now() - startedAt) * (total - done)) / done / 1000;
      const what = round === undefined ? 'ready' : `round ${round + 1} of ${plan.rounds}`;
      const line = `${benchCase.name} · ${path} · ${what} · ${duration(left)} left`;
      if (stream.isTTY) {
        stream.write(`\r\u001b[2K${line.slice(0, (stream.columns || 80) - 1)}`);
      } else if (Date.now() - shownAt >= QUIET_MS) {
        shownAt = Date.now();
        stream.write(`${line}\n`);
      }
    },
    end() {
      if (stream.isTTY) stream.write('\r\u001b[2K');
    },
  };
}
