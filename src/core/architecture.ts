/** What a network is made of, as data, and the arithmetic of its size. Its function lives in the engine. */
export interface Architecture {
  readonly kind: 'mlp';
  readonly inputs: number;
  /** Units of each hidden layer, each followed by a ReLU. */
  readonly hidden: readonly number[];
  readonly classes: number;
}

/** One weight layer of a network and where its numbers stand in the flat parameter vector. */
export interface LayerShape {
  readonly inputs: number;
  readonly outputs: number;
  /** Index of W[0, 0]; W is `[inputs, outputs]`, row-major. */
  readonly weights: number;
  /** Index of b[0]; b is `[outputs]` and follows W. */
  readonly biases: number;
}

/** The weight layers from input to logits; layer l's W and b stand side by side in the parameter vector. */
export function layerShapes({ inputs, hidden, classes }: Architecture): readonly LayerShape[] {
  const widths = [inputs, ...hidden, classes];
  let next = 0;
  return widths.slice(1).map((outputs, l) => {
    const width = widths[l]!;
    const shape = { inputs: width, outputs, weights: next, biases: next + width * outputs };
    next = shape.biases + outputs;
    return shape;
  });
}

/** Weights and biases together. */
export function parameterCount(architecture: Architecture): number {
  return layerShapes(architecture).reduce((sum, { inputs, outputs }) => sum + (inputs + 1) * outputs, 0);
}

/** Multiply-accumulates of one forward pass of one image; biases are not counted. */
export function macCount(architecture: Architecture): number {
  return layerShapes(architecture).reduce((sum, { inputs, outputs }) => sum + inputs * outputs, 0);
}

/** `784-128-128-10`, the way papers write it. */
export function architectureName({ inputs, hidden, classes }: Architecture): string {
  return [inputs, ...hidden, classes].join('-');
}
