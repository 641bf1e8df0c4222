/** Every buffer of a session: what it is for, how large it is, and what it starts with. */
import { parameterCount } from '../../core/architecture.ts';
import { streamKey } from '../../core/random.ts';
import { learnsAnswers, weightOf, type Stage } from '../../core/stages.ts';
import { str, text, type Text } from '../../core/text.ts';
import { PIXELS } from '../../data/dataset.ts';
import { labelsOf } from '../../data/transfer-set.ts';
import { beginningOf } from '../beginning.ts';
import type { SessionDeps } from '../trainer.ts';
import { ANSWER_TERMS } from './kernels/answer-terms.ts';
import { hiddenKeys, IMAGE_WORDS, MEMBER_WORDS, SUM_VEC4S, type BufferName } from './kernels/kernel.ts';
import { termsOf } from './kernels/loss.ts';
import { lastLayer, pack, padTo, type Layout } from './layout.ts';
import { UNIFORM, type BufferPlan, type Memory } from './memory.ts';
import { windowSize } from './window.ts';

export interface SessionBuffers {
  /** What kernels name. */
  readonly named: Readonly<Record<Exclude<BufferName, Optional>, GPUBuffer>> &
    Readonly<Partial<Record<Optional, GPUBuffer>>>;
  /** Slots of `Step`. */
  readonly steps: GPUBuffer;
}

/** Only where there is a teacher, something random in the pixels, or Adam. */
type Optional = 'teacher' | 'x' | 'moments2';

/**
 * Allocates and fills what a stage trains with.
 * @throws LabError `config` when it is larger than the device allows, before anything is allocated, or than it has room for
 * @throws RangeError when the stage learns from a teacher and there are not as many logits as sources
 */
export async function createBuffers(
  queue: GPUQueue,
  memory: Memory,
  stage: Stage,
  layout: Layout,
  { dataset, sourceLogits, sourceNetworks = [] }: Omit<SessionDeps, 'breathe'>,
): Promise<SessionBuffers> {
  const images = Math.max(...stage.members.map(({ rows }) => rows.images));
  const { steps, ...named } = await memory.allocate(plan(stage, layout, images));
  const write = (name: BufferName, data: ArrayBufferView<ArrayBuffer>) =>
    queue.writeBuffer(named[name]!, 0, data);

  const labels = new Uint8Array(layout.tables.length * padTo(images, 4));
  layout.tables.forEach((table, t) =>
    labels.set(
      labelsOf(table, dataset.train.labels, layout.classes).subarray(0, images),
      t * padTo(images, 4),
    ),
  );
  write('images', dataset.train.images.subarray(0, images * PIXELS) as Uint8Array<ArrayBuffer>);
  write('labels', labels);
  write('members', memberTable(stage, layout, images));
  if (named.teacher) {
    if (sourceLogits.length < stage.sources.length)
      throw new RangeError('The objectives of this stage need a teacher.');
    write('teacher', paddedLogits(sourceLogits, images, layout));
  }
  write('weights', pack(initialPopulation(stage, sourceNetworks), stage.architecture, layout));
  return { named, steps };
}

/** @returns `[S, P]`; members of one seed start alike, but for those that begin with layers of their teacher */
function initialPopulation(stage: Stage, sources: SessionDeps['sourceNetworks'] = []): Float32Array {
  const { architecture, members } = stage;
  const P = parameterCount(architecture);
  const initial = new Float32Array(members.length * P);
  members.forEach(({ seed, begins }, s) => {
    const alike = members.findIndex((other) => other.seed === seed && !other.begins);
    if (!begins && alike < s) initial.copyWithin(s * P, alike * P, (alike + 1) * P);
    else initial.set(beginningOf(stage, s, sources), s * P);
  });
  return initial;
}

