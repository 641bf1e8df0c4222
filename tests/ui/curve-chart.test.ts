/** <curve-chart> as a reader meets it: its name, its numbers, its empty and failed states, and when it redraws. */
import axe from 'axe-core';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import type { CurveSeries } from '../../src/ui/charts/curves.ts';
import '../../src/ui/curve-chart.ts';
import type { CurveChartElement } from '../../src/ui/curve-chart.ts';

const hard: CurveSeries = {
  id: 'hard',
  label: '<img src=x onerror=alert(1)>',
  color: '#D55E00',
  dash: [],
  points: [1, 2, 3].map((x) => ({ x, y: 0.25 * x })),
};
const distilled: CurveSeries = {
  id: 'distilled',
  label: "it's T=4.0 [x]",
  color: '#0072B2',
  dash: [6, 3],
  points: [1, 2].map((x) => ({ x, y: 0.4 * x })),
};
const teacher = { id: 'teacher', label: 'Teacher', color: 'var(--ink, #1c1c1e)', dash: [2, 3], value: 0.98 };

let chart: CurveChartElement;
beforeEach(() => {
  chart = document.createElement('curve-chart');
  Object.assign(chart, { heading: 'Accuracy', format: 'percent', empty: 'Press Run to see the curves.' });
  chart.style.width = '560px';
  document.body.append(chart);
});
afterEach(() => {
  chart.remove();
  vi.restoreAllMocks();
});

const inside = (selector: string): HTMLElement | null => chart.shadowRoot!.querySelector(selector);
const lines = () => chart.shadowRoot!.querySelectorAll('.mark-line.role-mark path');
const drawn = (count: number) => vi.waitFor(() => expect(lines()).toHaveLength(count), { timeout: 5000 });
const show = async (...series: CurveSeries[]): Promise<void> => {
  Object.assign(chart, { series, levels: [teacher] });
  await drawn(series.length + 1);
  await chart.updateComplete;
};

