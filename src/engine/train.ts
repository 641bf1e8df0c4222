/** One stage's training: steps, the points of its curves, and the end of a run whose loss is no longer a number. */
import { armText } from '../core/arm-words.ts';
import { LabError } from '../core/errors.ts';
import type { StageEvent } from '../core/events.ts';
import type { ExperimentConfig } from '../core/experiment.ts';
import type { HistoryPoint } from '../core/run-record.ts';
import { CURVE_IMAGES, type Stage } from '../core/stages.ts';
import { str, text } from '../core/text.ts';
import { PIXELS, type Dataset, type LabelledImages } from '../data/dataset.ts';
import { historyPoints } from './history.ts';
import type { Pace } from './pace.ts';
import type { Session } from './trainer.ts';

interface Keeping {
  readonly pace: Pace;
  readonly history: HistoryPoint[];
  /** Called between steps, when what they have led to may be kept. */
  readonly stepped: () => Promise<void>;
}

/** Takes the steps of a stage that are left; adds the points of its curves to `history`, yields them and its progress. */
export async function* train(
  stage: Stage,
  session: Session,
  config: ExperimentConfig,
  { dataset, signal }: { readonly dataset: Dataset; readonly signal: AbortSignal },
  { pace, history, stepped }: Keeping,
): AsyncGenerator<StageEvent, void, number | undefined> {
  const curve = curveSet(dataset, config);
  let most: number | undefined = yield {
    kind: 'progress',
    phase: stage.kind,
    ...pace.progress(stage, session.step),
  };
  while (session.step < stage.steps) {
    const nextPoint = Math.min(
      stage.steps,
      (Math.floor(session.step / stage.evaluateEvery) + 1) * stage.evaluateEvery,
    );
    const steps = Math.min(most ?? pace.stepsInAMoment(stage), nextPoint - session.step);
    const adding = session.step % stage.evaluateEvery !== 0; // since the last point
    const sums = await pace.training(stage, steps, () => session.advance(steps, signal, adding));
    checkFinite(sums.objective, stage, session.step);
    if (session.step === nextPoint) {
      const evaluations = await pace.measuring(stage, () => session.evaluate(curve.set, signal));
      // Losses of a step are taken before it moves the weights: the last step shows only here.
      checkFinite(
        evaluations.map(({ loss }) => loss),
        stage,
        session.step,
      );
      const points = historyPoints(stage, session.step, sums, evaluations, curve.on);
      history.push(...points);
      most = yield { kind: 'points', points };
    }
    await stepped();
    most = yield { kind: 'progress', phase: stage.kind, ...pace.progress(stage, session.step) };
  }
}

/** The images that curves are measured on: the first validation images, or test images where all rows train. */
function curveSet(dataset: Dataset, config: ExperimentConfig) {
  const { train, test, heldOut } = dataset;
  const first = (set: LabelledImages, from: number, count: number): LabelledImages => ({
    images: set.images.subarray(from * PIXELS, (from + count) * PIXELS),
    labels: set.labels.subarray(from, from + count),
  });
  return config.data.trainingRows === 'all'
    ? { on: 'testSubset' as const, set: first(test, 0, Math.min(CURVE_IMAGES, test.labels.length)) }
    : {
        on: 'validation' as const,
        set: first(train, train.labels.length - heldOut, Math.min(CURVE_IMAGES, heldOut)),
      };
}

function checkFinite(losses: readonly number[], stage: Stage, step: number): void {
  const s = losses.findIndex((loss) => !Number.isFinite(loss));
  if (s < 0) return;
  const member = stage.members[s]!;
  throw new LabError(
    'diverged',
    text(
      str`The loss of the ${armText(member)} is no longer a number by step ${step}: training has diverged.`,
    ),
    text(str`Try a lower learning rate than ${member.learningRate}; the curves up to here are kept.`),
  );
}
