/** A population while it is put together: every network once, however many combinations of an experiment need it. */
import type { Combine } from './experiment.ts';
import { METHODS } from './methods.ts';
import { isTaught, type Method, type Part } from './methods/method.ts';
import { learnsAnswers, type Member, type Source } from './stages.ts';

export type Population = ReturnType<typeof population>;

/** A network before it has a number. */
export interface Placed {
  readonly of: Population;
  readonly member: number;
}

/** A member while whom it is measured against has no number yet. */
export interface Planned extends Omit<Member, 'baseline'> {
  readonly baseline?: Placed;
}

export function population() {
  const members: Planned[] = [];
  const sources: Source[] = [];
  const numbers = new Map<string, number>();
  const once = <T>(list: T[], item: T, identity: unknown): number => {
    const text = JSON.stringify(identity);
    const number = numbers.get(text) ?? list.push(item) - 1;
    numbers.set(text, number);
    return number;
  };
  const self = {
    members,
    sources,
    /**
     * @param isOwn of the experiment itself: its combination says what a member that several share is compared with
     * @returns the member that is trained so, which may be there already
     */
    add(planned: Planned, isOwn = false): Placed {
      const member = once(members, planned, trainingOf(planned));
      if (isOwn) members[member] = planned;
      return { of: self, member };
    },
    from(networks: Source['networks'], combine: Combine): number {
      // The mean of one network's answers is that network's.
      const source: Source = { networks, combine: networks.length > 1 ? combine : 'meanProbabilities' };
      return once(sources, source, source);
    },
  };
  return self;
}

/**
 * All that a member's training depends on: without a teacher T and the source only say what it is compared with, without a
 * hard term on labels these only say what its curve is measured with, and methods have settings that they do not use.
 */
export function trainingOf(member: Omit<Member, 'baseline'> & { readonly baseline?: unknown }): unknown {
  const {
    setting: _,
    baseline: __,
    reference: ___,
    softWeightSchedule,
    strength,
    temperature,
    temperatureSchedule,
    tSquared,
    source,
    rows,
    ...always
  } = member;
  const { labelled, wrongLabels, ...images } = rows;
  const parts = partsOf(member);
  const isHard = parts.some(({ term, weight }) => term === 'crossEntropy' && weight > 0);
  const taught = isTaught(parts);
  const answers = learnsAnswers(member);
  const method: Method | undefined = member.method === 'labels' ? undefined : METHODS[member.method];
  const uses = (setting: string) => !method?.ignores?.includes(`distillation.${setting}`);
  return {
    ...always,
    ...images,
    ...(!uses('softWeight') && { softWeight: undefined }),
    ...((taught || answers) && { source }),
    ...(taught && {
      ...(uses('temperature') && { temperature, temperatureSchedule }),
      ...(uses('tSquared') && { tSquared }),
      ...(uses('softWeight') && { softWeightSchedule }),
      ...(strength !== 1 && { strength }),
    }),
    ...(isHard && !answers && { labelled, wrongLabels }),
  };
}

/** The terms of a member's loss. */
export function partsOf({
  method,
  softWeight,
  strength,
}: Pick<Member, 'method' | 'softWeight' | 'strength'>): readonly Part[] {
  return method === 'labels'
    ? [{ term: 'crossEntropy', weight: 1 }]
    : METHODS[method].parts({ softWeight, strength });
}
