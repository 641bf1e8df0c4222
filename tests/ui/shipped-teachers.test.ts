// Teachers that come with the lab, in the recipe and on the stage.
import { afterEach, expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { presetById } from '../../src/core/presets.ts';
import { MNIST } from './fake-lab.ts';
import { axeViolations, button, focused, mountLab, settled, unmountLab } from './mount-lab.ts';

afterEach(unmountLab);

test('one click sets what such a teacher depends on; the page says where it comes from and trains it afresh', async () => {
  const { app, lab } = await mountLab();
  const { config } = presetById('full')!;
  const urls = { model: 'm', weights: 'w', run: 'r' };
  const teachers = [{ title: '256-256', config, testErrors: 198, testImages: 10_000, urls }];
  lab.send({ kind: 'dataset', dataset: { ...MNIST, teachers } });
  await page.getByRole('heading', { name: 'Teacher', exact: true }).click();
  await expect.element(page.getByText('256-256, 198 of 10,000 wrong')).toBeVisible();
  expect(await axeViolations()).toEqual([]);
  const students = app.state.config.student;
  await button('Use it: 256-256').click();
  await settled(app);
  await expect.element(button('Chosen: 256-256')).toBeVisible();
  expect(focused()?.ariaLabel).toBe('Chosen: 256-256');
  expect(app.state.config).toMatchObject({ teacher: config.teacher, student: students });
  expect(app.state.config.data).toMatchObject({ teacherImages: 55_000, labelledImages: 1000 });

  await button('Run').click();
  lab.begin();
  lab.opens('teacher', { reuse: { from: 'lab', title: '256-256', trainedOn: 'llvmpipe' } });
  const sentence = 'The teacher comes with the lab: 256-256, trained beforehand on llvmpipe.';
  await expect.element(page.getByText(sentence)).toBeVisible();
  expect(await axeViolations()).toEqual([]);
  await button('Train it afresh').click();
  expect(lab.calls.at(-1)).toBe('stop');
});
