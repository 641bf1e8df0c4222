/** Small models of tfjs's own making, and their files. */
import * as tf from '@tensorflow/tfjs-core';
import * as layers from '@tensorflow/tfjs-layers';
import { PIXELS } from '../../src/data/dataset.ts';

/** What `model.save` hands to a server or a folder. */
export async function saved(model: layers.LayersModel): Promise<File[]> {
  let files: File[] = [];
  await model.save(
    tf.io.withSaveHandler((artifacts) => {
      const { modelTopology, weightSpecs, weightData } = artifacts;
      const manifest = [{ paths: ['./group1-shard1of1.bin'], weights: weightSpecs }];
      const json = { format: 'layers-model', modelTopology, weightsManifest: manifest };
      files = [
        new File([weightData as ArrayBuffer], 'group1-shard1of1.bin'),
        new File([JSON.stringify(json)], 'model.json'),
      ];
      return Promise.resolve({ modelArtifactsInfo: { dateSaved: new Date(), modelTopologyType: 'JSON' } });
    }),
  );
  return files;
}

export function convolutional(classes = 10, side = 28): layers.LayersModel {
  const model = layers.sequential();
  // By chance, one in many of such networks answers bars much better from other inputs, and is refused for it.
  const kernelInitializer = layers.initializers.glorotUniform({ seed: 1 });
  model.add(
    layers.layers.conv2d({
      ...{ inputShape: [side, side, 1], filters: 3, kernelSize: 5, strides: 4 },
      kernelInitializer,
    }),
  );
  model.add(layers.layers.flatten());
  model.add(layers.layers.dense({ units: classes, activation: 'softmax', kernelInitializer }));
  return model;
}

/** Answers a bar by its height, from grey levels in `range`. */
export function barReader(greatest: number): layers.LayersModel {
  const weights = new Float32Array(PIXELS * 10);
  for (let p = 0; p < PIXELS; p++) weights[p * 10 + Math.floor(Math.floor(p / 28) / 2.8)] = 1 / greatest;
  const model = layers.sequential();
  model.add(layers.layers.flatten({ inputShape: [28, 28] }));
  // Where inputs are larger than it was made for, everything is beyond the knee and looks alike.
  model.add(layers.layers.dense({ units: 10, activation: 'linear' }));
  model.layers[1]!.setWeights([tf.tensor2d(weights, [PIXELS, 10]), tf.zeros([10])]);
  model.add(layers.layers.reLU({ maxValue: 60 }));
  return model;
}

/** Logits of the first 30 images through the stage that a run would open. */
