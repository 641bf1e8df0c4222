/**
 * A study spread over several machines: each trains its share of the students, with those that they are compared with, and
 * the records of all shares merge to that of the whole run. Members do not depend on who trains beside them, so the
 * shares' numbers are those of the whole run to the bit, on one kind of adapter.
 */
import type { Shard } from './experiment.ts';
import { deviceName } from './device.ts';
import { compile } from './compile.ts';
import { objectivesOf } from './group.ts';
import { quote } from './quote.ts';
import type { HistoryPoint, Result, RunRecord } from './run-record.ts';
import { armKey, kindOfRole, type Stage } from './stages.ts';
import { verdictsOf } from './verdicts.ts';

/** `2/4`. @returns nothing for what is no shard */
export function parseShard(text: string): Shard | undefined {
  const [, index, count] = (/^(\d{1,4})\/(\d{1,4})$/.exec(text) ?? []).map(Number);
  return index && count && index <= count ? { index, count } : undefined;
}

/** What one machine trains: all teachers and assistants, and its share of the students with all that they are compared with. */
export function shardOf(stages: readonly Stage[], { index, count }: Shard): readonly Stage[] {
  const students = stages.filter(({ kind }) => kind === 'students');
  const baselines = baselinesOf(students);
  const isBaseline = new Set(students.flatMap(({ comparisons }) => comparisons.map((one) => one.baseline)));
  const own = new Set<number>();
  const take = (number: number): void => {
    if (own.has(number)) return;
    own.add(number);
    baselines.get(number)?.forEach(take);
  };
  for (const { members, numbers } of students) {
    // Students of one seed stay together: they share what they are compared with.
    const bySeed = [...members.keys()]
      .filter((member) => !isBaseline.has(numbers[member]!))
      .sort((a, b) => members[a]!.seed - members[b]!.seed || a - b);
    bySeed
      .slice(Math.floor(((index - 1) * bySeed.length) / count), Math.floor((index * bySeed.length) / count))
      .forEach((member) => take(numbers[member]!));
  }
  return stages.flatMap((stage) => {
    if (stage.kind !== 'students') return [stage];
    const part = partOf(stage, own);
    return part.members.length > 0 ? [part] : [];
  });
}

/** By number: the networks that each is compared with. */
function baselinesOf(students: readonly Stage[]): ReadonlyMap<number, readonly number[]> {
  return new Map(
    students.flatMap(({ members, numbers, comparisons }) =>
      members.map(({ baseline, peer }, s): [number, readonly number[]] => {
        const compared = comparisons.filter(({ candidate }) => candidate === numbers[s]);
        return [
          numbers[s]!,
          [
            ...(baseline === undefined ? [] : [baseline]),
            ...(peer === undefined ? [] : [numbers[s + peer]!]),
            ...compared.map((one) => one.baseline),
          ],
        ];
      }),
    ),
  );
}

/** @param own numbers */
function partOf(stage: Stage, own: ReadonlySet<number>): Stage {
  const isOwn = (_: unknown, s: number) => own.has(stage.numbers[s]!);
  const members = stage.members.filter(isOwn);
  return {
    ...stage,
    members,
    numbers: stage.numbers.filter(isOwn),
    objectives: objectivesOf(members),
    comparisons: stage.comparisons.filter(
      ({ candidate, baseline }) => own.has(candidate) && own.has(baseline),
    ),
  };
}

/**
 * The record of the whole run from those of its shares.
 * @throws RangeError with one sentence when they are not shares of one run, or some are missing
 */
