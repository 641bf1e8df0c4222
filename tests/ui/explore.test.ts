/** The panels under the results: each shows what was measured, works by keyboard, and passes axe. */
import { afterEach, describe, expect, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { answersWithBias, biasSteps } from '../../src/core/class-prior.ts';
import type { ExperimentConfig } from '../../src/core/experiment.ts';
import { DEFAULT_EXPERIMENT as quick, presetById } from '../../src/core/presets.ts';
import type { Result } from '../../src/core/run-record.ts';
import type { LabApp } from '../../src/ui/lab-app.ts';
import { finished } from './finished.ts';
import { axeViolations, button, mountLab, unmountLab } from './mount-lab.ts';

afterEach(unmountLab);

const tab = (name: string) => page.getByRole('tab', { name, exact: true });
const panel = () => page.getByRole('tabpanel');

/** What stands in the panel of a finished run, in its own shadow root. */
function shown(app: LabApp): string {
  const explore = app.shadowRoot!.querySelector('lab-stage')!.shadowRoot!.querySelector('lab-explore')!;
  const panels = [...explore.shadowRoot!.querySelector('[role=tabpanel]')!.children];
  return panels.map((one) => one.shadowRoot!.textContent.replaceAll(/\s+/g, ' ')).join('');
}

test('before a run every panel says when it fills', async () => {
  await mountLab();
  for (const name of ['Classes', 'Confidence', 'Size and speed']) {
    await tab(name).click();
    await expect.element(panel()).toHaveTextContent('fills when the networks are trained');
  }
  for (const name of ['The paper', 'Sweep']) await expect.element(tab(name)).not.toBeInTheDocument();
});

test('tabs are one stop of the keyboard, and arrows go from one to the next', async () => {
  await finished();
  await tab('Dark knowledge').click();
  await userEvent.keyboard('{ArrowRight}');
  await expect.element(tab('Draw a digit')).toHaveAttribute('aria-selected', 'true');
  await userEvent.keyboard('{ArrowLeft}{ArrowLeft}');
  await expect.element(tab('Runs')).toHaveAttribute('aria-selected', 'true');
  expect(document.activeElement?.shadowRoot).toBeTruthy();
});

test('each panel passes axe', async () => {
  await finished();
  for (const name of ['The loss', 'Classes', 'Disagreements', 'Confidence', 'Size and speed', 'Runs']) {
    await tab(name).click();
    expect([name, await axeViolations()]).toEqual([name, []]);
  }
});

describe('digits', () => {
  const omitting: ExperimentConfig = { ...quick, data: { ...quick.data, omittedClasses: [3] } };
  const logits = Float32Array.from({ length: 20 * 10 }, (_, i) =>
    i % 10 === Math.floor(i / 10) % 10 ? 3 : 0,
  );
  logits.forEach((_, i) => i % 10 === 3 && (logits[i] = -1)); // never a 3
  const labels = Uint8Array.from({ length: 20 }, (_, i) => i % 10);
  const swept = (one: Result): Result =>
    one.role === 'teacher'
      ? one
      : {
          ...one,
          biasMatched: {
            bias: 1.52,
            testErrors: 217,
            perClassAccuracy: Array.from({ length: 10 }, () => 0.959),
          },
          biasSweep: biasSteps(1.52).map((bias) => answersWithBias(logits, labels, 10, [3], bias)),
        };

  test('what nobody showed comes back with a bias on validation images; test figures only for the matched one', async () => {
    const { app } = await finished(omitting, swept);
    expect(shown(app)).toContain('No student saw 3.');
    expect(shown(app)).toContain('2 errors of 20 validation images');
    expect(shown(app)).not.toContain('217');
    await page.getByRole('slider', { name: 'Bias' }).fill('1.4');
    expect(shown(app)).toContain('+1.4, validation images');
    expect(shown(app)).not.toContain('217');
    await button('Match the class prior').click();
    expect(shown(app)).toContain('+1.52, test images');
    expect(shown(app)).toContain('217 errors on the 10,000 test images');
    expect(await axeViolations()).toEqual([]);
  });

  test('the panel opens first where digits were left out', async () => {
    await finished(omitting, swept);
    await expect.element(tab('Classes')).toHaveAttribute('aria-selected', 'true');
  });
});

test('a sweep is a heat map that chooses on validation images and frames what is shown', async () => {
  const config: ExperimentConfig = {
    ...quick,
    seeds: 3,
    vary: [
      { path: 'distillation.temperature', values: [1, 8] },
      { path: 'distillation.softWeight', values: [0.5, 0.9] },
    ],
  };
  const { app } = await finished(config, (one) => {
    const isBest = one.setting === 'T = 1, α = 0.9';
    const testErrors =
      one.role === 'hardLabel' ? 900 + 3 * (one.seed % 3) : (isBest ? 611 : 701) + 2 * (one.seed % 3);
    return { ...one, testErrors, validation: { images: 5000, errors: isBest ? 200 : 300, loss: 0.1 } };
  });
  await tab('Sweep').click();
  await expect.poll(() => shown(app)).toContain('Chosen on validation images: T = 1, α = 0.9.');
  expect(shown(app)).toContain(
    '613 test errors against 903 from labels alone: better, also after correction',
  );
  await expect.element(page.getByRole('cell', { name: /^613 ?, chosen, shown to be better/ })).toBeVisible();
  await userEvent.selectOptions(page.getByLabelText('Show'), 'Validation error');
  await expect
    .element(page.getByRole('cell', { name: /^4.00\s%.?, chosen, shown to be better/ }))
    .toBeVisible();
  expect(await axeViolations()).toEqual([]);
  await expect.element(tab('Classes')).toBeInTheDocument();
});

test('methods are a leaderboard: chosen on validation images, told with intervals and in words', async () => {
  const config: ExperimentConfig = {
    ...quick,
    seeds: 3,
    vary: [
      { path: 'distillation.method', values: ['softTargets', 'fitnets', 'pseudoLabels'] },
      { path: 'distillation.strength', values: [0.5, 2] },
    ],
  };
  const level: Record<string, number> = { labels: 900, softTargets: 600, fitnets: 650, pseudoLabels: 890 };
  const { app } = await finished(config, (one) => {
    const s = one.seed % 3;
    const testErrors = level[one.method]! + (one.method === 'labels' ? 3 * s : s * s);
    const errors = one.setting === 's = 2' ? 200 : 300;
    return { ...one, testErrors, validation: { images: 5000, errors, loss: 0.1 } };
  });
  await expect.element(tab('Leaderboard')).toHaveAttribute('aria-selected', 'true');
  const rows = page.getByRole('region', { name: 'Leaderboard' }).getByRole('row');
  await expect
    .element(rows.nth(1))
    .toHaveTextContent(/^Soft targets.*s = 2.*of 2 tried.*601.7.*better.*4.00/);
  const hints = page.getByRole('row', { name: /^FitNets/ });
  await expect
    .element(hints)
    .toHaveTextContent(/−251.3.*−25\d.\d to −24\d.\d.*better.*\+50.0.*no difference shown/);
  await expect.element(page.getByRole('row', { name: /^Labels alone/ })).toHaveTextContent(/not compared/);
  expect(shown(app)).toContain('after correction for all 5 comparisons of this table (Holm)');
  const dots = page.getByRole('img', {
    name: /^FitNets hints by seed: -25[02], -25[02], -25[02]; 95 % interval/,
  });
  await expect.element(dots).toBeVisible();
  expect(await axeViolations()).toEqual([]);
  const files: string[] = [];
  vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
    files.push(this.download);
  });
  await button('Leaderboard as CSV').click();
  expect(files).toEqual(['leaderboard.csv']);
  vi.restoreAllMocks();
});

