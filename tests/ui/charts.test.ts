/** The charts module in a real browser: what tfjs-vis gets wrong, put right, and nothing left behind. */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { cdp } from 'vitest/browser';
import { drawCurves, exportImage, release, type PlotFrame } from '../../src/ui/charts.ts';
import type { CurveChart, CurveSeries, Point } from '../../src/ui/charts/curves.ts';
import { LIGHT_THEME } from '../../src/ui/charts/theme.ts';

const SIZE = { width: 480, height: 264 };
const HOSTILE = ['T=4.0', "it's", '[x]', '<img src=x onerror="globalThis.hit=1">', 'a"b\\c', '\ud800\u0001'];

const series = (id: string, points: readonly Point[], label = id): CurveSeries => ({
  id,
  label,
  color: '#0072B2',
  dash: [],
  points,
});
const line = (...ys: number[]): Point[] => ys.map((y, i) => ({ x: i + 1, y }));
const chartOf = (all: CurveSeries[], more: Partial<CurveChart> = {}): CurveChart => ({
  series: all,
  levels: [],
  xLabel: 'Epoch',
  yLabel: 'Accuracy',
  format: 'percent',
  ...more,
});

let box: HTMLElement;
beforeEach(() => {
  box = document.createElement('div');
  document.body.append(box);
});
afterEach(() => {
  release(box);
  box.remove();
  vi.restoreAllMocks();
});

const draw = (chart: CurveChart, at = box): Promise<PlotFrame | undefined> =>
  drawCurves(at, chart, SIZE, LIGHT_THEME);

/** The corner points of each drawn line, in px of the plot. */
function paths(of = box): [number, number][][] {
  return [...of.querySelectorAll('.mark-line.role-mark path')].map((path) =>
    [...(path.getAttribute('d') ?? '').matchAll(/[ML](-?[\d.]+),(-?[\d.]+)/g)].map((m) => [+m[1]!, +m[2]!]),
  );
}

describe('what is drawn', () => {
  test('points stand at their true x, not at their index', async () => {
    const points = [0, 10, 40].map((x) => ({ x, y: x }));
    const frame = (await draw(chartOf([series('a', points)])))!;
    const [path] = paths();
    expect(path).toHaveLength(3);
    expect(path![1]![0] / path![2]![0]).toBeCloseTo(0.25, 3);
    points.forEach((p, i) => {
      expect(frame.left + path![i]![0]).toBeCloseTo(frame.x(p.x), 2);
      expect(frame.top + path![i]![1]).toBeCloseTo(frame.y(p.y), 2);
    });
    expect(frame.xAt(frame.x(10))).toBeCloseTo(10, 6);
  });

  test('T7 lines of unequal length and with other x are all drawn whole on one axis', async () => {
    await draw(
      chartOf([
        series('a', line(1, 2, 3)),
        series('b', line(1, 2, 3, 4, 5)),
        series('c', [{ x: 2.5, y: 1 }]),
      ]),
    );
    expect(paths().map((p) => p.length)).toEqual([3, 5, 1]);
    expect(box.querySelectorAll('.mark-symbol.role-mark path')).toHaveLength(3);
  });

  test('values that are not numbers are left out without a warning', async () => {
    const warned = vi.spyOn(console, 'warn');
    await draw(
      chartOf([series('a', line(0.1, NaN, 0.3, Infinity, -Infinity)), series('b', line(0.2, 0.4, 0.5))]),
    );
    expect(paths().map((p) => p.length)).toEqual([2, 3]);
    expect(warned).not.toHaveBeenCalled();
  });

  test('a level spans the whole x axis with its dash', async () => {
    const level = { id: 't', label: 'Teacher', color: 'black', dash: [4, 4], value: 0.98 };
    const frame = (await draw(
      chartOf([series('a', line(0.1, 0.9))], { levels: [level], xDomain: [0, 10] }),
    ))!;
    const path = paths()[1]!;
    expect(path.map((p) => p[0])).toEqual([0, frame.width]);
    expect(path[0]![1]).toBe(path[1]![1]);
    const drawn = box.querySelectorAll('.mark-line.role-mark path')[1]!;
    expect(drawn.getAttribute('stroke-dasharray')).toBe('4,4');
    expect(drawn.getAttribute('stroke')).toBe('black');
  });

  test('a logarithmic axis leaves out zero and below', async () => {
    const frame = (await draw(chartOf([series('a', line(100, 10, 1, 0, -1))], { yScale: 'log' })))!;
    expect(paths()[0]).toHaveLength(3);
    expect(frame.y(10)).toBeCloseTo((frame.y(100) + frame.y(1)) / 2, 3);
  });

  test('thousands of points are thinned, keeping the extremes', async () => {
    const points = Array.from({ length: 5000 }, (_, x) => ({ x, y: x === 2345 ? 9 : Math.sin(x / 300) }));
    const frame = (await draw(chartOf([series('a', points)])))!;
    const path = paths()[0]!;
    expect(path.length).toBeLessThanOrEqual(300);
    expect(Math.min(...path.map((p) => p[1]))).toBeCloseTo(frame.y(9) - frame.top, 3);
  });

  test('C8 lines of any name are drawn, and their names reach neither fields nor markup', async () => {
    const warned = vi.spyOn(console, 'warn');
    await draw(chartOf(HOSTILE.map((label, i) => series(`s${i}`, line(i, i + 1), label))));
    expect(paths().map((p) => p.length)).toEqual(HOSTILE.map(() => 2));
    expect(box.textContent).not.toContain('onerror');
    expect(box.querySelector('img')).toBeNull();
    expect('hit' in globalThis).toBe(false);
    expect(warned).not.toHaveBeenCalled();
  });

  test('an id that could not name a column is refused with a sentence', async () => {
    await expect(draw(chartOf([series('T=4.0', line(1, 2))]))).rejects.toThrow('id "T=4.0"');
    await expect(draw(chartOf([series('x', line(1, 2))]))).rejects.toThrow('id "x"');
    await expect(draw(chartOf([series('a', line(1)), series('a', line(1))]))).rejects.toThrow('id "a"');
  });

  test('no room and no points draw nothing and do not throw', async () => {
    expect(await drawCurves(box, chartOf([series('a', line(1))]), { width: 0, height: 0 }, LIGHT_THEME)).toBe(
      undefined,
    );
    expect(await draw(chartOf([]))).toBe(undefined);
    expect(await draw(chartOf([series('a', [])]))).toBe(undefined);
  });

  test('works in a shadow root that is not shown', async () => {
    const inner = document.createElement('div');
    box.style.display = 'none';
    box.attachShadow({ mode: 'open' }).append(inner);
    await draw(chartOf([series('a', line(1, 2))]), inner);
    expect(paths(inner)[0]).toHaveLength(2);
    release(inner);
  });
});

