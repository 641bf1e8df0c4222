/** How a case is measured and judged, on a page that only pretends. */
import { describe, expect, test } from 'vitest';
import { CASES } from './cases.ts';
import { measureCase, pathsOf, type Plan } from './measure.ts';
import type { BenchPage, GemmSweep, MemberLoss, PathName } from './protocol.ts';
import { bestGemm, median, perMember } from './results.ts';
import { caseText, footText } from './table.ts';

const [pair] = CASES;
const single = CASES.find(({ name }) => name.startsWith('single'))!;
const PLAN: Plan = { compareSteps: () => 10, countSteps: 2, rounds: 3, turnMs: 100, minSteps: 2 };
const SWEEP: GemmSweep = { size: 512, rates: [{ kernel: 'a kernel', gflops: 10 }] };
const MS: Record<PathName, number> = { ours: 10, tfjs: 200, modelFit: 100, jaxjs: 40, jaxjsStacked: 30 };
const LOSSES: readonly MemberLoss[] = [
  { member: 0, loss: 2 },
  { member: 1, loss: 4 },
];

/** Paths whose steps take as long as `MS` says, and a list of who took how many steps. */
function fakePage(changes: Partial<BenchPage> = {}) {
  const turns: [PathName, number][] = [];
  const page: BenchPage = {
    adapter: () => Promise.resolve({ name: 'fake', software: true }),
    gemm: () => Promise.resolve(SWEEP),
    open: (_, path) => Promise.resolve(path === 'modelFit' ? '2 hard-label fits' : ''),
    advance: (path, steps) => {
      turns.push([path, steps]);
      return Promise.resolve(MS[path] * steps);
    },
    count: (path, steps) => {
      turns.push([path, 3 * steps]);
      const dispatches = MS[path] / 2;
      return Promise.resolve({
        dispatches,
        submits: 1,
        buffers: 0,
        bindGroups: 0,
        uploads: 0,
        uploadedBytes: 0,
        readbacks: 0,
      });
    },
    losses: (path) => Promise.resolve(path === 'modelFit' ? LOSSES.slice(0, 1) : LOSSES),
    ...changes,
  };
  return { page, turns };
}

const measure = (page: BenchPage) => measureCase(page, pair!, PLAN, () => undefined);

describe('measuring', () => {
  test('paths take equal steps before losses are compared, and then turns of about equal time', async () => {
    const { page, turns } = fakePage();
    const result = await measure(page);
    const before = turns.slice(0, 15);
    for (const path of pathsOf(pair!)) {
      const steps = before.filter(([name]) => name === path).reduce((sum, [, taken]) => sum + taken, 0);
      expect(steps).toBe(10);
    }
    const round = [
      ['ours', 10],
      ['tfjs', 2],
      ['modelFit', 2],
      ['jaxjs', 3],
      ['jaxjsStacked', 4],
    ] as const;
    expect(turns.slice(15)).toEqual(
      [0, 1, 2].flatMap((first) => [...round.slice(first), ...round.slice(0, first)]),
    );
    expect(result.ratio).toEqual({ tfjs: 20, modelFit: 10, jaxjs: 4, jaxjsStacked: 3 });
    expect(result.ours).toMatchObject({ msPerStep: 10, dispatchesPerStep: 5, finalLoss: 3 });
    expect(result.refused).toEqual({});
  });

  test('a peer that learns something else gets no ratio', async () => {
    const off = LOSSES.map(({ member, loss }) => ({ member, loss: member === 1 ? loss * 1.002 : loss }));
    const { page } = fakePage({
      losses: (path) => Promise.resolve(path === 'tfjs' ? off : path === 'modelFit' ? [] : LOSSES),
    });
    const { ratio, refused, difference } = await measure(page);
    expect(ratio).toEqual({ jaxjs: 4, jaxjsStacked: 3 });
    expect(refused).toEqual({
      tfjs: 'final losses differ by 2.0e-3',
      modelFit: 'it trains no member of this case',
    });
    expect(difference['tfjs']).toBeCloseTo(0.002, 10);
  });

  test('nor does one whose loss is not a number', async () => {
    const { page } = fakePage({
      losses: (path) => Promise.resolve(path === 'jaxjs' ? [{ member: 0, loss: NaN }] : LOSSES),
    });
    const { ratio, refused } = await measure(page);
    expect(ratio['jaxjs']).toBeUndefined();
    expect(refused['jaxjs']).toBe('final losses differ by NaN');
  });

  test('a path that fails leaves the others alone and says why', async () => {
    let left = 3;
    const { page } = fakePage({
      open: (_, path) =>
        path === 'jaxjs' ? Promise.reject(new Error('no adapter\nat x')) : Promise.resolve(''),
      advance: (path, steps) =>
        path === 'tfjs' && left-- === 0
          ? Promise.reject(new Error('page.evaluate: device lost'))
          : Promise.resolve(MS[path] * steps),
    });
    const result = await measure(page);
    expect(result.peers).toMatchObject({ jaxjs: { error: 'no adapter' }, tfjs: { error: 'device lost' } });
    expect(result.refused).toEqual({ jaxjs: 'it failed', tfjs: 'it failed' });
    expect(result.ratio).toEqual({ modelFit: 10, jaxjsStacked: 3 });
  });
});

describe('the table', () => {
  test('has a row a path, in columns, and says what a reader must know', async () => {
    const { page } = fakePage({
      open: (_, path) => (path === 'jaxjs' ? Promise.reject(new Error('no adapter')) : Promise.resolve('')),
    });
    const lines = caseText(await measure(page)).split('\n');
    expect(lines[0]).toBe(pair!.name);
    const [head, ours, tfjs] = lines.slice(1, 4);
    const end = head!.indexOf('ms/step') + 'ms/step'.length;
    expect(ours!.slice(0, end)).toMatch(/ 10$/);
    expect(tfjs!.slice(0, end)).toMatch(/ 200$/);
    expect(tfjs).toContain(' 20x ');
    expect(lines[5]).toMatch(/^ {2}jax-js jit +failed: no adapter$/);
    expect(lines[7]).toBe('  losses after 10 steps; 5 ms/step a member of ours');
  });

  test('has no row for a path that a case does not have', async () => {
    const result = await measureCase(fakePage().page, single, PLAN, () => undefined);
    expect(Object.keys(result.peers)).toEqual(['tfjs', 'modelFit', 'jaxjs']);
    expect(caseText(result)).not.toContain('vmap');
  });

  test('ends with shares of the best rate of all sweeps, and what a population spares its members', async () => {
    const { page } = fakePage();
    const results = [await measure(page), await measureCase(page, single, PLAN, () => undefined)];
    const faster: GemmSweep = { size: 512, rates: [{ kernel: 'a kernel', gflops: 25.9 }] };
    const lines = footText(results, bestGemm([SWEEP, faster])).split('\n');
    expect(lines[0]).toContain(' 25.9 GFLOP/s (a kernel; 512 x 512 x 512)');
    expect(lines[2]).toMatch(/^ {2}pair 784-30-30-10 +2\.59 +10 %$/);
    expect(lines[4]).toBe('Time per member: pair 784-30-30-10 5 ms, single 784-30-30-10 10 ms (0.500).');
  });
});

test('a time per member stands alone where no network of its kind was trained alone', async () => {
  const result = await measure(fakePage().page);
  expect(perMember(result, [result])).toEqual({ ms: 5 });
});

test('the median of an even number of values is between the middle two', () => {
  expect([median([3, 1, 2]), median([4, 1, 3, 2])]).toEqual([2, 2.5]);
});
