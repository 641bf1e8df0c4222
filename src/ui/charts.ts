/**
 * The charts module: the only one that knows tfjs-vis and Vega, loaded when the first curve is to be drawn.
 * It draws lines into a container and says where they landed; labels, hover and the table are the element's.
 *
 * tfjs-vis is imported by the file of its line chart: its front door would bring all of tfjs onto the page.
 */
import { linechart } from '@tensorflow/tfjs-vis/dist/render/linechart';
import embed, { type Result } from 'vega-embed-real';
import { compile, type TopLevelSpec } from 'vega-lite';
import { LabError } from '../core/errors.ts';
import { str, text } from '../core/text.ts';
import type { CurveChart } from './charts/curves.ts';
import { composeImage, rasterize } from './charts/export.ts';
import { bandsOf, hasBands, MARGIN, drawable, endsOf, restyle, rowsOf, toColumns } from './charts/spec.ts';
import { LIGHT_THEME, type ChartTheme } from './charts/theme.ts';
import { PAINTER, type Painted, type TfvisSpec } from './charts/vega-embed.ts';

/** Where the plot landed, in px from the container's top left corner. */
export interface PlotFrame {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  x(value: number): number;
  y(value: number): number;
  /** The value under a horizontal position. */
  xAt(px: number): number;
}

type Datasets = Readonly<Record<string, object[]>>;

interface Drawn {
  shape: string;
  result?: Result;
  released: boolean;
}

type Scale = ((value: number) => number) & { invert(px: number): number };

const drawnIn = new WeakMap<HTMLElement, Drawn>();

/**
 * Draws into `container` at `width` x `height` px and returns where; nothing when there is no room or no point.
 * One call at a time per container. Throws LabError when an id could not name a column.
 */
export async function drawCurves(
  container: HTMLElement,
  chart: CurveChart,
  size: { readonly width: number; readonly height: number },
  theme: ChartTheme,
): Promise<PlotFrame | undefined> {
  checkIds(chart);
  const shown = drawable(chart);
  const width = size.width - MARGIN.left - MARGIN.right;
  const height = size.height - MARGIN.top - MARGIN.bottom;
  if (width <= 0 || height <= 0 || shown.series.every((s) => s.points.length === 0)) return undefined;
  const columns = toColumns(shown);

  const drawn = drawnIn.get(container) ?? { shape: '', released: false };
  drawnIn.set(container, drawn);
  const painted: Painted = container;
  painted[PAINTER] = (spec) =>
    paint(container, drawn, restyle(spec, shown, theme), {
      rows: rowsOf(spec, columns.xs),
      ends: endsOf(shown, theme),
      ...(hasBands(shown) && { bands: bandsOf(shown, theme) }),
    });
  try {
    await linechart(
      container,
      { values: columns.values, series: columns.ids },
      { width, height, xLabel: chart.xLabel, yLabel: chart.yLabel },
    );
  } finally {
    Reflect.deleteProperty(painted, PAINTER);
  }
  return drawn.result && !drawn.released ? frameOf(drawn.result, width, height) : undefined;
}

/** Ends what is drawn in `container` and frees it. */
export function release(container: HTMLElement): void {
  const drawn = drawnIn.get(container);
  if (!drawn) return;
  drawn.released = true;
  drawn.result?.finalize();
  drawnIn.delete(container);
  container.replaceChildren();
}

/**
 * An image that reads without the page: title, axis names, legend, dark on white, whatever the page's theme.
 * Returns SVG text, or a PNG as a data URL with `scale` px per unit of the 960 x 540 image.
 */
export async function exportImage(
  title: string,
  chart: CurveChart,
  kind: 'png' | 'svg',
  scale = 2,
): Promise<string> {
  const canvas = document.createElement('div');
  try {
    const image = await composeImage(title, chart, async (size) => {
      await drawCurves(canvas, chart, size, LIGHT_THEME);
      return (await drawnIn.get(canvas)?.result?.view.toSVG()) ?? '';
    });
    return kind === 'svg' ? image.svg : await rasterize(image, scale);
  } finally {
    release(canvas);
  }
}

/**
 * Puts the chart on the page. Compiling and embedding costs several times a redraw and only depends on the chart's
 * shape (lines, colours, axes, theme, language). While that stays the same, the running view is given new rows instead.
 */
async function paint(container: HTMLElement, drawn: Drawn, spec: TfvisSpec, datasets: Datasets) {
  const shape = JSON.stringify({ ...spec, width: 0, height: 0 });
  if (!drawn.result || drawn.shape !== shape) {
    drawn.result?.finalize();
    drawn.shape = shape;
    const result = await embedded(container, drawn, { ...spec, datasets });
    if (!result || drawn.released) result?.finalize();
    else drawn.result = result;
    return;
  }
  const { view } = drawn.result;
  view.width(spec['width'] as number).height(spec['height'] as number);
  for (const [name, rows] of Object.entries(datasets)) view.data(name, rows);
  await view.runAsync();
}

/**
 * In two turns of the event loop, and apart from other charts: what is typed or pressed meanwhile comes between them. Nothing
 * where the drawing was released in between.
 */
async function embedded(container: HTMLElement, drawn: Drawn, spec: TfvisSpec): Promise<Result | undefined> {
  await turn();
  const compiled = compile(spec as unknown as TopLevelSpec).spec;
  await turn();
  if (drawn.released) return undefined;
  return embed(container, compiled, {
    mode: 'vega',
    renderer: 'svg',
    actions: false,
    defaultStyle: false,
    tooltip: false,
    ast: true, // expressions are interpreted: the page's content security policy forbids eval
  });
}

const turn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

function frameOf({ view }: Result, width: number, height: number): PlotFrame {
  const x = view.scale('x') as Scale;
  const y = view.scale('y') as Scale;
  return {
    left: MARGIN.left,
    top: MARGIN.top,
    width,
    height,
    x: (value) => MARGIN.left + x(value),
    y: (value) => MARGIN.top + y(value),
    xAt: (px) => x.invert(px - MARGIN.left),
  };
}

function checkIds(chart: CurveChart): void {
  const taken = new Set(['x']);
  for (const { id } of [...chart.series, ...chart.levels]) {
    if (!/^[a-zA-Z][a-zA-Z0-9]*$/.test(id) || taken.has(id)) {
      throw new LabError(
        'internal',
        text(str`A chart cannot have a line with the id ${JSON.stringify(id)}.`),
        text('Give each line its own id of letters and digits, not x.'),
      );
    }
    taken.add(id);
  }
}