test('every network is exported as a tfjs model, two files that name each other', async () => {
  const { lab } = await finished();
  await tab('Size and speed').click();
  const files: string[] = [];
  vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
    files.push(this.download);
  });
  await button('Export Distilled student as a tfjs model in float16').click();
  await expect.poll(() => files).toEqual(['distilled-1.json', 'distilled-1.weights.bin']);
  expect(lab.calls.at(-1)).toBe('export students 1 float16');
  vi.restoreAllMocks();
});

test('what fewer bits cost, or how to find out', async () => {
  await finished();
  await tab('Size and speed').click();
  const howTo = page.getByText('Switch on Quantise');
  await expect.element(howTo).toBeVisible();
  unmountLab();
  await finished({ ...quick, quantise: true }, (one) => ({
    ...one,
    quantised: (['float16', 'uint8', 'int8'] as const).map((precision, i) => ({
      ...{ precision, bytes: 1000 - i, testErrors: one.testErrors + 2 * i, changed: 7 * i },
    })),
  }));
  await tab('Size and speed').click();
  const table = page.getByRole('region', { name: 'In fewer bits' });
  const rows = table.getByRole('row').elements();
  expect(rows).toHaveLength(1 + 3 * 4);
  const cells = (row: Element) => [...row.querySelectorAll('td')].map((td) => td.textContent.trim());
  const [float32, float16, uint8, int8] = rows.slice(5, 9).map(cells); // the hard-label student's
  const errors = Number(float32![2]!.replace(',', ''));
  expect(float32!.slice(3, 5)).toEqual(['–not computed', '–not computed']);
  expect([float16![0], float16![3]]).toEqual(['float16', '0']);
  expect(uint8![2]).toBe((errors + 2).toLocaleString('en'));
  expect(int8!.slice(3, 5)).toEqual(['+4', '14']);
  expect(howTo.elements()).toEqual([]);
  expect(await axeViolations()).toEqual([]);
});

