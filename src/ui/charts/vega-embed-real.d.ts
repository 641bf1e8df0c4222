/** The true vega-embed: its own name leads to the stand-in, so that tfjs-vis finds that one. */
declare module 'vega-embed-real' {
  export { default } from 'vega-embed';
  export type { Result } from 'vega-embed';
}