export function mergeRuns(records: readonly RunRecord[]): RunRecord {
  const [first, ...others] = records;
  if (!first) throw new RangeError('There is no run to merge.');
  for (const other of others) {
    if (JSON.stringify(other.config) !== JSON.stringify(first.config))
      throw new RangeError('These are runs of different experiments.');
    const [a, b] = [first.environment, other.environment];
    if (a.backend !== b.backend || a.adapter !== b.adapter || a.trainer !== b.trainer)
      throw new RangeError(
        `These runs were not trained alike: ${quote(`${deviceName(a)}, ${a.trainer}`)} and ${quote(`${deviceName(b)}, ${b.trainer}`)}.`,
      );
  }
  const stages = compile(first.config);
  checkAgreement(records);
  const results = union(
    records.map((record) => record.results),
    ({ role, member }) => `${kindOfRole(role)} ${member}`,
  );
  checkWhole(stages, results, records);
  const order = new Map(stages.map(({ kind }, i) => [kind, i]));
  const placeOf = ({ role, member }: Result | HistoryPoint) => [order.get(kindOfRole(role)) ?? 0, member];
  const sorted = [...results].sort((a, b) => compare(placeOf(a), placeOf(b)));
  const history = union(
    records.map((record) => record.history),
    ({ role, member, step }) => `${kindOfRole(role)} ${member} ${step}`,
  );
  const students = stages.filter(({ kind }) => kind === 'students');
  const populationOf = new Map(
    stages.flatMap(({ kind, numbers }, i) => numbers.map((number) => [`${kind} ${number}`, i] as const)),
  );
  const pointPlace = (point: HistoryPoint) => [
    populationOf.get(`${kindOfRole(point.role)} ${point.member}`) ?? 0,
    point.step,
    point.member,
  ];
  const { shard: _, ...rest } = first;
  const held = records.flatMap(({ environment }) => environment.gpuBytes ?? []);
  return {
    ...rest,
    // The most that one machine held.
    environment: { ...first.environment, ...(held.length > 0 && { gpuBytes: Math.max(...held) }) },
    history: [...history].sort((a, b) => compare(pointPlace(a), pointPlace(b))),
    results: sorted,
    verdicts: verdictsOf(
      sorted.filter(({ role }) => kindOfRole(role) === 'students'),
      students.flatMap(({ comparisons }) => comparisons),
    ),
  };
}

/** Each once. */
function union<T>(lists: readonly (readonly T[])[], keyOf: (item: T) => string): readonly T[] {
  const found = new Map<string, T>();
  for (const item of lists.flat()) if (!found.has(keyOf(item))) found.set(keyOf(item), item);
  return [...found.values()];
}

/** What several shares have trained is the same in all, or they were not trained alike. */
function checkAgreement(records: readonly RunRecord[]): void {
  const losses = new Map<string, number>();
  for (const { role, method, member, testLoss } of records.flatMap((record) => record.results)) {
    const key = `${kindOfRole(role)} ${method} ${member}`;
    const known = losses.get(key) ?? testLoss;
    losses.set(key, known);
    if (known !== testLoss)
      throw new RangeError(
        `These runs do not agree on the network ${quote(key)}: its test loss is ${known} in one and ${testLoss} in another, so they had other teachers or other kernels.`,
      );
  }
}

function checkWhole(
  stages: readonly Stage[],
  results: readonly Result[],
  records: readonly RunRecord[],
): void {
  const there = new Set(results.map(({ role, member }) => `${kindOfRole(role)} ${member}`));
  const missing = stages
    .flatMap(({ kind, numbers, members }) => numbers.map((number, s) => ({ kind, number, arm: members[s]! })))
    .filter(({ kind, number }) => !there.has(`${kind} ${number}`));
  if (missing.length === 0) return;
  const shares = records.map(({ shard }) => (shard ? `${shard.index}/${shard.count}` : 'a whole run'));
  throw new RangeError(
    `${missing.length} networks are missing, such as ${quote(armKey(missing[0]!.arm))} with seed ${missing[0]!.arm.seed}; there are ${shares.join(', ')}.`,
  );
}

function compare(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((value, i) => value !== b[i]);
  return at < 0 ? 0 : a[at]! - b[at]!;
}
