/**
 * Stands in for the package `vega-embed` inside tfjs-vis (an alias in the build): instead of drawing, it hands the
 * chart tfjs-vis has described to whoever owns the element. The hand-over hangs on the element and not on this
 * module, because a development server bundles dependencies and may hold a second copy of it.
 */

export type TfvisSpec = Record<string, unknown>;
export type Painter = (spec: TfvisSpec) => Promise<void>;

export const PAINTER = Symbol.for('curve-chart painter');

export interface Painted extends HTMLElement {
  [PAINTER]?: Painter;
}

export default function embed(element: Painted, spec: TfvisSpec): Promise<void> {
  const painter = element[PAINTER];
  if (!painter) return Promise.reject(new TypeError('Draw through drawCurves: this element has no painter.'));
  return painter(spec);
}
