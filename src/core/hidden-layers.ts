/** The hidden layers of every kind of network, as methods of distillation compare them. */
import { architectureName, type TrainableArchitecture } from './architecture.ts';
import { TOKENS } from './layer-shapes.ts';

/** Units a place, and how many places of an image it has them at: tokens of a transformer, else one. */
export interface HiddenLayer {
  readonly places: number;
  readonly units: number;
}

/** Input side first: of a perceptron and a convolutional net their dense layers, of a transformer its blocks. */
export function hiddenLayers(architecture: TrainableArchitecture): readonly HiddenLayer[] {
  if (architecture.kind === 'vit') {
    const { blocks, width } = architecture;
    return Array.from({ length: blocks }, () => ({ places: TOKENS, units: width }));
  }
  return architecture.hidden.map((units) => ({ places: 1, units }));
}

/** What sentences about hidden layers call a network: a perceptron's widths, `none`, or the name of another one. */
export function hiddenText(architecture: TrainableArchitecture): string {
  if (architecture.kind !== 'mlp') return architectureName(architecture);
  return architecture.hidden.length === 0 ? 'none' : architecture.hidden.join('-');
}
