// A model as the teacher, in the recipe.
import { afterEach, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { axeViolations, button, mountLab, settled, unmountLab } from './mount-lab.ts';

afterEach(unmountLab);

test('files and their scale are handed on; what is in use is named, and put away again', async () => {
  const { app, lab } = await mountLab();
  await page.getByRole('heading', { name: 'Teacher', exact: true }).click();
  await page.getByText('Use a model of your own').click();
  await userEvent.selectOptions(page.getByLabelText('It takes grey levels from'), '0-255');
  const files = [new File(['{}'], 'model.json'), new File([], 'w.bin')];
  await userEvent.upload(page.getByLabelText('Model and weights'), files);
  expect(lab.calls.at(-1)).toBe('openTeacher 0-255');
  expect(lab.files.map(({ name }) => name)).toEqual(['model.json', 'w.bin']);
  expect(await axeViolations()).toEqual([]);

  const teacher = { title: 'model.json', architecture: 'model.json', parameters: 7850 };
  lab.send({ kind: 'teacherFile', teacher: { ...teacher, testErrors: 106, testImages: 10_000 } });
  await settled(app);
  await expect
    .element(page.getByText(/In use instead: model.json, [^]* 106 of 10,000 test images\s+wrong/))
    .toBeVisible();
  expect(await axeViolations()).toEqual([]);
  await button('Train a teacher instead').click();
  expect(lab.calls.at(-1)).toBe('closeTeacher');
  await expect.element(page.getByText('Use a model of your own')).toBeVisible();
});
