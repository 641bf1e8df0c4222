/** What measuring a case gives, and when two times may be compared: only where the same work was done. */
import { productFlops, type BenchCase } from './cases.ts';
import { PATHS, type Counts, type GemmSweep, type MemberLoss, type PathName } from './protocol.ts';

export interface PathResult {
  /** Median of `rounds`. */
  readonly msPerStep: number;
  readonly dispatchesPerStep: number;
  /** Mean of `losses`. */
  readonly finalLoss: number;
  readonly note: string;
  readonly counts: Counts;
  readonly losses: readonly MemberLoss[];
  readonly stepsPerRound: number;
  /** Milliseconds a step, of each round. */
  readonly rounds: readonly number[];
}
export interface Failure {
  readonly error: string;
}
export type PeerName = Exclude<PathName, 'ours'>;
type ByPeer<T> = Readonly<Partial<Record<PeerName, T>>>;

export interface CaseResult {
  readonly name: string;
  readonly members: number;
  /** Steps after which losses were compared. */
  readonly comparedAfter: number;
  /** Of the matrix products of one step. */
  readonly flopsPerStep: number;
  readonly ours: PathResult | Failure;
  readonly peers: ByPeer<PathResult | Failure>;
  /** How many times as long as ours a peer's step takes; absent where `refused` says why. */
  readonly ratio: ByPeer<number>;
  readonly refused: ByPeer<string>;
  /** Largest relative difference between a member's loss and ours. */
  readonly difference: ByPeer<number>;
}

/** Beyond this relative difference of losses it is not the same work. */
const MOST_DIFFERENCE = 1e-3;

/** @param results of the paths that were asked for */
export function judge(
  { name, stage }: BenchCase,
  comparedAfter: number,
  results: ReadonlyMap<PathName, PathResult | Failure>,
): CaseResult {
  const ours = results.get('ours')!;
  const peers: Partial<Record<PeerName, PathResult | Failure>> = {};
  const ratio: Partial<Record<PeerName, number>> = {};
  const refused: Partial<Record<PeerName, string>> = {};
  const difference: Partial<Record<PeerName, number>> = {};
  for (const path of PATHS) {
    const peer = results.get(path);
    if (path === 'ours' || !peer) continue;
    peers[path] = peer;
    if ('error' in ours || 'error' in peer) {
      refused[path] = 'error' in peer ? 'it failed' : 'ours failed';
      continue;
    }
    const largest = largestDifference(ours.losses, peer.losses);
    if (largest === undefined) {
      refused[path] = 'it trains no member of this case';
      continue;
    }
    difference[path] = largest;
    if (largest <= MOST_DIFFERENCE) ratio[path] = peer.msPerStep / ours.msPerStep;
    else refused[path] = `final losses differ by ${largest.toExponential(1)}`; // or by NaN
  }
  const members = stage.members.length;
  return {
    name,
    members,
    comparedAfter,
    flopsPerStep: productFlops(stage),
    ours,
    peers,
    ratio,
    refused,
    difference,
  };
}

/** Over the members that the peer trains; undefined where there is none. */
function largestDifference(ours: readonly MemberLoss[], peer: readonly MemberLoss[]): number | undefined {
  if (peer.length === 0) return undefined;
  const own = new Map(ours.map(({ member, loss }) => [member, loss]));
  return Math.max(
    ...peer.map(({ member, loss }) => Math.abs(loss - own.get(member)!) / Math.abs(own.get(member)!)),
  );
}

/** GFLOP/s of our matrix products, as if a step were nothing else; absent where ours failed. */
export function ourGflops({ ours, flopsPerStep }: CaseResult): number | undefined {
  return 'error' in ours ? undefined : flopsPerStep / ours.msPerStep / 1e6;
}

/** Of our step, by member, beside that of a member which trains alone. */
export interface PerMember {
  readonly ms: number;
  /** Milliseconds of the same network in a population of one, and how many times as long a member takes here. */
  readonly alone?: { readonly name: string; readonly ms: number; readonly ratio: number };
}

/** Absent where ours failed, and for a single member. @param all where a case of one such network may be */
export function perMember(result: CaseResult, all: readonly CaseResult[]): PerMember | undefined {
  const { ours, members, flopsPerStep } = result;
  if (members === 1 || 'error' in ours) return undefined;
  const ms = ours.msPerStep / members;
  const single = all.find((other) => other.members === 1 && other.flopsPerStep * members === flopsPerStep);
  if (!single || 'error' in single.ours) return { ms };
  return { ms, alone: { name: single.name, ms: single.ours.msPerStep, ratio: ms / single.ours.msPerStep } };
}

/** Each kernel at the best it has reached in any sweep, and the best kernel of all. */
export interface GemmReport extends GemmSweep {
  readonly gflops: number;
  readonly kernel: string;
}

/** @param sweeps of the same kernels, at least one of both */
export function bestGemm(sweeps: readonly GemmSweep[]): GemmReport {
  const { size, rates: first } = sweeps[0]!;
  const rates = first.map(({ kernel }, k) => ({
    kernel,
    gflops: Math.max(...sweeps.map((sweep) => sweep.rates[k]!.gflops)),
  }));
  return { ...rates.reduce((most, rate) => (rate.gflops > most.gflops ? rate : most)), size, rates };
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
