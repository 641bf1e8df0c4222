/**
 * What the networks of a stage answer in fewer bits: with weights as an export in float16 or uint8 has them, on the stage's own device,
 * and in 8-bit integers, by exact arithmetic.
 */
import { parameterCount, trainableOf } from '../core/architecture.ts';
import type { Snapshot } from '../core/checkpoint.ts';
import type { StageEvent } from '../core/events.ts';
import { stoppedError } from '../core/errors.ts';
import { discordant } from '../core/measures.ts';
import { agreement, evaluate } from '../core/metrics.ts';
import type { Quantised } from '../core/run-record.ts';
import type { Stage } from '../core/stages.ts';
import { decodeWeights, encodedBytes, encodeWeights, namedWeights } from '../core/weights-file.ts';
import { PIXELS, type Dataset } from '../data/dataset.ts';
import { answersSoFar, ask, type Asking } from './ask.ts';
import { answerInIntegers, toIntegers } from './int8.ts';
import type { Session } from './trainer.ts';

/** Training images that show how wide the inputs of a layer are. */
const CALIBRATION_IMAGES = 500;
/** Images that are answered in integers before the event loop gets a turn. */
const CHUNK = 50;
/** Images between two tidings of progress. */
const TOLD = 20 * CHUNK;
const ROUNDED = ['float16', 'uint8'] as const;

/** One precision of all members. */
export interface QuantisedAnswers {
  readonly precision: Quantised['precision'];
  /** Of the weights of one member. */
  readonly bytes: number;
  readonly logits: readonly Float32Array[]; // [S] of [N, classes], on the test images
}

interface Deps {
  readonly dataset: Dataset;
  readonly signal: AbortSignal;
  readonly breathe: () => Promise<void>;
  readonly now?: () => number;
}

/**
 * @param ended where the run stands when the stage has been trained
 * @param session of the stage; it has the weights of `trained` again afterwards
 */
export async function* answerQuantised(
  stage: Stage,
  session: Session,
  trained: Snapshot,
  ended: Omit<Asking, 'phase'>,
  deps: Deps,
): AsyncGenerator<StageEvent, readonly QuantisedAnswers[]> {
  const asking = { phase: 'quantising', ...ended } as const;
  const rounded: QuantisedAnswers[] = [];
  for (const precision of ROUNDED)
    rounded.push(yield* answerRounded(stage, session, trained, precision, asking, deps));
  session.restore(trained);
  return [...rounded, yield* answerIntegers(stage, trained.parameters, asking, deps)];
}

async function* answerRounded(
  stage: Stage,
  session: Session,
  trained: Snapshot,
  precision: (typeof ROUNDED)[number],
  asking: Asking,
  { dataset, signal, now }: Deps,
): AsyncGenerator<StageEvent, QuantisedAnswers> {
  const names = namedWeights(trainableOf(stage.architecture));
  const parameters = new Float32Array(trained.parameters.length);
  membersOf(stage, trained.parameters).forEach((own, s) => {
    const { specs, bytes } = encodeWeights(names, own, precision);
    parameters.set(decodeWeights(names, specs, bytes), s * own.length);
  });
  session.restore({ ...trained, parameters });
  const logits = yield* ask(session, dataset.test.images, asking, signal, now);
  return { precision, bytes: encodedBytes(names, precision), logits };
}

/** Network by network. @param parameters `[S, P]` */
async function* answerIntegers(
  stage: Stage,
  parameters: Float32Array,
  asking: Asking,
  { dataset: { train, test }, signal, breathe, now = () => performance.now() }: Deps,
): AsyncGenerator<StageEvent, QuantisedAnswers> {
  const architecture = trainableOf(stage.architecture);
  const { classes } = architecture;
  const calibration = train.images.subarray(0, CALIBRATION_IMAGES * PIXELS);
  const members = membersOf(stage, parameters);
  const count = test.labels.length;
  const answers: Float32Array[] = [];
  let [bytes, spentMs] = [0, 0];
  for (const [s, own] of members.entries()) {
    const network = toIntegers(architecture, own, calibration);
    const logits = new Float32Array(count * classes);
    for (let first = 0; first < count; first += CHUNK) {
      if (signal.aborted) throw stoppedError();
      if (first % TOLD === 0) yield answersSoFar(asking, s * count + first, members.length * count, spentMs);
      const from = now();
      const some = test.images.subarray(first * PIXELS, (first + CHUNK) * PIXELS);
      logits.set(answerInIntegers(architecture, own, network, some), first * classes);
      await breathe();
      spentMs += now() - from;
    }
    answers.push(logits);
    bytes = network.bytes; // all are alike
  }
  return { precision: 'int8', bytes, logits: answers };
}

/** @param parameters `[S, P]` */
function membersOf(stage: Stage, parameters: Float32Array): readonly Float32Array[] {
  const P = parameterCount(stage.architecture);
  return stage.members.map((_, s) => parameters.subarray(s * P, (s + 1) * P));
}

/**
 * What becomes of a member.
 * @param logits what it answers in float32 on the test images, `[N, classes]`
 * @param inIntegers what a network of its kind answers in 8-bit integers, by its number
 */
export function measureQuantised(
  stage: Stage,
  s: number,
  quantised: readonly QuantisedAnswers[],
  { logits, labels }: { readonly logits: Float32Array; readonly labels: Uint8Array },
  inIntegers: (number: number) => Float32Array,
): readonly Quantised[] {
  const { classes } = stage.architecture;
  const baselines = stage.comparisons.filter(
    ({ candidate, isMain = false }) => isMain && candidate === stage.numbers[s],
  );
  return quantised.map(({ precision, bytes, logits: all }) => {
    const own = all[s]!;
    const compared = precision === 'int8' ? baselines : [];
    const against = compared.map(({ baseline }) => ({
      member: baseline,
      ...discordant(own, inIntegers(baseline), labels, classes),
    }));
    return {
      ...{ precision, bytes, testErrors: evaluate(own, labels, classes).errors },
      changed: Math.round(labels.length * (1 - agreement(own, logits, classes))),
      ...(against.length > 0 && { against }),
    };
  });
}
