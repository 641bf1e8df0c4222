/** Where the packed MNIST files and the networks trained on them are. The one file of this folder that only a bundler can load. */
import { files, networks, teachers } from 'virtual:datasets/mnist';
import type { ShippedNetworks, ShippedTeacher } from '../core/shipped.ts';
import type { MnistFiles } from './mnist-layout.ts';

export const mnistFiles: MnistFiles = files;
export const mnistTeachers: readonly ShippedTeacher[] = teachers;
export const mnistNetworks: readonly ShippedNetworks[] = networks;
