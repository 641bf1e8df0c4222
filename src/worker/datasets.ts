/** The data sets that the worker holds: the digits, which come in two parts, and the user's own. */
import { LabError } from '../core/errors.ts';
import type { ExperimentConfig } from '../core/experiment.ts';
import type { Stage } from '../core/stages.ts';
import { text } from '../core/text.ts';
import { reportDataset, type Dataset, type DatasetId } from '../data/dataset.ts';
import type { MnistFiles } from '../data/mnist-layout.ts';
import { openMnist, type Mnist } from '../data/mnist.ts';
import { sortDroppedFiles } from '../data/own-files.ts';
import { readOwnDataset } from '../data/own.ts';
import type { OnProgress } from './api.ts';

export type Datasets = ReturnType<typeof createDatasets>;

export function createDatasets(files: MnistFiles) {
  let mnist: Mnist | undefined;
  let own: Dataset | undefined;

  /** Its rows may still be on their way. @throws LabError when it is not there */
  function find(id: DatasetId): Dataset {
    if (id === 'own') {
      if (own) return own;
      throw new LabError(
        'config',
        text('This experiment uses files of your own, and none are loaded.'),
        text('Choose the files, or use MNIST.'),
      );
    }
    if (!mnist)
      throw new LabError(
        'internal',
        text('The digits were not loaded before the run.'),
        text('Reload the page.'),
      );
    return mnist.dataset;
  }

  return {
    find,

    /** @returns when the first part is here; the rest goes on in the background */
    async openMnist(onProgress: OnProgress) {
      mnist = openMnist(files, ({ loadedBytes, totalBytes }) => onProgress(loadedBytes, totalBytes));
      await mnist.first;
      // A failure here is told to whoever needs these rows: `arrived` asks for them again.
      mnist.rest().catch(() => undefined);
      return reportDataset(mnist.dataset);
    },

    async openOwn(chosen: readonly File[]) {
      own = await readOwnDataset(await sortDroppedFiles([...chosen]));
      return reportDataset(own);
    },

    /** With the first part of its training rows and all test rows in place. */
    async begun(id: DatasetId): Promise<Dataset> {
      const dataset = find(id);
      if (id === 'mnist') await mnist!.first;
      return dataset;
    },

    /** Resolves once the rows that the experiment uses are in place. */
    async arrived(config: ExperimentConfig, stages: readonly Stage[]): Promise<void> {
      if (config.data.dataset === 'own' || !mnist) return;
      await mnist.first;
      const rows = stages.flatMap(({ members }) => members.map((member) => member.rows));
      const needed = Math.max(...rows.map(({ images }) => images));
      // What is chosen (a bias, a cell of a sweep) is chosen on all validation images, curves only need the first of them.
      const chooses = config.vary.length > 0 || rows.some(({ omittedClasses }) => omittedClasses.length > 0);
      if (needed > mnist.ready().train || chooses) await mnist.rest();
    },
  };
}
