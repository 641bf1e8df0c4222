/** The module that `datasets/mnist/plugin.ts` writes. */
declare module 'virtual:datasets/mnist-runs' {
  export const recordings: readonly import('./recordings.ts').Recording[];
}
