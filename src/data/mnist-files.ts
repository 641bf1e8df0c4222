/** Where the packed MNIST files are. The one file of this folder that only a bundler can load. */
import { files } from 'virtual:datasets/mnist';
import type { MnistFiles } from './mnist-layout.ts';

export const mnistFiles: MnistFiles = files;
