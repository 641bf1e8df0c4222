/**
 * The weight layers of every kind of network, and where their numbers stand in its flat parameter vector. Whatever a layer does with its
 * input (a dense layer, a convolution, a projection of tokens, a norm), it is a matrix and a bias, so that initialisation,
 * optimisers, export and quantisation need to know nothing else.
 */
import type { Architecture, CnnArchitecture, MlpArchitecture, VitArchitecture } from './architecture.ts';

/** One weight layer. */
export interface LayerShape {
  readonly name: string;
  readonly inputs: number;
  readonly outputs: number;
  /** Rows of its bias: one, or one for every place in an image. */
  readonly places: number;
  /** Index of W[0, 0]; W is `[inputs, outputs]`, row-major. */
  readonly weights: number;
  /** Index of b[0]; b is `[places, outputs]` and follows W. */
  readonly biases: number;
  /** What W is before the first step: normal with variance `gain / inputs`, or ones where it scales a norm. */
  readonly begins: { readonly gain: number } | 'ones';
  /** How often one image is multiplied by W; 0 for what is no matrix product. */
  readonly uses: number;
  /** Numbers that go in and come out for one image. */
  readonly activations: number;
}

/** Pixels along a side of an image. */
export const SIDE = 28;
/** Of every convolution; they halve the sides (rounded up), padded like tfjs's `same`. */
export const KERNEL = 3;
export const STRIDE = 2;
/** Pixels along a side of a transformer's patch; a token is one patch. */
export const PATCH = 7;
export const TOKENS = (SIDE / PATCH) ** 2;
/** Added to a variance before its root, as tfjs and Keras do in a norm over a layer. */
export const NORM_EPSILON = 1e-3;
/** Units of a transformer block's two dense layers, over its width. */
export const EXPANSION = 2;
/** Weight layers of a transformer block, in this order. */
export const BLOCK_LAYERS = ['norm_1', 'queries_keys_values', 'attention', 'norm_2', 'up', 'down'] as const;

/** He et al. 2015 (arXiv 1502.01852), for layers before a ReLU; LeCun's 1 for the others. */
const HE = { gain: 2 };
const LECUN = { gain: 1 };

type Unplaced = Omit<LayerShape, 'weights' | 'biases'>;

/**
 * The weight layers from input to logits; layer l's W and b stand side by side in the parameter vector.
 * @throws RangeError for an imported model, whose layers only tfjs knows
 */
export function layerShapes(architecture: Architecture): readonly LayerShape[] {
  let next = 0;
  return unplaced(architecture).map((layer) => {
    const weights = next;
    const biases = weights + layer.inputs * layer.outputs;
    next = biases + layer.places * layer.outputs;
    return { ...layer, weights, biases };
  });
}

function unplaced(architecture: Architecture): readonly Unplaced[] {
  switch (architecture.kind) {
    case 'mlp':
      return denseLayers([architecture.inputs], architecture);
    case 'cnn':
      return convolutionalLayers(architecture);
    case 'vit':
      return transformerLayers(architecture);
    case 'imported':
      throw new RangeError(`"${architecture.title}" is imported: nobody but tfjs knows its layers.`);
  }
  return architecture satisfies never;
}

function denseLayers(
  before: readonly [width: number],
  { hidden, classes }: Pick<MlpArchitecture, 'hidden' | 'classes'>,
): readonly Unplaced[] {
  const widths = [...before, ...hidden, classes];
  return widths.slice(1).map((outputs, l) => ({
    ...{ name: `dense_${l}`, inputs: widths[l]!, outputs, places: 1, uses: 1 },
    activations: widths[l]! + outputs,
    begins: HE, // the last one too, as it has always been here
  }));
}

/** Of each convolution: the sides of its input and output in pixels, and its channels. */
export function convolutions({ channels }: CnnArchitecture) {
  let side = SIDE;
  return channels.map((outputs, l) => {
    const from = side;
    side = Math.ceil(from / STRIDE);
    return { inputSide: from, side, inputs: l === 0 ? 1 : channels[l - 1]!, outputs };
  });
}

function convolutionalLayers(architecture: CnnArchitecture): readonly Unplaced[] {
  const all = convolutions(architecture);
  const last = all.at(-1)!;
  return [
    ...all.map(({ inputs, outputs, inputSide, side }, l) => ({
      ...{ name: `convolution_${l}`, inputs: KERNEL ** 2 * inputs, outputs, places: 1, uses: side ** 2 },
      activations: inputSide ** 2 * inputs + side ** 2 * outputs,
      begins: HE,
    })),
    ...denseLayers([last.side ** 2 * last.outputs], architecture),
  ];
}

function transformerLayers({ width, blocks, classes }: VitArchitecture): readonly Unplaced[] {
  const wide = EXPANSION * width;
  const projection = (name: string, inputs: number, outputs: number, begins: typeof HE) => ({
    ...{ name, inputs, outputs, places: 1, uses: TOKENS, begins },
    activations: TOKENS * (inputs + outputs),
  });
  const norm = (name: string): Unplaced => ({
    ...{ name, inputs: 1, outputs: width, places: 1, uses: 0 },
    begins: 'ones',
    activations: 2 * TOKENS * width,
  });
  // Where a patch lies it says by a bias of its own: a learned position.
  const patches = { ...projection('patches', PATCH ** 2, width, LECUN), places: TOKENS };
  const block = (b: number): readonly Unplaced[] => {
    const layers: Record<(typeof BLOCK_LAYERS)[number], (name: string) => Unplaced> = {
      norm_1: norm,
      queries_keys_values: (name) => projection(name, width, 3 * width, LECUN),
      attention: (name) => projection(name, width, width, LECUN),
      norm_2: norm,
      up: (name) => projection(name, width, wide, HE),
      down: (name) => projection(name, wide, width, LECUN),
    };
    return BLOCK_LAYERS.map((name) => layers[name](`block_${b}/${name}`));
  };
  return [
    patches,
    ...Array.from({ length: blocks }, (_, b) => block(b)).flat(),
    norm('norm'),
    { ...projection('answer', width, classes, LECUN), uses: 1, activations: width + classes },
  ];
}
