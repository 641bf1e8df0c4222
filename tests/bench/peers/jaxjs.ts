/**
 * jax-js: the whole step in one `jit`, on batches that are on the GPU before the first step. It goes two
 * ways: members take one call each, or are stacked by `vmap` and take one call together.
 */
import { blockUntilReady, defaultDevice, init, jit, numpy as np, tree, vmap } from '@jax-js/jax';
import type { Member } from '../../../src/core/stages.ts';
import {
  cached,
  imagesOf,
  initialArrays,
  joinArrays,
  labelsOf,
  logSoftTargetsOf,
  rowsOfPass,
  type Inputs,
  type OpenPath,
  type Path,
} from '../path.ts';
import { hardStep, softStep, type Batch, type Soft, type State, type Stepped } from './jaxjs-step.ts';

/** Members that one call of a jitted function trains. */
interface Group {
  readonly members: readonly number[];
  /** As long as the pass; used by `.ref`. */
  readonly batches: readonly Batch[];
  readonly soft: readonly Soft[] | undefined;
  readonly step: (state: State, batch: Batch, soft?: Soft) => Stepped;
  state: State;
}

const separateHard = jit(hardStep);
const separateSoft = jit(softStep);

/** One call a member. */
export const openJaxjs: OpenPath = async (inputs) => {
  const upload = await start(inputs);
  const groups = inputs.stage.members.map((_, s) => singleGroup(inputs, upload, s));
  return openGroups(groups, groups.length > 1 ? `${groups.length} calls a step, one a member` : '');
};

/** One call for all members. */
export const openJaxjsStacked: OpenPath = async (inputs) => {
  const upload = await start(inputs);
  return openGroups([stackedGroup(inputs, upload)], 'one call a step for all members');
};

async function start(inputs: Inputs): Promise<Uploader> {
  if (!(await init('webgpu')).includes('webgpu')) throw new Error('jax-js cannot start its WebGPU device.');
  defaultDevice('webgpu');
  return uploader(inputs);
}

async function openGroups(groups: readonly Group[], note: string): Promise<Path> {
  await blockUntilReady(groups.map(({ batches, soft }) => [...batches, ...(soft ?? [])]));
  let at = 0;
  return {
    note,
    async advance(steps) {
      await train(groups, at, steps);
      at += steps;
    },
    async parameters() {
      return new Map((await Promise.all(groups.map(parametersOf))).flat());
    },
  };
}

async function train(groups: readonly Group[], first: number, steps: number): Promise<void> {
  let last: np.Array | undefined;
  for (let at = first; at < first + steps; at++) {
    for (const group of groups) {
      const b = at % group.batches.length;
      const soft = group.soft?.[b];
      const { state, loss } = group.step(group.state, tree.ref(group.batches[b]!), soft && tree.ref(soft));
      group.state = state;
      loss.ref.gpuBufferSync(); // hands the step to the GPU: without it, steps would pile up until the end
      last?.dispose();
      last = loss;
    }
  }
  await last?.blockUntilReady();
  last?.dispose();
}

type Uploader = ReturnType<typeof uploader>;

function uploader(inputs: Inputs) {
  const { batchSize } = inputs.stage;
  const rows = cached((seed) => rowsOfPass(inputs, seed));
  const upload = (values: Float32Array) =>
    np.array(values, { shape: [batchSize, values.length / batchSize] });
  return {
    batches: cached((seed) =>
      rows(seed).map((batch) => ({
        images: upload(imagesOf(inputs, batch)),
        labels: upload(labelsOf(inputs, batch)),
      })),
    ),
    soft: ({ seed, temperature, softWeight }: Member): Soft[] =>
      rows(seed).map((batch) => {
        const logs = logSoftTargetsOf(inputs, batch, temperature);
        return {
          probabilities: upload(logs.map(Math.exp)),
          logProbabilities: upload(logs),
          temperature: np.array(Float32Array.of(temperature), { shape: [] }),
          weight: np.array(Float32Array.of(softWeight), { shape: [] }),
        };
      }),
  };
}

function singleGroup({ stage }: Inputs, upload: Uploader, s: number): Group {
  const member = stage.members[s]!;
  const soft = member.softWeight > 0 ? upload.soft(member) : undefined;
  return {
    members: [s],
    batches: upload.batches(member.seed),
    soft,
    step: (state, batch, targets) =>
      targets ? separateSoft(state, batch, targets) : separateHard(state, batch),
    state: initialState(stage, member),
  };
}

/**
 * All members as one group, `[seeds, members of a seed, ...]`: members of one seed share its batch.
 * @throws RangeError where seeds have different numbers of members, which cannot be stacked so
 */
function stackedGroup({ stage }: Inputs, upload: Uploader): Group {
  const seeds = [...new Set(stage.members.map(({ seed }) => seed))];
  const bySeed = seeds.map((seed) => stage.members.flatMap((member, s) => (member.seed === seed ? [s] : [])));
  const members = bySeed.flat();
  if (bySeed.some(({ length }) => length !== bySeed[0]!.length))
    throw new RangeError('Members can be stacked only if every seed has as many of them.');
  const stackAll = <T extends State | Soft>(make: (s: number) => T): T =>
    stackSeeds(bySeed.map((own) => stackTrees(own.map(make))));

  const batches = seeds.map(upload.batches);
  const soft = stage.members.map((member) => upload.soft(member));
  const ofOneSeed = vmap(softStep, [0, null, 0]);
  const step = jit(seeds.length === 1 ? ofOneSeed : vmap(ofOneSeed, [0, 0, 0]));
  return {
    members,
    batches: batches[0]!.map((_, b) => stackSeeds(batches.map((own) => tree.ref(own[b]!)))),
    soft: soft[0]!.map((_, b) => stackAll((s) => soft[s]![b]!)),
    step: (state, batch, targets) => step(state, batch, targets!),
    state: stackAll((s) => initialState(stage, stage.members[s]!)),
  };
}

/** A single seed needs no axis of its own. */
function stackSeeds<T extends State | Soft | Batch>(trees: readonly T[]): T {
  return trees.length === 1 ? trees[0]! : stackTrees(trees);
}

/** Trees of one form as one tree of stacked arrays; consumes them. */
function stackTrees<T extends State | Soft | Batch>(trees: readonly T[]): T {
  const [first, ...rest] = trees;
  return tree.map<np.Array, np.Array, T>((...arrays) => np.stack(arrays), first!, ...rest);
}

function initialState(stage: Inputs['stage'], member: Member): State {
  const parameters = initialArrays(stage, member).map(({ shape, values }) =>
    np.array(values.slice(), { shape: [...shape] }),
  );
  const zeros = () => parameters.map(({ shape }) => np.zeros(shape));
  const one = () => np.array(Float32Array.of(1), { shape: [] });
  return { parameters, first: zeros(), second: zeros(), decays: [one(), one()] };
}

async function parametersOf({ members, state }: Group): Promise<(readonly [number, Float32Array])[]> {
  const arrays = await Promise.all(
    state.parameters.map((array) => array.ref.data() as Promise<Float32Array>),
  );
  return members.map((member, i) => {
    const own = arrays.map((values: Float32Array) => {
      const size = values.length / members.length;
      return values.subarray(i * size, (i + 1) * size);
    });
    return [member, joinArrays(own)];
  });
}