/** What a stage needs; moments and padding start at zero, which is what a new buffer holds. */
export function plan(
  stage: Stage,
  layout: Layout,
  images: number,
): Readonly<Record<Exclude<BufferName, Optional> | 'steps', BufferPlan>> &
  Readonly<Partial<Record<Optional, BufferPlan>>> {
  const { members, groups, batchRows, weightVec4s, activationVec4s } = layout;
  const window = windowSize(stage, layout);
  const { inputDropout, jitter } = stage.regularisation;
  const vec4s = (count: number, title: Text): BufferPlan => ({ bytes: 16 * count, title });
  const words = (count: number, title: Text): BufferPlan => ({ bytes: 4 * count, title });
  const alone = members === 1;
  const weights = vec4s(
    members * weightVec4s,
    alone ? text('weights of one network') : text(str`weights of ${members} networks`),
  );
  return {
    images: { bytes: images * PIXELS, title: text(str`${images} training images`) },
    labels: { bytes: layout.tables.length * padTo(images, 4), title: text('labels') },
    draws: { bytes: window.drawsBytes, title: text('rows of the batches') },
    members: words(
      members * (MEMBER_WORDS + hiddenKeys(layout)),
      alone ? text('settings of one network') : text(str`settings of ${members} networks`),
    ),
    weights,
    moments1: weights,
    activations: vec4s(
      members * activationVec4s,
      alone ? text('activations of one network') : text(str`activations of ${members} networks`),
    ),
    sums: vec4s(members * batchRows * SUM_VEC4S, text('sums of the rows')),
    totals: vec4s(members * SUM_VEC4S, text('sums')),
    steps: { bytes: window.stepsBytes, title: text('steps'), usage: UNIFORM },
    ...(stage.optimizer === 'adam' && { moments2: weights }),
    ...((inputDropout > 0 || jitter > 0) && {
      x: words(groups.length * batchRows * (IMAGE_WORDS + 1), text('batches')),
    }),
    ...(termsOf(stage).hasTeacher && {
      teacher: words(stage.sources.length * images * lastLayer(layout).columns, text("teacher's answers")),
    }),
  };
}

/** More steps than anybody takes. */
const ALWAYS = 0xffffffff;

/** The table `Member` of kernels/kernel.ts. */
function memberTable(stage: Stage, layout: Layout, images: number): Uint32Array<ArrayBuffer> {
  const size = MEMBER_WORDS + hiddenKeys(layout);
  const words = new Uint32Array(layout.members * size);
  const numbers = new Float32Array(words.buffer);
  const answerVec4s = (images * lastLayer(layout).columns) / 4; // of one source
  const { isSoft, ofAnswers } = termsOf(stage);
  const hasTemperature = isSoft || ofAnswers.length > 0;
  stage.members.forEach((member, s) => {
    const { learningRate, learningShare, rows, seed, source = 0, labelSmoothing, tSquared } = member;
    const softWeight = weightOf(stage, 'softTargets', s);
    const T = hasTemperature ? member.temperature : 1;
    const scale = tSquared ? T * T : 1;
    const group = layout.groupOf[s]!;
    const hardWeight = weightOf(stage, 'crossEntropy', s);
    const termWeights = ANSWER_TERMS.map(
      (term) => weightOf(stage, term, s) * (term === 'logitMse' ? 1 : scale),
    );
    numbers.set([hardWeight, softWeight * scale, T, learningRate, labelSmoothing, ...termWeights], s * size);
    words.set(
      [
        learningShare === 1 ? ALWAYS : Math.ceil(learningShare * stage.steps),
        ...[(layout.tableOf[s]! * padTo(images, 4)) / 4, source * answerVec4s],
        ...[learnsAnswers(member) ? 1 : 0, rows.labelled, group],
        layout.groupOf.indexOf(group) === s ? 1 : 0,
        ...[streamKey(seed, 'jitter'), streamKey(seed, 'inputDropout')],
        ...layout.layers.slice(0, -1).map(({ index }) => streamKey(seed, 'hiddenDropout', index)),
      ],
      s * size + 8,
    );
  });
  return words;
}

/** @returns `[sources, images, columns]` */
function paddedLogits(
  sources: readonly Float32Array[],
  images: number,
  layout: Layout,
): Float32Array<ArrayBuffer> {
  const { classes } = layout;
  const { columns } = lastLayer(layout);
  const padded = new Float32Array(sources.length * images * columns);
  sources.forEach((logits, source) => {
    for (let row = 0; row < images; row++) {
      const at = (source * images + row) * columns;
      padded.set(logits.subarray(row * classes, (row + 1) * classes), at);
    }
  });
  return padded;
}
