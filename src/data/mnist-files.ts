/** Where the packed MNIST files and the teachers trained on them are. The one file of this folder that only a bundler can load. */
import { files, teachers } from 'virtual:datasets/mnist';
import type { ShippedTeacher } from '../core/shipped.ts';
import type { MnistFiles } from './mnist-layout.ts';

export const mnistFiles: MnistFiles = files;
export const mnistTeachers: readonly ShippedTeacher[] = teachers;