test('the terms of a loss are curves, one network at a time', async () => {
  const config: ExperimentConfig = {
    ...quick,
    vary: [{ path: 'distillation.method', values: ['softTargets', 'relational', 'cosine'] }],
  };
  const { app } = await finished(config);
  await tab('The loss').click();
  const chart = page.getByRole('img', { name: 'Terms of the loss' });
  await expect.element(chart).toHaveAccessibleDescription(/Labels.*Soft targets/);
  await page.getByLabelText('Whose').selectOptions('Distilled (Relational)');
  await expect.element(chart).toHaveAccessibleDescription(/Labels.*Relational/);
  expect(shown(app)).toContain('these values cannot be compared between methods');
  await page.getByLabelText('Whose').selectOptions('Distilled (Triple loss with cosine)');
  await expect.element(chart).toHaveAccessibleDescription(/Labels.*Soft targets.*Cosine/);
  expect(await axeViolations()).toEqual([]);
});

test('a method without soft targets is not told of as if it had them', async () => {
  const { app } = await finished({
    ...quick,
    distillation: { ...quick.distillation, method: 'relational' },
  });
  await tab('The loss').click();
  expect(shown(app)).toContain('The method of this recipe, Relational, has another loss');
  expect(shown(app)).not.toContain('How hard does each term pull?');
  await tab('Dark knowledge').click();
  await expect.poll(() => shown(app)).toContain('teaches something else');
  expect(shown(app)).not.toContain('the distilled student learns from');
});

test('confusions are of the network that is chosen', async () => {
  const { app } = await finished(quick, (one) =>
    one.role === 'hardLabel'
      ? {
          ...one,
          confusion: one.confusion.map((row, c) =>
            row.map((n, answer) => (c === 4 && answer === 9 ? 77 : n)),
          ),
        }
      : one,
  );
  await tab('Classes').click();
  expect(shown(app)).not.toContain(' 77 ');
  await page.getByRole('combobox', { name: 'Network' }).selectOptions('Hard-label student');
  expect(shown(app)).toContain(' 77 ');
});

test('the paper’s table stands beside the run of its preset', async () => {
  await finished(presetById('hinton-2015')!.config);
  await tab('The paper').click();
  const row = page.getByRole('row', { name: /hard labels/ });
  await expect.element(row).toHaveTextContent(/146\s*890/);
  await expect.element(page.getByRole('row', { name: /never saw a 3/ })).toHaveTextContent('not computed');
});

test('several seeds: bands, a dot a seed, and a row an arm', async () => {
  const { app } = await finished({ ...quick, seeds: 5 }, (one) => ({
    ...one,
    testErrors: one.testErrors + one.member ** 2,
  }));
  const table = page.getByRole('table', { name: 'Results' });
  expect(table.getByRole('row').elements()).toHaveLength(4); // with the head
  await expect.element(table.getByRole('row', { name: /Hard-label/ })).toHaveTextContent('±');
  const dots = app
    .shadowRoot!.querySelector('lab-stage')!
    .shadowRoot!.querySelector('lab-verdict')!
    .shadowRoot!.querySelector('difference-plot')!;
  expect(dots.shadowRoot!.querySelectorAll('circle')).toHaveLength(5);
  await expect.element(page.getByText(/^Better: over 5 seeds the distilled student made/)).toBeVisible();
  expect(await axeViolations()).toEqual([]);
});
