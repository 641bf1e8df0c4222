/** How a stage gets a session: who trains it, with what it learns from, and how that came about. */
import { parameterCount } from '../core/architecture.ts';
import type { StageCheckpoint } from '../core/checkpoint.ts';
import type { OpenedStage, Reuse } from '../core/environment.ts';
import type { TrainerName } from '../core/device.ts';
import { LabError, together } from '../core/errors.ts';
import { combineTeachers } from '../core/metrics.ts';
import type { Source, Stage, StageId } from '../core/stages.ts';
import { text } from '../core/text.ts';
import type { QuantisedAnswers } from './quantised.ts';
import type { SourceNetwork } from './teacher-view.ts';
import type { Session, SessionDeps, Trainer } from './trainer.ts';

/** What a trained population leaves for later stages. */
export interface Outcome {
  readonly stage: Stage;
  /** Logits for the rows that later populations learn from, `[images, classes]`, one a member. */
  readonly transferLogits: readonly Float32Array[];
  readonly testLogits: readonly Float32Array[];
  readonly parameters: Float32Array; // [S, P]
  /** Where the experiment quantises. */
  readonly quantised?: readonly QuantisedAnswers[];
}

type OpeningDeps = Pick<SessionDeps, 'dataset' | 'breathe'> & {
  /** In order of preference. */
  readonly trainers: readonly Trainer[];
};

/** Before a colon and the reason. */
const COULD_NOT_START: Record<TrainerName, string> = {
  fused: text('The fused trainer could not start'),
  tfjs: text('The tfjs trainer could not start'),
};

/** What a checkpoint says of how its stage was trained. */
export function identityOf({ stage, trainer, variants, reuse }: OpenedStage) {
  return { stage, trainer, ...(variants && { variants }), ...(reuse && { reuse }) };
}

/**
 * A session on the first trainer that can do the stage, and how that came about. A stage that was begun before goes on
 * with the trainer and kernels that it was begun with, where they are here. One that should but cannot start, for
 * instance because this browser's compiler refuses a kernel, is passed over like one that cannot.
 */
export async function openStage(
  stage: Stage,
  outcomes: ReadonlyMap<StageId, Outcome>,
  { trainers, dataset, breathe }: OpeningDeps,
  kept: StageCheckpoint | undefined,
): Promise<{ readonly session: Session; readonly report: OpenedStage }> {
  const sourceLogits = stage.sources.map(({ networks, combine }) => {
    const logits = networks.map((one) => outcomes.get(one.stage)!.transferLogits[one.member]!);
    return combineTeachers(logits, dataset.classes, combine);
  });
  const sourceNetworks = stage.sources.map(({ networks }) => networkOf(networks, outcomes));
  const deps = {
    dataset,
    breathe,
    sourceLogits,
    sourceNetworks,
    ...(kept?.variants && { variants: kept.variants }),
  };
  const isKepts = ({ name }: Trainer) => name === kept?.trainer;
  const preferred = [...trainers.filter(isKepts), ...trainers.filter((trainer) => !isKepts(trainer))];
  const able = preferred.filter((trainer) => trainer.supports(stage) === true);
  const reasons: string[] = [];
  for (const trainer of preferred) {
    const supported = trainer.supports(stage);
    if (supported !== true) {
      reasons.push(supported);
      continue;
    }
    try {
      const session = await trainer.open(stage, deps);
      return { session, report: reportOpened(stage, trainer, session, reasons, kept?.reuse) };
    } catch (error) {
      // What is wrong with the experiment or the data is told, and the last trainer's failure is the run's.
      if (error instanceof LabError || trainer === able.at(-1)) throw error;
      const message = error instanceof Error ? error.message : String(error);
      reasons.push(`${COULD_NOT_START[trainer.name]}: ${message.split('\n')[0]!}`);
    }
  }
  throw new LabError('config', together(reasons), text('Choose another trainer or change the experiment.'));
}

/** A source that is one network of the lab, for terms that look into it. */
function networkOf(
  [first, ...others]: Source['networks'],
  outcomes: ReadonlyMap<StageId, Outcome>,
): SourceNetwork | undefined {
  const { stage, parameters } = outcomes.get(first!.stage)!;
  const { architecture } = stage;
  if (others.length > 0 || architecture.kind === 'imported') return undefined;
  const P = parameterCount(architecture);
  return { architecture, parameters: parameters.subarray(first!.member * P, (first!.member + 1) * P) };
}

function reportOpened(
  stage: Stage,
  trainer: Trainer,
  session: Session,
  reasons: readonly string[],
  reuse: Reuse | undefined,
): OpenedStage {
  const { variants } = session;
  return {
    stage: stage.id,
    trainer: trainer.name,
    reasons,
    ...held(session),
    ...(variants && { variants }),
    ...(reuse && { reuse }),
  };
}

export function held({ gpuBytes }: Session): Pick<OpenedStage, 'gpuBytes'> {
  return gpuBytes === undefined ? {} : { gpuBytes };
}
