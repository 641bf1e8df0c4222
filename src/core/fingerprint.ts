/** What a trained population depends on, as text: equal fingerprints are equal networks, up to rounding between devices. */
import { trainingOf } from './population.ts';
import type { Stage } from './stages.ts';

/** @param dataset what tells its images and labels from those of others */
export function fingerprintOf(stage: Stage, dataset: string): string {
  const { architecture, members, sources, regularisation, optimizer, momentum, schedule, batchSize, steps } =
    stage;
  const training = { regularisation, optimizer, momentum, schedule, batchSize, steps };
  return JSON.stringify([dataset, architecture, training, sources, members.map(trainingOf)]);
}
