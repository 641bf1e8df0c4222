/** A classifier of 28 x 28 images that was trained elsewhere, as data: what tfjs needs to build it, and how it sees an image. */

/** What grey levels are scaled to before the model sees them, by name. */
export const INPUT_SCALES = {
  '0-1': { title: '0 to 1', of: (grey: number) => grey / 255 },
  '0-255': { title: '0 to 255', of: (grey: number) => grey },
  '-1-1': { title: '−1 to 1', of: (grey: number) => grey / 127.5 - 1 },
  /** By the mean and deviation of MNIST's 60,000 training images, 0.1307 and 0.3081 of 255 as computed from the original file. */
  standard: { title: 'mean 0, deviation 1', of: (grey: number) => (grey / 255 - 0.1307) / 0.3081 },
} as const;
export type InputScale = keyof typeof INPUT_SCALES;

export function isInputScale(text: string): text is InputScale {
  return Object.hasOwn(INPUT_SCALES, text);
}

/** One weight of the model, in the order of the parameters. */
export interface ImportedWeight {
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype: 'float32' | 'int32' | 'bool';
}

export interface ImportedArchitecture {
  readonly kind: 'imported';
  readonly title: string;
  readonly format: 'layers-model' | 'graph-model';
  /** What tfjs builds the model from. */
  readonly topology: unknown;
  readonly weights: readonly ImportedWeight[];
  readonly inputs: number;
  /** Of one image: `[784]`, `[28, 28]` or `[28, 28, 1]`. */
  readonly inputShape: readonly number[];
  readonly inputScale: InputScale;
  /** Probabilities become logits by their logarithm, which softmax undoes exactly. */
  readonly outputs: 'logits' | 'probabilities';
  readonly classes: number;
}
