/** What panels may ask about the networks of the run on the page, or of those that come with the lab before there is a run. */
import type { AnswerSheet, NetworkId, NetworksOf, TestImages } from '../core/answers.ts';
import { presetOf, type LabState } from '../core/state.ts';
import type { ExperimentConfig } from '../core/experiment.ts';
import type { LabApi } from '../worker/api.ts';

export interface Networks {
  /** @param images grey levels, `[N, 784]` @throws LabError with a sentence */
  answers(images: Uint8Array): Promise<AnswerSheet>;
  /** Logits on all test images; nothing until the network is measured. */
  testAnswers(id: NetworkId): Promise<Float32Array | undefined>;
  testImages(): Promise<TestImages>;
  /** Whether somebody looks: weights are read while they train. */
  watch(watching: boolean): void;
  /** Those of a preset's recorded run that come with the lab; absent where the page is about other images than the lab's. */
  readonly ofPreset?: (preset: string) => Networks;
}

/** Whose networks the page speaks of; nobody's where a run was trained elsewhere or on another day. */
function networksOf({ run, config, datasets }: LabState): NetworksOf | undefined {
  if (!run.origin && run.runId !== undefined) return { from: 'run', runId: run.runId };
  const shown = run.config ?? config;
  if (shown.data.dataset !== 'mnist' || !datasets.mnist) return undefined;
  if (run.origin && run.origin.from !== 'recorded') return undefined;
  return { from: 'lab', preset: presetOf(shown)?.id ?? '' };
}

type DatasetId = ExperimentConfig['data']['dataset'];

/** How the worker is asked. */
type Asked = Pick<LabApi, 'answers' | 'testAnswers' | 'testImages'> & {
  watch(watching: boolean): void;
};

/** Gives the same object as long as it is about the same networks, so that who has asked need not ask again. */
export function createNetworks(lab: () => Asked) {
  let key = '';
  let networks: Networks | undefined;
  const images = new Map<string, Promise<TestImages>>();
  const presets = new Map<string, Networks>();

  /** Asked for once. */
  function testImages(dataset: DatasetId, key: string): Promise<TestImages> {
    const known = images.get(key) ?? lab().testImages(dataset);
    images.set(key, known);
    known.catch(() => images.delete(key)); // asked for again, it is tried again
    return known;
  }

  function about(of: NetworksOf, dataset: DatasetId, imagesKey: string): Networks {
    return {
      answers: (pictures) => lab().answers(of, pictures),
      testAnswers: (id) => lab().testAnswers(of, id),
      testImages: () => testImages(dataset, imagesKey),
      watch: (watching) => (of.from === 'run' ? lab().watch(watching) : undefined),
      ...(dataset === 'mnist' && { ofPreset }),
    };
  }

  function ofPreset(preset: string): Networks {
    const known = presets.get(preset) ?? about({ from: 'lab', preset }, 'mnist', 'mnist MNIST');
    presets.set(preset, known);
    return known;
  }

  return (state: LabState): Networks | undefined => {
    const of = networksOf(state);
    const { dataset } = (state.run.config ?? state.config).data;
    // Other files of the user's own are another data set.
    const imagesKey = `${dataset} ${state.datasets[dataset]?.title}`;
    const now = JSON.stringify([of, imagesKey]);
    if (now !== key) networks = of && about(of, dataset, imagesKey);
    key = now;
    return networks;
  };
}
