/**
 * How fast a run goes: how many steps fit in a moment, how much is done, and how long the rest will take. Only active
 * time counts: nothing is measured while a run is paused, because nobody pulls.
 */
import { macCount } from '../core/architecture.ts';
import type { Progress } from '../core/events.ts';
import type { Stage } from '../core/stages.ts';

/**
 * Steps between two events are chosen to take about this long: often enough to look alive and to pause at once, seldom
 * enough that waiting for the device costs little. Firefox answers up to twice in it: it looks every 100 ms only.
 */
export const MOMENT_MS = 250;

/** Forward, backward in the inputs and backward in the weights. */
const PASSES = 3;

export type Pace = ReturnType<typeof startPace>;

/**
 * @param overheadMacs what a step of a stage costs beside its arithmetic
 * @param isReused stages that are not trained in this run at all
 * @param now milliseconds; a clock that stands still while the machine sleeps
 */
export function startPace(
  stages: readonly Stage[],
  overheadMacs: (stage: Stage) => number,
  isReused: (stage: Stage) => boolean = () => false,
  now: () => number = () => performance.now(),
) {
  const workOfStep = (stage: Stage) => (isReused(stage) ? 0 : overheadMacs(stage) + arithmeticOf(stage));
  const work = new Map(stages.map((stage) => [stage, stage.steps * workOfStep(stage)]));
  const total = [...work.values()].reduce((sum, w) => sum + w, 0);
  const spent = new Map(
    stages.map((stage) => [
      stage,
      { beforeMs: 0, trainingMs: 0, measuringMs: 0, steps: 0, stepsInAMoment: 1 },
    ]),
  );

  async function timed<T>(add: (ms: number) => void, work: () => Promise<T>): Promise<T> {
    const from = now();
    const result = await work();
    add(now() - from);
    return result;
  }

  /** Where the run stands after `step` steps of a stage. */
  function standing(stage: Stage, step: number): Pick<Progress, 'population' | 'share' | 'secondsLeft'> {
    const before = stages.slice(0, stages.indexOf(stage)).reduce((sum, s) => sum + work.get(s)!, 0);
    const done = before + step * workOfStep(stage);
    const clock = spent.get(stage)!;
    const msPerWork = (clock.trainingMs + clock.measuringMs) / (clock.steps * workOfStep(stage));
    return {
      ...populationOf(stage, stages),
      share: total > 0 ? done / total : 1,
      ...(clock.steps > 0 && !isReused(stage) && { secondsLeft: ((total - done) * msPerWork) / 1000 }),
    };
  }

  return {
    standing,

    /** Runs and times `steps` optimiser steps. */
    training<T>(stage: Stage, steps: number, work: () => Promise<T>): Promise<T> {
      const clock = spent.get(stage)!;
      return timed((ms) => {
        clock.trainingMs += ms;
        clock.steps += steps;
        if (steps < clock.stepsInAMoment) return; // a remainder, or somebody's single step
        const fitting = Math.max(1, Math.floor((MOMENT_MS * steps) / ms));
        // What took less than a moment may be waiting for the device's report more than for its work.
        clock.stepsInAMoment = ms < MOMENT_MS ? Math.max(2 * steps, fitting) : fitting;
      }, work);
    },

    /** Runs and times an evaluation. */
    measuring<T>(stage: Stage, work: () => Promise<T>): Promise<T> {
      return timed((ms) => (spent.get(stage)!.measuringMs += ms), work);
    },

    /** The first call of a stage gives one step: nothing is known yet of how long it takes. */
    stepsInAMoment(stage: Stage): number {
      return spent.get(stage)!.stepsInAMoment;
    },

    /** Tells of training before this run was taken up. */
    trainedBefore(stage: Stage, seconds: number): void {
      spent.get(stage)!.beforeMs = 1000 * seconds;
    },

    /** Seconds in training. */
    seconds(stage: Stage): number {
      const { beforeMs, trainingMs } = spent.get(stage)!;
      return (beforeMs + trainingMs) / 1000;
    },

    progress(stage: Stage, step: number) {
      return {
        step,
        steps: stage.steps,
        epoch: Math.min(stage.epochs, Math.floor(step / stage.stepsPerEpoch) + 1),
        epochs: stage.epochs,
        ...standing(stage, step),
      };
    },
  };
}

function populationOf(stage: Stage, stages: readonly Stage[]): Pick<Progress, 'population'> {
  const alike = stages.filter(({ kind }) => kind === stage.kind);
  return alike.length > 1 ? { population: { number: alike.indexOf(stage) + 1, of: alike.length } } : {};
}

function arithmeticOf({ architecture, batchSize, members }: Stage): number {
  return PASSES * (macCount(architecture) ?? 0) * batchSize * members.length;
}
