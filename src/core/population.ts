/** A population while it is put together: every network once, however many combinations of an experiment need it. */
import type { Comparison, Member, Source } from './stages.ts';

export type Population = ReturnType<typeof population>;

export function population() {
  const members: Member[] = [];
  const sources: Source[] = [];
  const comparisons: Comparison[] = [];
  const numbers = new Map<string, number>();
  const once = <T>(list: T[], item: T, identity: unknown): number => {
    const text = JSON.stringify(identity);
    const number = numbers.get(text) ?? list.push(item) - 1;
    numbers.set(text, number);
    return number;
  };
  return {
    members,
    sources,
    comparisons,
    /**
     * @param isOwn of the experiment itself: its combination says what a member that several share is compared with
     * @returns the number of the member that is trained so, which may be there already
     */
    add(member: Member, isOwn = false): number {
      const number = once(members, member, trainingOf(member));
      if (isOwn) members[number] = member;
      return number;
    },
    from(networks: Source['networks']): number {
      return once(sources, { networks, combine: 'meanProbabilities' }, networks);
    },
    /** Pairs of members, one a seed. */
    compare(candidates: readonly number[], baselines: readonly number[], isMain = false): void {
      candidates.forEach((candidate, i) => {
        const baseline = baselines[i]!;
        const comparison = { candidate, baseline, ...(isMain && { isMain }) };
        const number = once(comparisons, comparison, [candidate, baseline, 'compared']);
        if (isMain) comparisons[number] = comparison;
      });
    },
  };
}

/**
 * All that a member's training depends on: without soft targets T and the source only say what it is compared with, and
 * without a hard term on labels these only say what its curve is measured with.
 */
export function trainingOf(member: Member): unknown {
  const { setting: _, baseline: __, reference: ___, temperature, tSquared, source, rows, ...always } = member;
  const isPseudo = member.role === 'pseudoLabel';
  const { labelled, wrongLabels, ...images } = rows;
  return {
    ...always,
    ...images,
    ...((member.softWeight > 0 || isPseudo) && { source }),
    ...(member.softWeight > 0 && { temperature, tSquared }),
    ...(member.softWeight < 1 && !isPseudo && { labelled, wrongLabels }),
  };
}
