// A model as the teacher, in the recipe.
import { afterEach, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { compile } from '../../src/core/compile.ts';
import { summarise } from '../../src/core/events.ts';
import { DEVICE } from './fake-lab.ts';
import { axeViolations, button, mountLab, settled, unmountLab } from './mount-lab.ts';

afterEach(unmountLab);

test('files and their scale are handed on; what is in use is named, and put away again', async () => {
  const { app, lab } = await mountLab();
  await page.getByRole('heading', { name: 'Teacher', exact: true }).click();
  await page.getByText('Use a model of your own').click();
  await userEvent.selectOptions(page.getByLabelText('It takes grey levels from'), '0-255');
  const files = [new File(['{}'], 'model.json'), new File([], 'w.bin')];
  await userEvent.upload(page.getByLabelText('Model and weights'), files);
  expect(lab.calls.at(-1)).toBe('openTeacher 0-255 mnist');
  expect(lab.files.map(({ name }) => name)).toEqual(['model.json', 'w.bin']);
  expect(await axeViolations()).toEqual([]);

  const teacher = { title: 'model.json', parameters: 7850 };
  lab.send({ kind: 'teacherFile', teacher: { ...teacher, triedErrors: 4, triedImages: 300 } });
  await settled(app);
  await expect
    .element(
      page.getByText(
        /In use instead:\s+model\.json,\s+7,850\s+parameters,\s+4\s+of\s+300\s+training\s+images\s+wrong/,
      ),
    )
    .toBeVisible();
  expect(await axeViolations()).toEqual([]);
  await button('Run').click();
  lab.begin();
  lab.opens('teacher', { reuse: { from: 'file', title: 'model.json' } });
  await expect.element(page.getByText('The teacher came from a file: model.json.')).toBeVisible();
  await expect.element(button('Train it afresh')).not.toBeInTheDocument(); // that would not put the file away
  await button('Train a teacher instead').click();
  expect(lab.calls.at(-1)).toBe('closeTeacher');
  await expect.element(page.getByText('Use a model of your own')).toBeVisible();
});

test('an imported model is drawn to scale beside the others', async () => {
  const { app, lab } = await mountLab();
  await button('Run').click();
  const [teacher, ...students] = summarise(compile(app.state.config));
  const networks = [{ ...teacher!, architecture: 'imported: model.json', parameters: 40_000 }, ...students];
  lab.event({ kind: 'started', device: DEVICE, networks });
  await settled(app);
  const strip = app.shadowRoot!.querySelector('lab-stage')!.shadowRoot!.querySelector('network-strip')!;
  const figures = [...strip.shadowRoot!.querySelectorAll('.figure')];
  const sizes = figures.map((figure) =>
    [...figure.querySelectorAll('rect')].map(
      (block) => block.width.baseVal.value * block.height.baseVal.value,
    ),
  );
  expect(sizes.map((blocks) => blocks.length)).toEqual([1, 3, 3]);
  const share = sizes[0]![0]! / sizes[1]![0]!; // 200 x 200 weights beside 784 x 128
  expect(share).toBeCloseTo(40_000 / (784 * 128), 2);
});
