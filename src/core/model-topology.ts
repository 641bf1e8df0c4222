/** A perceptron or a convolutional net as tfjs's layers in a row: what `loadLayersModel` builds again. */
import { architectureName, type CnnArchitecture, type MlpArchitecture } from './architecture.ts';
import { convolutions, KERNEL, SIDE, STRIDE } from './layer-shapes.ts';

export function layersTopology(architecture: MlpArchitecture | CnnArchitecture): unknown {
  const input = { batch_input_shape: [null, SIDE, SIDE, 1], dtype: 'float32' };
  const convolved = architecture.kind === 'cnn' ? convolutions(architecture) : [];
  const convolution = convolved.map(({ outputs }, l) => ({
    class_name: 'Conv2D',
    config: {
      ...{ name: `convolution_${l}`, ...(l === 0 && input), trainable: true },
      ...{ filters: outputs, kernel_size: [KERNEL, KERNEL], strides: [STRIDE, STRIDE], padding: 'same' },
      ...{ activation: 'relu', use_bias: true, data_format: 'channels_last' },
    },
  }));
  const flatten = {
    class_name: 'Flatten',
    config: { name: 'pixels', ...(convolved.length === 0 && input), trainable: false },
  };
  const widths = [...architecture.hidden, architecture.classes];
  const dense = widths.map((units, l) => ({
    class_name: 'Dense',
    config: {
      ...{ name: `dense_${l}`, units, use_bias: true, trainable: true },
      activation: l === widths.length - 1 ? 'linear' : 'relu',
    },
  }));
  const name = `${architecture.kind}_${architectureName(architecture).replace(/[^\w-]+/g, '_')}`;
  return {
    class_name: 'Sequential',
    config: { name, layers: [...convolution, flatten, ...dense] },
    keras_version: 'tfjs-layers 4.22.0',
    backend: 'tensor_flow.js',
  };
}
