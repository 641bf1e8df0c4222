/**
 * Composes an image that stands alone from a drawn plot: white ground, title, legend with the latest values.
 * All texts enter as text nodes, so a label is shown and never read as markup.
 */
import { LabError } from '../../core/errors.ts';
import { text } from '../../core/text.ts';
import { formatValue, latest, type CurveChart } from './curves.ts';
import { LIGHT_THEME } from './theme.ts';

const SVG = 'http://www.w3.org/2000/svg';
const WIDTH = 960;
const HEIGHT = 540;
const EDGE = 32;
const SAMPLE = 24; // length of a line sample in the legend
const ROW = 24;
const LEGEND_FONT = 14;
const AXIS_ZOOM = 1.25; // the plot is enlarged so that its 12 px axis text reads from a slide

export interface ComposedImage {
  readonly svg: string;
  readonly width: number;
  readonly height: number;
}

/** `drawPlot` is given the room left for the plot and returns it as SVG text. */
export async function composeImage(
  title: string,
  chart: CurveChart,
  drawPlot: (size: { width: number; height: number }) => Promise<string>,
): Promise<ComposedImage> {
  const root = node('svg', { width: WIDTH, height: HEIGHT, viewBox: `0 0 ${WIDTH} ${HEIGHT}` });
  root.setAttribute('font-family', LIGHT_THEME.font);
  root.setAttribute('role', 'img');
  root.append(
    textNode('title', {}, title),
    node('rect', { width: WIDTH, height: HEIGHT, fill: LIGHT_THEME.surface }),
    textNode('text', { x: EDGE, y: 50, 'font-size': 24, 'font-weight': 600, fill: LIGHT_THEME.ink }, title),
  );
  const legendEnd = appendLegend(root, chart, 82);
  const top = legendEnd + 14;
  const size = { width: (WIDTH - 2 * EDGE) / AXIS_ZOOM, height: (HEIGHT - top - 18) / AXIS_ZOOM };
  const plot = new DOMParser().parseFromString(await drawPlot(size), 'image/svg+xml').documentElement;
  const place = node('g', { transform: `translate(${EDGE} ${top}) scale(${AXIS_ZOOM})` });
  if (plot.localName === 'svg') place.append(document.importNode(plot, true));
  root.append(place);
  return { svg: new XMLSerializer().serializeToString(root), width: WIDTH, height: HEIGHT };
}

/** Draws a composed image to a PNG data URL, `scale` px to the unit. */
export async function rasterize(image: ComposedImage, scale: number): Promise<string> {
  const picture = new Image();
  picture.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(image.svg)}`;
  await picture.decode();
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(image.width * scale);
  canvas.height = Math.round(image.height * scale);
  const context = canvas.getContext('2d');
  if (!context) {
    throw new LabError(
      'internal',
      text('This browser gave no canvas for the image.'),
      text('Export it as SVG instead.'),
    );
  }
  context.drawImage(picture, 0, 0, canvas.width, canvas.height);
  return canvas.toDataURL('image/png');
}

/** Line sample, label and latest value of every line, in as many rows as needed; returns where the legend ends. */
function appendLegend(root: SVGElement, chart: CurveChart, top: number): number {
  const measure = document.createElement('canvas').getContext('2d');
  if (measure) measure.font = `${LEGEND_FONT}px ${LIGHT_THEME.font}`;
  const widthOf = (text: string): number => measure?.measureText(text).width ?? text.length * 8;
  let x = EDGE;
  let y = top;
  for (const line of [...chart.series, ...chart.levels]) {
    const value = 'value' in line ? line.value : latest(line)?.y;
    const written = value === undefined ? '' : formatValue(value, chart.format);
    const labelWidth = widthOf(line.label);
    const entry = SAMPLE + 8 + labelWidth + 8 + widthOf(written);
    if (x > EDGE && x + entry > WIDTH - EDGE) {
      x = EDGE;
      y += ROW;
    }
    root.append(
      node('line', {
        x1: x,
        x2: x + SAMPLE,
        y1: y - 5,
        y2: y - 5,
        stroke: LIGHT_THEME.resolve(line.color),
        'stroke-width': 2.5,
        'stroke-dasharray': line.dash.join(' ') || 'none',
      }),
      textNode('text', { x: x + SAMPLE + 8, y, 'font-size': LEGEND_FONT, fill: LIGHT_THEME.ink }, line.label),
      textNode(
        'text',
        { x: x + SAMPLE + 16 + labelWidth, y, 'font-size': LEGEND_FONT, fill: LIGHT_THEME.inkMuted },
        written,
      ),
    );
    x += entry + 22;
  }
  return y;
}

function node(name: string, attributes: Record<string, string | number>): SVGElement {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  return element;
}

function textNode(name: string, attributes: Record<string, string | number>, text: string): SVGElement {
  const element = node(name, attributes);
  // Control characters and halves of surrogate pairs are not allowed in XML: the image would not load.
  element.textContent = text.replace(/[\p{Cc}\p{Cs}\p{Cn}]/gu, ' ');
  return element;
}
