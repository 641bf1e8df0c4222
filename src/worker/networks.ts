/**
 * The networks that somebody on the page looks at: those of the run, as they are trained and afterwards, and those that come
 * with the lab. Their answers are computed here, beside the training and without its device.
 */
import {
  isSameNetwork,
  type AnswerSheet,
  type NetworkAnswers,
  type NetworkId,
  type NetworksOf,
} from '../core/answers.ts';
import { parameterCount, type Architecture } from '../core/architecture.ts';
import { LabError, reasonText } from '../core/errors.ts';
import { combineTeachers } from '../core/metrics.ts';
import type { ShippedNetworks, ShippedTeacher } from '../core/shipped.ts';
import { armOf, ensembleArm, ensemblesOf, type Arm, type Stage, type StageId } from '../core/stages.ts';
import { str, text } from '../core/text.ts';
import { PIXELS } from '../data/dataset.ts';
import { answer } from '../engine/answer.ts';
import { openImported } from '../engine/imported-trainer.ts';
import type { Watcher } from '../engine/run-stage.ts';
import type { Session } from '../engine/trainer.ts';
import { downloadNetwork } from './download.ts';
import { breathe } from './pull.ts';

/** Weights are read at most so often, and reading takes at most a tenth of the time: training goes first. */
const LEAST_MS = 150;
const READING_SHARE = 0.1;

/** Images that are answered before the event loop gets a turn. */
const CHUNK = 100;

/** One network and its weights. */
interface Network extends Arm, NetworkId {
  readonly seed: number;
  readonly step: number;
  readonly steps: number;
  readonly architecture: Architecture;
  readonly parameters: Float32Array; // [P]
  testLogits?: Float32Array; // [N, classes]
  /** Of an imported model, which tfjs reads once. */
  session?: Session;
}

/** Several networks of a run whose mean is a teacher. */
interface Ensemble extends Arm, NetworkId {
  readonly seed: number;
  readonly of: readonly NetworkId[];
  readonly combine: 'meanProbabilities' | 'meanLogits';
}

interface Run {
  readonly runId: string;
  readonly ensembles: readonly Ensemble[];
  readonly networks: Map<StageId, readonly Network[]>;
}

interface ShippedRuns {
  readonly networks: readonly ShippedNetworks[];
  readonly teachers: readonly ShippedTeacher[];
}

export type Networks = ReturnType<typeof createNetworks>;

export function createNetworks({ networks: shipped, teachers }: ShippedRuns) {
  let watching = false;
  let run: Run | undefined;
  /** Reads the weights of the stage that is trained. */
  let read: (() => Promise<void>) | undefined;
  let looking: Promise<void> | undefined;
  const opened = new Map<string, Promise<readonly Network[]>>(); // by preset

  /** Of a preset's recorded run, or else the teacher that comes with the lab, alone. */
  async function openShipped(preset: string): Promise<readonly Network[]> {
    const found = shipped.find((one) => one.preset === preset);
    const rows = found?.networks ?? teacherRows(teachers);
    return Promise.all(
      rows.map(async ({ urls, ...row }) => ({
        ...row,
        ...(await downloadNetwork(urls)),
        ...{ step: 1, steps: 1 },
      })),
    );
  }

  function networksOfLab(preset: string): Promise<readonly Network[]> {
    const known = shipped.some((one) => one.preset === preset) ? preset : '';
    let opening = opened.get(known);
    if (!opening) {
      opening = openShipped(known).catch((error: unknown) => {
        opened.delete(known); // asked for again, it is tried again
        throw new LabError(
          'network',
          text(str`The networks that come with the lab could not be loaded (${reasonText(error)}).`),
          text('Check the network, or run the experiment: its own networks answer then.'),
        );
      });
      opened.set(known, opening);
    }
    return opening;
  }

  async function find(of: NetworksOf): Promise<Pick<Run, 'ensembles'> & { all: readonly Network[] }> {
    if (of.from === 'lab') return { ensembles: [], all: await networksOfLab(of.preset) };
    await looking;
    if (run?.runId !== of.runId) return { ensembles: [], all: [] };
    return { ensembles: run.ensembles, all: [...run.networks.values()].flat() };
  }

  return {
    watch(on: boolean): void {
      watching = on;
    },

    /** Reads the weights of a run that rests between two steps, should somebody look; never rejects. */
    look(): Promise<void> {
      looking = watching ? read?.() : undefined;
      return looking ?? Promise.resolve();
    },

    /** Of another run from now on. */
    begin(runId: string, stages: readonly Stage[]): Watcher {
      for (const network of [...(run?.networks.values() ?? [])].flat()) network.session?.close();
      const current: Run = { runId, ensembles: ensemblesIn(stages), networks: new Map() };
      run = current;
      read = undefined;
      let next = 0;
      return {
        async stepped(stage, step, weights) {
          let isRead = false;
          read = async () => {
            if (isRead) return;
            const from = performance.now();
            const parameters = await weights().catch(() => undefined); // training tells of what is wrong, if it goes on to matter
            if (!parameters) return;
            isRead = true;
            const now = performance.now();
            next = now + Math.max(LEAST_MS, (now - from) / READING_SHARE);
            current.networks.set(stage.id, membersOf(stage, step, parameters));
          };
          if (watching && performance.now() >= next) await read();
        },
        measured(stage, parameters, testLogits) {
          read = undefined;
          const members = membersOf(stage, stage.steps, parameters);
          current.networks.set(
            stage.id,
            members.map((network, s) => ({ ...network, testLogits: testLogits[s]! })),
          );
        },
      };
    },

    async answers(of: NetworksOf, images: Uint8Array): Promise<AnswerSheet> {
      const { ensembles, all } = await find(of);
      const networks = await Promise.all(
        all.map(async (network): Promise<NetworkAnswers> => {
          const { architecture: _, parameters: __, session: ___, testLogits, ...who } = network;
          const isMeasured = of.from === 'lab' || testLogits !== undefined;
          return { ...who, isMeasured, logits: await answersOf(network, images) };
        }),
      );
      const whose = of.from === 'run' ? 'run' : all.length > 1 ? 'recording' : 'teacher';
      const classes = all[0]?.architecture.classes ?? 0;
      const means = ensembles.flatMap((one) => meanOf(one, networks, classes));
      return { whose, classes, networks: [...networks, ...means] };
    },

    async testAnswers(
      of: NetworksOf,
      id: NetworkId,
      images: () => Promise<Uint8Array>,
    ): Promise<Float32Array | undefined> {
      const { ensembles, all } = await find(of);
      const ensemble = ensembles.find((one) => isSameNetwork(one, id));
      const wanted = all.filter((one) => (ensemble?.of ?? [id]).some((other) => isSameNetwork(one, other)));
      if (of.from === 'lab')
        for (const network of wanted) network.testLogits ??= await answersOf(network, await images());
      const logits = wanted.flatMap(({ testLogits }) => testLogits ?? []);
      const [first] = wanted;
      if (!first || logits.length < wanted.length) return undefined;
      return ensemble ? combineTeachers(logits, first.architecture.classes, ensemble.combine) : logits[0];
    },
  };
}