describe('redraws', () => {
  test('new points and sizes reuse the running view; another colour does not', async () => {
    await draw(chartOf([series('a', line(1, 2))]));
    const before = box.querySelector('svg');
    await draw(chartOf([series('a', line(1, 2, 3))]));
    const frame = await drawCurves(
      box,
      chartOf([series('a', line(1, 2, 3))]),
      { width: 300, height: 200 },
      LIGHT_THEME,
    );
    expect(box.querySelector('svg')).toBe(before);
    expect(paths()[0]).toHaveLength(3);
    expect(paths()[0]![2]![0]).toBeCloseTo(frame!.width, 3);
    expect(before!.getAttribute('width')).toBe('300');
    await draw(chartOf([{ ...series('a', line(1, 2)), color: '#D55E00' }]));
    expect(box.querySelector('svg')).not.toBe(before);
  });

  test('fifty re-embeds and redraws leave no nodes and no listeners behind', async () => {
    const twice = async (i: number): Promise<void> => {
      const color = i % 2 ? 'rgb(0 0 1)' : 'rgb(0 0 2)';
      await draw(chartOf([{ ...series('a', line(1, 2 + i / 50, 3)), color }]));
      await draw(chartOf([{ ...series('a', line(1, 2, 3)), color }]));
    };
    for (let i = 0; i < 10; i += 1) await twice(i);
    const before = await heldByPage();
    for (let i = 0; i < 50; i += 1) await twice(i);
    const after = await heldByPage();
    expect(after.nodes).toBeLessThanOrEqual(before.nodes + 50);
    expect(after.listeners).toBeLessThanOrEqual(before.listeners + 10);
    release(box);
    expect(box.childNodes).toHaveLength(0);
  });

  test('releasing while a drawing is under way leaves nothing', async () => {
    const drawing = draw(chartOf([series('a', line(1, 2))]));
    release(box);
    expect(await drawing).toBe(undefined);
    expect(box.childNodes).toHaveLength(0);
  });
});

describe('images that stand alone', () => {
  const chart = chartOf(
    HOSTILE.map((label, i) => series(`s${i}`, line(0.1 * i, 0.5), label)),
    { levels: [{ id: 't', label: 'Teacher', color: 'var(--ink, #1c1c1e)', dash: [4, 4], value: 0.98 }] },
  );

  test('a PNG of the asked size that is not blank', async () => {
    const url = await exportImage('Accuracy', chart, 'png', 2);
    const bytes = Uint8Array.from(atob(url.replace('data:image/png;base64,', '')), (c) => c.charCodeAt(0));
    expect([...bytes.slice(0, 8)]).toEqual([137, 80, 78, 71, 13, 10, 26, 10]);
    const view = new DataView(bytes.buffer);
    expect([view.getUint32(16), view.getUint32(20)]).toEqual([1920, 1080]);
    expect(bytes.length).toBeGreaterThan(20_000);
  });

  test('an SVG with title, axis names, every label as text, and no script', async () => {
    const text = await exportImage('Accuracy', chart, 'svg');
    const image = new DOMParser().parseFromString(text, 'image/svg+xml');
    expect(image.querySelector('parsererror')).toBe(null);
    expect(image.querySelector('img, script, [onerror]')).toBe(null);
    const texts = [...image.querySelectorAll('text')].map((t) => t.textContent);
    expect(texts).toEqual(
      expect.arrayContaining(['Accuracy', 'Epoch', 'Teacher', '98.00\u00a0%', ...HOSTILE.slice(0, 5)]),
    );
    expect('hit' in globalThis).toBe(false);
  });
});

/** What the page holds after a collection, detached nodes included. */
async function heldByPage(): Promise<{ nodes: number; listeners: number }> {
  const session = cdp() as unknown as Session;
  await session.send('Performance.enable');
  await new Promise((resolve) => setTimeout(resolve, 100)); // what waits for its turn would hold the drawing before
  await session.send('HeapProfiler.collectGarbage');
  await session.send('HeapProfiler.collectGarbage'); // what finalizers of the first one have let go
  const { metrics } = await session.send('Performance.getMetrics');
  const value = (name: string): number => metrics.find((metric) => metric.name === name)!.value;
  return { nodes: value('Nodes'), listeners: value('JSEventListeners') };
}
interface Session {
  send(method: string): Promise<{ metrics: { name: string; value: number }[] }>;
}
