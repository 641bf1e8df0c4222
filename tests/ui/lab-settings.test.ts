/** The form: each bad value has its sentence and holds Run back, and nothing valid is lost by it. */
import { afterEach, describe, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { formatSetting } from '../../src/core/setting-value.ts';
import { readSetting, SETTINGS, writeSetting } from '../../src/core/settings.ts';
import { field, openCards, rail } from './recipe-form.ts';
import { axeViolations, button, expectEnabled, mountLab, settled, status, unmountLab } from './mount-lab.ts';

afterEach(unmountLab);

const slider = (name: string) => page.getByRole('slider', { name, exact: true });
const exact = (name: string) => page.getByRole('spinbutton', { name: `${name}, exact value` });

test('every setting of the table has a control that shows its value', async () => {
  const { app } = await mountLab();
  const shownNow = SETTINGS.filter(({ path }) => rail(app).querySelector(`[data-path="${path}"]`));
  expect(SETTINGS.filter((setting) => !shownNow.includes(setting)).map(({ path }) => path)).toEqual(
    ['teacher', 'student'].flatMap((owner) =>
      ['channels', 'blocks', 'width', 'heads'].map((name) => `${owner}.${name}`),
    ),
  );
  for (const { path, kind, ofNetworks } of SETTINGS) {
    const kindOf = path.replace(/\w+$/, 'architecture');
    if (ofNetworks && !ofNetworks.some((one) => one === readSetting(app.state.config, kindOf))) {
      app.load(writeSetting(app.state.config, kindOf, ofNetworks[0]!));
      await settled(app);
    }
    const control = field(app, path).querySelector<HTMLInputElement>('#control')!;
    const pressed = [...control.querySelectorAll('[aria-pressed=true]')].map((button) =>
      button.textContent.trim(),
    );
    const shown =
      kind === 'boolean'
        ? String(control.checked)
        : kind === 'classes'
          ? pressed.join('-') || 'none'
          : control.value;
    expect([path, shown]).toEqual([path, formatSetting(readSetting(app.state.config, path))]);
  }
});

describe('bad values', () => {
  test.each([
    ['C1', 'distillation.temperature', '0', 'Temperature T is "0"; it must be a number from 0.1 to 100.'],
    ['C1', 'distillation.temperature', '-1', 'Temperature T is "-1"; it must be a number from 0.1 to 100.'],
    ['C1', 'distillation.temperature', 'NaN', 'Temperature T is "NaN"; it must be a number from 0.1 to 100.'],
    ['C1', 'distillation.temperature', '1e309', 'Temperature T is "1e309"; it must be a number from 0.1'],
    ['C1', 'distillation.temperature', '', 'Temperature T is ""; it must be a number from 0.1 to 100.'],
    ['C2', 'distillation.softWeight', '1.5', 'alpha is "1.5"; it must be a number from 0 to 1.'],
    ['C2', 'distillation.softWeight', '-0.1', 'alpha is "-0.1"; it must be a number from 0 to 1.'],
    ['C2', 'student.learningRate', '0', 'Learning rate is "0"; it must be a number from 0.000001 to 10.'],
    ['C2', 'student.learningRate', '11', 'Learning rate is "11"; it must be a number from 0.000001 to 10.'],
    ['C2', 'student.hidden', '0', 'Hidden layers is "0"; it must be "none", or 1 to 8 layers'],
    ['C2', 'student.hidden', '1000000000', 'layers of 1 to 4096 units'],
    ['C2', 'student.hidden', Array(50).fill(8).join('-'), 'or 1 to 8 layers'],
    ['C2', 'teacher.hidden', '4096-4096-4096', 'at most 20000000 are allowed'],
    ['C2', 'student.batchSize', '0', 'Batch size is "0"; it must be a whole number from 1 to 1024.'],
    ['C2', 'student.batchSize', '1.5', 'Batch size is "1.5"; it must be a whole number from 1 to 1024.'],
    ['C2', 'student.batchSize', '1025', 'Batch size is "1025"; it must be a whole number from 1 to 1024.'],
    ['C2', 'teacher.epochs', '1e9', 'Epochs is "1e9"; it must be a whole number from 1 to 1000.'],
    ['C2', 'data.labelledImages', '60000', 'this data has 55000 to train on'],
  ])('%s %s as "%s"', async (_, path, text, sentence) => {
    const { app } = await mountLab();
    await openCards(app);
    const before = app.state.config;
    const control = field(app, path).querySelector<HTMLInputElement>('#control')!;
    await userEvent.fill(control, text);
    await expect.element(field(app, path).querySelector<HTMLElement>('#error')).toHaveTextContent(sentence);
    expect(control.value).toBe(text);
    await expectEnabled('Run', false);
    (button('Run').element() as HTMLButtonElement).click();
    expect(app.state.run.status).toBe('idle');
    await expect.element(status()).toHaveTextContent(sentence);
    // 60,000 images are allowed by the setting and refused by the data: that one value did take.
    if (path !== 'data.labelledImages') expect(app.state.config).toEqual(before);
    if (text === '0' || text === '60000') expect(await axeViolations()).toEqual([]); // seconds, and all look alike

    await userEvent.fill(control, formatSetting(readSetting(before, path)));
    await expectEnabled('Run', true);
    expect(app.state.config).toEqual(before);

    // A link that says the same is the experiment without it, and a notice.
    if (path === 'data.labelledImages') return;
    const { key } = SETTINGS.find((setting) => setting.path === path)!;
    location.hash = `#v=1&seed=5&${key}=${text}`;
    await expect.poll(() => app.state.notices.at(-1)).toContain(sentence);
    expect(readSetting(app.state.config, path)).toEqual(readSetting(before, path));
    await expectEnabled('Run', true);
  });

  test('two of them are both named', async () => {
    const { app } = await mountLab();
    await openCards(app);
    await userEvent.fill(field(app, 'teacher.epochs').querySelector('#control')!, '0');
    await userEvent.fill(field(app, 'distillation.temperature').querySelector('#control')!, 'x');
    await expect.element(status()).toHaveTextContent('Before you can run, correct Epochs, Temperature T.');
  });
});

describe('temperature and alpha', () => {
  test('slider, number, formula and words agree', async () => {
    const { app } = await mountLab();
    await expect.element(slider('Temperature T')).toHaveValue('8');
    await userEvent.fill(exact('Temperature T'), '3.5');
    await userEvent.fill(exact('Soft-label weight alpha'), '0.25');
    await expect.element(slider('Temperature T')).toHaveValue('3.5');
    await expect.element(slider('Soft-label weight alpha')).toHaveValue('0.25');
    const formula = rail(app).querySelector('loss-formula')!.shadowRoot!;
    const numbers = [...formula.querySelectorAll('mn')].map((mn) => mn.textContent);
    expect(numbers).toEqual(['0.25', '3.5', '2', '3.5', '3.5', '0.75', '1']);
    expect(formula.querySelector('msup')).toBeInstanceOf(MathMLElement);
    await expect
      .element(formula.querySelector<HTMLElement>('.words'))
      .toHaveTextContent('25 % teacher, 75 % labels');

    (slider('Temperature T').element() as HTMLElement).focus();
    await userEvent.keyboard('{ArrowRight}');
    await expect.element(exact('Temperature T')).toHaveValue('4');
  });

  test('T squared leaves the formula with its switch', async () => {
    const { app } = await mountLab();
    await openCards(app);
    await userEvent.click(field(app, 'distillation.tSquared').querySelector('#control')!);
    await settled(app);
    expect(rail(app).querySelector('loss-formula')!.shadowRoot!.querySelector('msup')).toBeNull();
  });

  test('a number can be typed digit by digit', async () => {
    const { app } = await mountLab();
    await userEvent.clear(exact('Temperature T'));
    await userEvent.type(exact('Temperature T'), '2.50');
    expect(app.state.config.distillation.temperature).toBe(2.5);
    await expect.element(exact('Temperature T')).toHaveValue('2.50');
    await userEvent.tab();
    await expect.element(exact('Temperature T')).toHaveValue('2.5');
  });

  test('arrow keys move the number within its range', async () => {
    await mountLab();
    (exact('Soft-label weight alpha').element() as HTMLElement).focus();
    await userEvent.keyboard('{ArrowDown}{ArrowDown}');
    await expect.element(exact('Soft-label weight alpha')).toHaveValue('0.8');
    await userEvent.keyboard('{ArrowUp>9/}');
    await expect.element(exact('Soft-label weight alpha')).toHaveValue('1');
  });
});

test('alpha weighs the labels where the reader wants it so: the slider is relabelled, the experiment is not', async () => {
  localStorage.removeItem('dark-knowledge-lab/alpha-weighs');
  const { app } = await mountLab();
  await page.getByRole('radio', { name: 'labels', exact: true }).click();
  const slider = page.getByRole('slider', { name: 'Label weight alpha' });
  await expect.element(slider).toHaveValue('0.1');
  expect(app.state.config.distillation.softWeight).toBe(0.9);
  const exact = page.getByRole('spinbutton', { name: 'Label weight alpha, exact value' });
  await exact.fill('0.3');
  expect(app.state.config.distillation.softWeight).toBe(0.7);
  await exact.fill('1.5'); // refused as it was typed
  await expect.element(page.getByText(/1\.5/).first()).toBeVisible();
  expect(app.state.config.distillation.softWeight).toBe(0.7);
  unmountLab();
  await mountLab(); // remembered
  await expect.element(page.getByRole('slider', { name: 'Label weight alpha' })).toBeVisible();
  await page.getByRole('radio', { name: 'soft targets' }).click();
  await expect.element(page.getByRole('slider', { name: 'Soft-label weight alpha' })).toHaveValue('0.9');
});

test('T6 a run keeps the settings that it began with; edits during it are marked as the next run’s', async () => {
  const { app, lab } = await mountLab();
  await button('Run').click();
  lab.begin();
  lab.train('teacher', 0.5);
  await settled(app);
  const begun = app.state.run.config!;
  await userEvent.fill(exact('Temperature T'), '2');
  await openCards(app);
  await userEvent.fill(field(app, 'teacher.epochs').querySelector('#control')!, '3');
  await expect.poll(() => app.state.config.teacher.epochs).toBe(3);
  expect(page.getByText('applies to the next run').elements()).toHaveLength(2); // on the teacher's card and on T's
  expect(app.state.run.config).toBe(begun);
  expect(begun).toMatchObject({ distillation: { temperature: 8 }, teacher: { epochs: 10 } });
  await expect.element(status()).toHaveTextContent('epoch 5 of 10'); // and not of 3
  lab.finish();
  await settled(app);
  expect(app.state.run.record!.config).toEqual(begun);
  expect(lab.config).toEqual(begun);
  await expect
    .element(status())
    .toHaveTextContent('Your changes apply to the next run: a new teacher and new students.');
  await button('Run').click();
  expect(lab.config).toMatchObject({ distillation: { temperature: 2 }, teacher: { epochs: 3 } });
});

test('an edit after a run is marked, and the status says what changes', async () => {
  const { app, lab } = await mountLab();
  await button('Run').click();
  lab.finish();
  await settled(app);
  await userEvent.fill(exact('Temperature T'), '2');
  await expect.element(status()).toHaveTextContent('the next run: new students, the same teacher.');
  await expect.element(page.getByText('applies to the next run')).toBeVisible();
  await openCards(app);
  await userEvent.fill(field(app, 'teacher.epochs').querySelector('#control')!, '3');
  await expect.element(status()).toHaveTextContent('a new teacher and new students');
  expect(app.state.run.config!.distillation.temperature).toBe(8);
});

test('a preset loads its experiment and says what to expect', async () => {
  const { app } = await mountLab();
  await page.getByRole('combobox', { name: 'Preset' }).selectOptions('honest-null');
  expect(app.state.config.student.hidden).toEqual([30, 30]);
  await expect.element(page.getByText('between 360 and 450 test errors')).toBeVisible();
  await userEvent.fill(exact('Temperature T'), '2');
  await expect.element(page.getByText('nobody has measured what to expect')).toBeVisible();
  await expect.element(page.getByRole('combobox', { name: 'Preset' })).toHaveValue('');
});

test('files of the user’s own are handed on unread, and a refusal stands beside the card', async () => {
  const { app, lab } = await mountLab();
  await openCards(app);
  await userEvent.selectOptions(field(app, 'data.dataset').querySelector('#control')!, 'own');
  await expectEnabled('Run', false);
  const input = rail(app).querySelector('own-files')!.shadowRoot!.querySelector('input')!;
  await userEvent.upload(input, [new File(['x'], 'a.idx'), new File(['y'], 'b.idx')]);
  await expect.poll(() => lab.files.map(({ name }) => name)).toEqual(['a.idx', 'b.idx']);
  const message = 'The file "a.idx" is no IDX file.';
  lab.send({ kind: 'failure', error: { code: 'data', message, hint: 'Choose IDX files.' } });
  await settled(app);
  await expect.element(page.getByRole('alert')).toHaveTextContent(`${message} Choose IDX files.`);
  expect(app.state.datasets.mnist).toBeDefined();
  expect(await axeViolations()).toEqual([]);
});
