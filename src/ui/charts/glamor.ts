/** Stands in for the package `glamor`, which tfjs-vis imports for a panel that is never shown (an alias in the build). */
export const css = (): string => '';
