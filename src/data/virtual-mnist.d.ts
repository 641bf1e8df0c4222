/** The module that `datasets/mnist/plugin.ts` writes. */
declare module 'virtual:datasets/mnist' {
  export const files: import('./mnist-layout.ts').MnistFiles;
  export const teachers: readonly import('../core/shipped.ts').ShippedTeacher[];
  export const networks: readonly import('../core/shipped.ts').ShippedNetworks[];
}
