/** The badge: what computes, who trains and why, and the GPU memory that a run holds. */
import { afterEach, expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { DEVICE } from './fake-lab.ts';
import { axeViolations, button, mountLab, settled, unmountLab } from './mount-lab.ts';

afterEach(unmountLab);

const badge = () => page.getByRole('button', { name: /^Backend/ });
const text = (exactly: string) => page.getByText(exactly, { exact: true });

test('says what will be tried before a run', async () => {
  await mountLab();
  await expect.element(badge()).toHaveAccessibleName('Backend WebGPU · fused, software adapter');
  await badge().click();
  await expect.element(page.getByText('They are the first choice, and they work here.')).toBeVisible();
  expect(page.getByText(/GPU memory/).elements()).toEqual([]);
});

test('says why it is not the fused trainer', async () => {
  const { app, lab } = await mountLab({ waiting: true });
  const trainerReason = 'The fused trainer needs WebGPU.';
  const { adapter: _, ...device } = DEVICE;
  lab.send({
    kind: 'device',
    device: { ...device, backend: 'wasm', softwareAdapter: false, trainer: 'tfjs', trainerReason },
  });
  await settled(app);
  await expect.element(badge()).toHaveAccessibleName('Backend WebAssembly · tfjs');
  await badge().click();
  await expect.element(page.getByText(trainerReason)).toBeVisible();
  await expect.element(page.getByText('tfjs, the reference')).toBeVisible();
});

test('shows the memory a run holds at most, and its kernels', async () => {
  await page.viewport(1280, 800); // a narrow page has it in the badge only
  const { app, lab } = await mountLab();
  await button('Run').click();
  lab.begin();
  lab.opens('teacher', { gpuBytes: 92_345_678, variants: { dense: '8x4', loss: 'rows' } });
  await settled(app);
  await expect.element(text('GPU memory 92.3\u00a0MB')).toBeVisible();
  lab.opens('students', { gpuBytes: 40e6, variants: { dense: '4x4' } });
  await settled(app);
  await expect.element(text('GPU memory 92.3\u00a0MB')).toBeVisible();
  await badge().click();
  await expect.element(text('Teacher: dense 8x4, loss rows')).toBeVisible();
  await expect.element(text('Students: dense 4x4')).toBeVisible();
  expect(await axeViolations()).toEqual([]);
  await button('Reset').click();
  await settled(app);
  expect(page.getByText(/GPU memory/).elements()).toEqual([]);
});

test('a stage that the fused trainer cannot do is told about', async () => {
  const { app, lab } = await mountLab();
  await button('Run').click();
  lab.begin();
  lab.opens('teacher');
  lab.opens('students', { trainer: 'tfjs', reasons: ['The fused trainer cannot do that.'] });
  await settled(app);
  await expect.element(badge()).toHaveAccessibleName('Backend WebGPU · tfjs, software adapter');
  await badge().click();
  await expect.element(page.getByText('The fused trainer cannot do that.')).toBeVisible();
});
