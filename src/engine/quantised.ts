/**
 * What the networks of a stage answer in fewer bits: with weights as an export in float16 or uint8 has them, on the stage's own device,
 * and in 8-bit integers, by exact arithmetic.
 */
import { parameterCount, trainableOf } from '../core/architecture.ts';
import type { Snapshot } from '../core/checkpoint.ts';
import type { Progress, StageEvent } from '../core/events.ts';
import { stoppedError } from '../core/errors.ts';
import { discordant } from '../core/measures.ts';
import { agreement, evaluate } from '../core/metrics.ts';
import type { Quantised } from '../core/run-record.ts';
import type { Stage } from '../core/stages.ts';
import { decodeWeights, encodedBytes, encodeWeights, namedWeights } from '../core/weights-file.ts';
import { PIXELS, type Dataset } from '../data/dataset.ts';
import { answerInIntegers, toIntegers } from './int8.ts';
import type { Session } from './trainer.ts';

/** Training images that show how wide the inputs of a layer are. */
const CALIBRATION_IMAGES = 500;
/** Images that are answered in integers before the event loop gets a turn. */
const CHUNK = 50;
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
}

/**
 * Tells of each network that it comes to.
 * @param session of the stage; it has the weights of `trained` again afterwards
 */
export async function* answerQuantised(
  stage: Stage,
  session: Session,
  trained: Snapshot,
  { share, secondsLeft }: Omit<Progress, 'phase'>,
  deps: Deps,
): AsyncGenerator<StageEvent, readonly QuantisedAnswers[], number | undefined> {
  const progress = {
    kind: 'progress',
    phase: 'quantising',
    share,
    ...(secondsLeft !== undefined && { secondsLeft }),
  } as const;
  const rounded: QuantisedAnswers[] = [];
  for (const precision of ROUNDED) {
    yield progress;
    rounded.push(await answerRounded(stage, session, trained, precision, deps));
  }
  session.restore(trained);
  const members = membersOf(stage, trained.parameters);
  const integers: IntegerAnswers[] = [];
  for (const [s, own] of members.entries()) {
    yield { ...progress, step: s + 1, steps: members.length };
    integers.push(await answerInteger(stage, own, deps));
  }
  const logits = integers.map((one) => one.logits);
  return [...rounded, { precision: 'int8', bytes: integers[0]!.bytes, logits }];
}

async function answerRounded(
  stage: Stage,
  session: Session,
  trained: Snapshot,
  precision: (typeof ROUNDED)[number],
  { dataset, signal }: Deps,
): Promise<QuantisedAnswers> {
  const names = namedWeights(trainableOf(stage.architecture));
  const parameters = new Float32Array(trained.parameters.length);
  membersOf(stage, trained.parameters).forEach((own, s) => {
    const { specs, bytes } = encodeWeights(names, own, precision);
    parameters.set(decodeWeights(names, specs, bytes), s * own.length);
  });
  session.restore({ ...trained, parameters });
  const logits = await session.forward(dataset.test.images, signal);
  return { precision, bytes: encodedBytes(names, precision), logits };
}

interface IntegerAnswers {
  readonly bytes: number;
  readonly logits: Float32Array; // [N, classes]
}

/** @param parameters of one member, `[P]` */
async function answerInteger(
  stage: Stage,
  parameters: Float32Array,
  { dataset: { train, test }, signal, breathe }: Deps,
): Promise<IntegerAnswers> {
  const architecture = trainableOf(stage.architecture);
  const calibration = train.images.subarray(0, CALIBRATION_IMAGES * PIXELS);
  const network = toIntegers(architecture, parameters, calibration);
  const logits = new Float32Array(test.labels.length * architecture.classes);
  for (let first = 0; first < test.labels.length; first += CHUNK) {
    if (signal.aborted) throw stoppedError();
    const some = test.images.subarray(first * PIXELS, (first + CHUNK) * PIXELS);
    logits.set(answerInIntegers(architecture, parameters, network, some), first * architecture.classes);
    await breathe();
  }
  return { bytes: network.bytes, logits };
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