describe('what it says', () => {
  test('the image is named after the heading and described by its latest values', async () => {
    await show(hard, distilled);
    const image = page.getByRole('img', { name: 'Accuracy' });
    await expect.element(image).toHaveAccessibleDescription(/it's T=4\.0 \[x\] 80\.00\s%, Teacher 98\.00\s%/);
  });

  test('labels are text, with the latest value of each line', async () => {
    await show(hard, distilled);
    const labels = [...chart.shadowRoot!.querySelectorAll('.key li')].map((li) =>
      [...li.querySelectorAll('span')].map((span) => span.textContent),
    );
    expect(labels).toEqual([
      ['<img src=x onerror=alert(1)>', '75.0\u00a0%'],
      ["it's T=4.0 [x]", '80.0\u00a0%'],
      ['Teacher', '98.0\u00a0%'],
    ]);
    expect(inside('img')).toBe(null);
  });

  test('of too many lines the highest and the lowest are named', async () => {
    const many = Array.from({ length: 20 }, (_, i) => ({
      ...hard,
      ...{
        id: `line${i}`,
        isOneOfMany: true,
        label: `T = ${i}`,
        points: [{ x: 1, y: (((i + 5) * 7) % 20) / 20 }],
      },
    }));
    await show(hard, ...many);
    const key = [...chart.shadowRoot!.querySelectorAll('.key li')].map((li) => li.textContent.trim());
    const names = key.map((text) => text.replace(/\s+/g, ' '));
    expect(names).toEqual([
      '<img src=x onerror=alert(1)> 75.0 %',
      'T = 12 95.0 %',
      'T = 15 0.0 %',
      'Teacher 98.0 %',
      'and 18 between them',
    ]);
  });

  test('the table holds the same numbers', async () => {
    await show(hard, distilled);
    await page.getByText('Show as table').click();
    const rows = [...chart.shadowRoot!.querySelectorAll('tr')].map((row) =>
      [...row.children].map((cell) => cell.textContent),
    );
    expect(rows).toEqual([
      ['Epoch', hard.label, distilled.label, 'Teacher'],
      ['1', '25.00\u00a0%', '40.00\u00a0%', '98.00\u00a0%'],
      ['2', '50.00\u00a0%', '80.00\u00a0%', '98.00\u00a0%'],
      ['3', '75.00\u00a0%', '–', '98.00\u00a0%'],
    ]);
  });

  test('the pointer finds the exact values at the nearest x', async () => {
    await show(hard, distilled);
    await userEvent.hover(inside('.stage')!, { position: { x: 230, y: 100 } });
    await vi.waitFor(() => expect(inside('.tip .at')?.textContent).toBe('Epoch 2'));
    expect([...chart.shadowRoot!.querySelectorAll('.tip .value')].map((v) => v.textContent)).toEqual([
      '98.00\u00a0%',
      '80.00\u00a0%',
      '50.00\u00a0%',
    ]);
    await userEvent.hover(document.body, { position: { x: 1, y: 500 } });
    await vi.waitFor(() => expect(inside('.tip')).toBe(null));
  });

  test('axe finds nothing, empty, drawn and as a table', async () => {
    const check = async (): Promise<void> => {
      const { violations } = await axe.run(chart, { rules: { region: { enabled: false } } });
      expect(violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.html).join(' ')}`)).toEqual([]);
    };
    await check();
    await show(hard, distilled);
    await check();
    await page.getByText('Show as table').click();
    await check();
  });
});

describe('its states', () => {
  test('empty, it says what to do and keeps the size it will have', async () => {
    await chart.updateComplete;
    Object.assign(chart, { series: [{ ...hard, points: [] }], levels: [teacher] });
    await chart.updateComplete;
    expect(inside('.empty')!.textContent).toBe('Press Run to see the curves.');
    expect(page.getByRole('img').elements()).toHaveLength(0);
    const before = chart.getBoundingClientRect();
    await show(hard);
    expect(inside('.empty')).toBe(null);
    expect(chart.getBoundingClientRect()).toEqual(before);
  });

  test('cleared again, the drawing goes', async () => {
    await show(hard);
    chart.series = [];
    await drawn(0);
    expect(inside('.empty')).not.toBe(null);
  });

  test('U4 without the drawing code the table is shown with one sentence, and Try again brings the chart', async () => {
    vi.spyOn(console, 'warn').mockImplementation(() => undefined);
    const { load } = chart;
    const tries: number[] = [];
    chart.load = () => {
      tries.push(performance.now());
      return Promise.reject(new TypeError('Failed to fetch'));
    };
    Object.assign(chart, { series: [hard], levels: [] });
    await expect.element(page.getByRole('cell', { name: '75.00\u00a0%' })).toBeVisible();
    expect(inside('.empty')!.textContent).toBe(
      'The chart could not be loaded; its numbers are in the table below.',
    );
    // N2: it is tried again by itself, with longer pauses, and then no more.
    await expect.element(page.getByRole('button', { name: 'Try again' }), { timeout: 5000 }).toBeVisible();
    expect(tries).toHaveLength(3);
    expect(tries[1]! - tries[0]!).toBeGreaterThan(450);
    expect(tries[2]! - tries[1]!).toBeGreaterThan(1400);
    chart.series = [{ ...hard, points: hard.points.slice(0, 2) }];
    await new Promise((done) => setTimeout(done, 400));
    expect(tries).toHaveLength(3);
    expect((await axe.run(chart)).violations).toEqual([]);

    chart.load = load;
    await page.getByRole('button', { name: 'Try again' }).click();
    await drawn(1);
    expect(inside('.empty')).toBe(null);
  });

  test('U1 in a box of 0 px or in a hidden panel it waits, without a complaint, and draws once there is room', async () => {
    const warn = vi.spyOn(console, 'warn');
    const draw = vi.fn();
    const charts = await chart.load();
    chart.load = () => {
      draw();
      return Promise.resolve(charts);
    };
    const waits = async (): Promise<void> => {
      await new Promise((done) => setTimeout(done, 400)); // longer than the pace of redraws
      expect(lines()).toHaveLength(0);
    };
    chart.style.width = '0px';
    chart.series = [hard];
    await waits();
    chart.style.width = '300px';
    const panel = document.createElement('section');
    panel.hidden = true;
    document.body.append(panel);
    panel.append(chart);
    await waits();
    expect(draw).not.toHaveBeenCalled();
    panel.hidden = false;
    await drawn(1);
    expect(chart.shadowRoot!.querySelector('svg.marks')!.getBoundingClientRect().width).toBeLessThanOrEqual(
      300,
    );
    expect(warn).not.toHaveBeenCalled();
    panel.remove();
  });

  test('it stays whole when moved and is freed when removed', async () => {
    await show(hard);
    const section = document.createElement('section');
    document.body.append(section);
    section.append(chart);
    await drawn(2);
    chart.remove();
    expect(lines()).toHaveLength(0);
    section.remove();
  });

  test('a PNG of its own, even before it was drawn', async () => {
    chart.series = [hard];
    await chart.updateComplete;
    expect(await chart.exportPng(1)).toMatch(/^data:image\/png;base64,iVBORw0KGgo/);
    expect(await chart.exportSvg()).toContain('&lt;img src=x onerror=alert(1)&gt;');
  });
});

describe('when it redraws', () => {
  test('at most four times a second, ending with the newest points', async () => {
    const charts = await chart.load();
    const times: number[] = [];
    chart.load = () =>
      Promise.resolve({
        ...charts,
        drawCurves: (...args: Parameters<typeof charts.drawCurves>) => {
          times.push(performance.now());
          return charts.drawCurves(...args);
        },
      });
    const points = [];
    for (let x = 1; x <= 60; x += 1) {
      points.push({ x, y: x / 100 });
      chart.series = [{ ...hard, points: [...points] }];
      await new Promise((done) => setTimeout(done, 20));
    }
    await vi.waitFor(() => expect(lines()[0]?.getAttribute('d')?.match(/L/g)).toHaveLength(59), {
      timeout: 2000,
    });
    const gaps = times.slice(1).map((t, i) => t - times[i]!);
    expect(times.length).toBeGreaterThan(3);
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(249);
  });

  test('not while the page is hidden, once when it returns', async () => {
    await show(hard);
    const visibility = vi.spyOn(document, 'visibilityState', 'get').mockReturnValue('hidden');
    await new Promise((done) => setTimeout(done, 300));
    const before = lines()[0]!.getAttribute('d');
    chart.series = [{ ...hard, points: hard.points.slice(0, 2) }];
    await new Promise((done) => setTimeout(done, 500));
    expect(lines()[0]!.getAttribute('d')).toBe(before);
    visibility.mockReturnValue('visible');
    document.dispatchEvent(new Event('visibilitychange'));
    await vi.waitFor(() => expect(lines()[0]!.getAttribute('d')).not.toBe(before));
  });

  test('with the new colours when the page changes its tokens', async () => {
    await show(hard);
    chart.style.setProperty('--ink', 'rgb(250, 250, 250)');
    chart.series = [...chart.series];
    await vi.waitFor(() => expect(lines()[1]!.getAttribute('stroke')).toBe('rgb(250, 250, 250)'));
  });
});

test('nothing is drawn out of sight; scrolled to, it is', async () => {
  chart.style.display = 'block';
  chart.style.marginTop = '300vh';
  const charts = await import('../../src/ui/charts.ts');
  const load = vi.fn(() => Promise.resolve(charts));
  Object.assign(chart, { load, series: [hard], levels: [teacher] });
  await chart.updateComplete;
  await new Promise((resolve) => setTimeout(resolve, 600)); // longer than the pace of redraws
  expect(load).not.toHaveBeenCalled();
  chart.scrollIntoView();
  await drawn(2);
  scrollTo(0, 0);
});