/** The quickest teacher that comes with the lab. */
function teacherRows([teacher]: readonly ShippedTeacher[]): ShippedNetworks['networks'] {
  if (!teacher) return [];
  const { config, urls } = teacher;
  return [{ kind: 'teacher', member: 0, role: 'teacher', method: 'labels', seed: config.seed, urls }];
}

function membersOf(stage: Stage, step: number, parameters: Float32Array): readonly Network[] {
  const { architecture, kind, members, numbers, steps } = stage;
  const P = parameterCount(architecture);
  return members.map((member, s) => ({
    ...armOf(member),
    ...{ kind, member: numbers[s]!, seed: member.seed, step, steps, architecture },
    parameters: parameters.subarray(s * P, (s + 1) * P),
  }));
}

/** Numbered behind the networks of their kind, as in results. */
function ensemblesIn(stages: readonly Stage[]): readonly Ensemble[] {
  const teachers = stages.filter(({ kind }) => kind === 'teacher');
  let next = Math.max(-1, ...teachers.flatMap(({ numbers }) => numbers)) + 1;
  return teachers.flatMap((stage) =>
    ensemblesOf(stages, stage.id).map((source): Ensemble => {
      const of = source.networks.map(({ member }) => member);
      const numbered = of.map((member): NetworkId => ({ kind: 'teacher', member: stage.numbers[member]! }));
      const { seed } = stage.members[of[0]!]!;
      const { combine } = source;
      return { ...ensembleArm(source), kind: 'teacher', member: next++, seed, of: numbered, combine };
    }),
  );
}

/** Nothing until all of its networks are there. */
function meanOf(
  { of, combine, ...who }: Ensemble,
  networks: readonly NetworkAnswers[],
  classes: number,
): readonly NetworkAnswers[] {
  const parts = networks.filter((one) => of.some((id) => isSameNetwork(one, id)));
  const [first] = parts;
  if (!first || parts.length < of.length) return [];
  const { step, steps, isMeasured } = first;
  const images = parts.map(({ logits }) => logits);
  const logits = combineTeachers(images, classes, combine);
  return [{ ...who, step, steps, isMeasured, logits }];
}

async function answersOf(network: Network, images: Uint8Array): Promise<Float32Array> {
  const { architecture, parameters } = network;
  if (architecture.kind === 'imported') {
    if (!network.session) {
      network.session = openImported(architecture, breathe);
      network.session.restore({ step: network.step, parameters, moments: [] });
    }
    return (await network.session.forward(images, new AbortController().signal))[0]!;
  }

  const logits = new Float32Array((images.length / PIXELS) * architecture.classes);
  for (let first = 0; first * PIXELS < images.length; first += CHUNK) {
    if (first > 0) await breathe();
    const some = images.subarray(first * PIXELS, (first + CHUNK) * PIXELS);
    logits.set(answer(architecture, parameters, some), first * architecture.classes);
  }
  return logits;
}
