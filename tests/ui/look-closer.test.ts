// Panels that ask the networks: dark knowledge, a digit of one's own, the loss, disagreements. Answers are made up by rule.
import { afterEach, describe, expect, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { presetById } from '../../src/core/presets.ts';
import { madeUpRun } from '../core/measured.ts';
import { axeViolations, button, mountLab, settled, unmountLab, type Mounted } from './mount-lab.ts';

const tab = (name: string) => page.getByRole('tab', { name });
const bars = () => page.getByRole('table', { name: /^Softened answers/ });
const row = (start: RegExp) => bars().getByRole('row', { name: start });

afterEach(() => {
  vi.restoreAllMocks();
  unmountLab();
});

async function opened(name: string, run = true): Promise<Mounted> {
  const mounted = await mountLab();
  if (run) {
    await button('Run').click();
    mounted.lab.finish();
  }
  await settled(mounted.app);
  await tab(name).click();
  return mounted;
}

describe('dark knowledge', () => {
  test('a test image, and what three networks see in it at T', async () => {
    await opened('Dark knowledge');
    await expect.element(page.getByRole('img', { name: 'A handwritten 4' })).toBeVisible();
    // The teacher's logits are 9 for the 4, 4 for the 9 and 0 for the rest: softmax at T = 8, and so for the others.
    await expect.element(row(/^4\s*, which it is/)).toHaveTextContent(/24\.2\s%.*31\.7\s%.*19\.9\s%/);
    await expect.element(row(/^9\b/)).toHaveTextContent(/13\.0\s%.*11\.7\s%.*13\.7\s%/);
    await button('T = 1').click();
    await expect.element(row(/^4\s*, which it is/)).toHaveTextContent(/99\.2\s%.*>99\.9\s%.*94\.6\s%/);
    await button('T → ∞').click();
    for (const start of [/^0\b/, /^9\b/])
      await expect.element(row(start)).toHaveTextContent(/10\.0\s%.*10\.0\s%.*10\.0\s%/);
    expect(await axeViolations()).toEqual([]);
  });

  test('before a run the networks that come with the lab answer', async () => {
    await opened('Dark knowledge', false);
    await expect
      .element(page.getByText(/These networks come with the lab, from a recorded run/))
      .toBeVisible();
    await expect.element(row(/^4\s*, which it is/)).toBeVisible();
  });

  test('while a run trains they are asked again whenever it has moved, and weights are read only while somebody looks', async () => {
    const { app, lab } = await opened('Dark knowledge', false);
    await button('Run').click();
    await expect.element(page.getByText('Computed here, by the networks of this run.')).toBeVisible();
    expect(lab.calls).toContain('watch true');
    lab.begin();
    for (const share of [0.2, 0.4]) {
      const { asked } = lab.networks;
      lab.networks.step = Math.round(100 * share);
      lab.train('students', share);
      await settled(app);
      await expect.poll(() => lab.networks.asked).toBeGreaterThan(asked);
      await expect.element(page.getByText(`after step ${100 * share} of 960`).first()).toBeVisible();
    }
    await tab('Runs').click();
    await expect.poll(() => lab.calls.at(-1)).toBe('watch false');
  });

  test('images are chosen by pointer and by keyboard; those that the teacher is least sure of come first when asked', async () => {
    await opened('Dark knowledge');
    const images = page.getByRole('listbox', { name: 'Test images' });
    await images.getByRole('option', { name: 'Test image 8, a 7' }).click();
    await expect.element(page.getByRole('img', { name: 'A handwritten 7' })).toBeVisible();
    await userEvent.keyboard('{ArrowRight}');
    await expect.element(page.getByRole('img', { name: 'A handwritten 8' })).toBeVisible();
    await page.getByLabelText('Which digits').selectOptions('Only 3');
    await expect.poll(() => images.getByRole('option').elements().length).toBe(4);
    await page.getByLabelText('In which order').selectOptions('teacher least sure first');
    expect(images.getByRole('option').elements().length).toBe(4);
  });

  test('look-alikes: a cell has the mean share, and shows the images behind it; one network minus another', async () => {
    await opened('Dark knowledge');
    await button('T = 1').click();
    const matrix = page.getByRole('region', { name: 'Look-alikes' });
    const cell = (of: number, answer: number) =>
      matrix.getByRole('button', { name: `in images of ${of}, of ${answer}` });
    await expect.element(cell(4, 9)).toHaveTextContent('0.7'); // e^4 / (e^9 + e^4 + 8)
    await cell(3, 8).click();
    const behind = page.getByRole('listbox', { name: 'Images of 3 in which it sees most of 8' });
    expect(behind.getByRole('option').elements()).toHaveLength(4);
    await behind.getByRole('option').first().click();
    await expect.element(page.getByRole('img', { name: 'A handwritten 3' })).toBeVisible();
    await page.getByRole('combobox', { name: 'minus' }).selectOptions('Distilled student');
    await expect.element(cell(4, 9)).toHaveTextContent('−4.0');
  });

  test('a run whose networks are not here says so', async () => {
    const { app } = await mountLab();
    await app.show(madeUpRun(presetById('quick')!.config));
    await settled(app);
    await expect.element(page.getByText(/The networks of this run are not here/)).toBeVisible();
  });

  test('what could not be had is told', async () => {
    const mounted = await mountLab();
    vi.spyOn(mounted.lab, 'answers').mockRejectedValue(new Error('The wire is cut.'));
    await tab('Dark knowledge').click();
    await expect.element(page.getByRole('alert')).toHaveTextContent('The wire is cut.');
  });
});

describe('a digit of one’s own', () => {
  test('drawn on the pad, all networks answer it, and the student that never saw a 3', async () => {
    await opened('Draw a digit');
    const canvas = page.getByRole('application', { name: 'Draw a digit' });
    await expect.element(page.getByText('The networks wait for ink.')).toBeVisible();
    (canvas.element() as HTMLElement).focus();
    await userEvent.keyboard(' {ArrowDown}{ArrowDown}{ArrowDown} ');
    await expect.element(page.getByText(/Answered in [\d.]+\sms/)).toBeVisible();
    await expect.element(page.getByText('Never saw a 3')).toBeVisible();
    await expect.poll(() => bars().getByRole('row').elements().length).toBe(12);
    expect(await axeViolations()).toEqual([]);
  });

  test('a test digit can be taken instead', async () => {
    await opened('Draw a digit');
    await button('Take a test digit').click();
    await button('Take a test digit').click();
    await expect.element(page.getByRole('definition').first()).toHaveTextContent(/^1\s+99\.2\s% at T = 1$/);
  });
});

describe('the loss', () => {
  const pulls = () => page.getByRole('table', { name: 'Where each term moves the logits' });

  test('each term’s pull at an image’s logits, at any T and weight, without touching the recipe', async () => {
    const { app } = await opened('The loss');
    await expect.element(pulls()).toBeVisible();
    const before = JSON.stringify(app.state.config);
    await page.getByRole('slider', { name: 'Teacher’s weight' }).fill('0');
    await expect.element(page.getByText(/the soft targets do 0\s% of the pulling/)).toBeVisible();
    await page.getByRole('slider', { name: 'Teacher’s weight' }).fill('1');
    await expect.element(page.getByText(/the soft targets do 100\s% of the pulling/)).toBeVisible();
    await expect.element(page.getByText(/away from plain matching of logits/)).toBeVisible();
    await button('T → ∞').click();
    // The student's logits are 7, 4 and 0, the teacher's 9, 4 and 0: the difference of -2, less its mean, over 10 classes.
    await expect
      .element(pulls().getByRole('row', { name: /^0\s*, which it is/ }))
      .toHaveTextContent(/\+0\.180\s*\+0\.180/);
    await page.getByRole('checkbox', { name: 'with T²' }).click();
    await expect.element(page.getByText(/the soft targets do 0\s% of the pulling/)).toBeVisible();
    expect(JSON.stringify(app.state.config)).toBe(before);
    expect(await axeViolations()).toEqual([]);
  });

  test('against T, with T² and without, and what it comes to', async () => {
    await opened('The loss');
    await expect.element(page.getByText('Pull of the soft targets against T')).toBeVisible();
    await expect.element(page.getByText('T → ∞, with T²').first()).toBeInTheDocument();
  });
});

test('images that two networks answer differently, and which of them is right', async () => {
  await opened('Disagreements');
  const images = page.getByRole('listbox', { name: 'Images of disagreement' });
  await expect
    .element(images.getByRole('option', { name: /^Test image 5, a 4: 9 · 100\s%, 4 · 95\s%$/ }))
    .toBeVisible();
  expect(images.getByRole('option').elements()).toHaveLength(1);
  await page.getByRole('combobox', { name: 'Show' }).selectOptions('where only the first is right');
  await expect.element(page.getByText(/0 of 40 test images/)).toBeVisible();
  expect(await axeViolations()).toEqual([]);
});
