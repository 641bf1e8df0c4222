/** The page from opening to results: each state says where things stand, offers what is possible, and passes axe. */
import { afterEach, describe, expect, test } from 'vitest';
import { page } from 'vitest/browser';
import { axeViolations, button, expectEnabled, mountLab, settled, status, unmountLab } from './mount-lab.ts';

afterEach(unmountLab);

describe('while things load', () => {
  test('Run waits, and the status says for what', async () => {
    const { lab } = await mountLab({ waiting: true });
    await expect.element(status()).toHaveTextContent('Preparing the device.');
    await expectEnabled('Run', false);
    expect(lab.calls).toEqual(['open']);
  });

  test('the download is measured, not guessed', async () => {
    const { app, lab } = await mountLab({ waiting: true });
    lab.send({ kind: 'download', loadedBytes: 1_200_000, totalBytes: 3_000_000 });
    await settled(app);
    await expect.element(status()).toHaveTextContent('1.2 of 3.0 MB');
    await expect.element(page.getByRole('progressbar')).toHaveAttribute('aria-valuenow', '40');
    expect(await axeViolations()).toEqual([]);
  });

  test('a failure is one sentence with one button', async () => {
    const { app, lab } = await mountLab({ waiting: true });
    lab.send({
      kind: 'failure',
      error: { code: 'network', message: 'The images did not arrive.', hint: 'Check the connection.' },
    });
    await settled(app);
    await expect
      .element(page.getByRole('alert'))
      .toHaveTextContent('The images did not arrive. Check the connection.');
    expect(await axeViolations()).toEqual([]);
    await button('Try again').click();
    expect(lab.calls).toEqual(['open', 'open']);
  });
});

describe('a run', () => {
  test('goes through its states with the buttons that fit each', async () => {
    const { app, lab } = await mountLab();
    await expect.element(status()).toHaveTextContent('Ready.');
    for (const [name, enabled] of [
      ['Run', true],
      ['Pause', false],
      ['Step', true],
      ['Stop', false],
      ['Reset', false],
      ['Export', false],
    ] as const)
      await expectEnabled(name, enabled);
    expect(await axeViolations()).toEqual([]);

    await button('Run').click();
    lab.begin();
    lab.train('teacher', 0.5);
    await settled(app);
    await expectEnabled('Run', false);
    await expect
      .element(status())
      .toHaveTextContent('Training the teacher · epoch 5 of 10 · step 395 of 790 · about 2 min left');
    expect(await axeViolations()).toEqual([]);

    await button('Pause').click();
    await expect.element(status()).toHaveTextContent('Paused · Training the teacher');
    await button('Step').click();
    await button('Resume').click();
    expect(lab.calls).toEqual(['open', 'run', 'pause', 'step', 'resume']);

    lab.progress('measuring', 0.9, { images: { answered: 1500, of: 10_000 }, secondsLeft: 20 });
    await expect
      .element(status())
      .toHaveTextContent('Measuring on the test images · image 1,500 of 10,000 · about 20 s left');
    lab.finish();
    await settled(app);
    await expect.element(status()).toHaveTextContent('Finished.');
    await expectEnabled('Export', true);
    await expect
      .element(page.getByText('The distilled student made 271 fewer errors of 10,000'))
      .toBeVisible();
    await expect.element(page.getByRole('img', { name: 'Accuracy' })).toBeVisible();
    await expect.element(page.getByRole('img', { name: 'Loss' })).toBeVisible();
    expect(await axeViolations()).toEqual([]);
  });

  test('fills a table that was there from the start', async () => {
    const { app, lab } = await mountLab();
    const table = page.getByRole('table', { name: 'Results' });
    await expect.element(table).toBeVisible();
    const before = table.getByRole('cell').elements().length;
    expect(before).toBe(24);
    await expect.element(table.getByRole('cell').first()).toHaveTextContent('not computed');
    await button('Run').click();
    lab.finish();
    await settled(app);
    expect(table.getByRole('cell').elements().length).toBe(before);
    const row = table.getByRole('row', { name: /Distilled student/ });
    await expect.element(row).toHaveTextContent(/619.*93\.81.*2\.0.*94\.0.*49.*118,282.*2\.3×.*41\.2/);
    // A number that was not computed is not 0.
    await expect
      .element(
        table
          .getByRole('row', { name: /Teacher/ })
          .getByRole('cell')
          .nth(4),
      )
      .toHaveTextContent('not computed');
  });

  test('that is stopped keeps its curves and gives no verdict', async () => {
    const { app, lab } = await mountLab();
    await button('Run').click();
    lab.begin();
    lab.train('teacher', 0.4);
    await button('Stop').click();
    await expect.element(status()).toHaveTextContent('Stopping after this step');
    await expectEnabled('Stop', false);
    lab.fail({ code: 'stopped', message: 'The run was stopped.', hint: '' });
    await settled(app);
    await expect.element(status()).toHaveTextContent('Stopped; the curves stay.');
    await expect.element(page.getByText('No verdict: the run ended')).toBeVisible();
    await expect.element(page.getByRole('img', { name: 'Accuracy' })).toBeVisible();
    expect(await axeViolations()).toEqual([]);
    await button('Reset').click();
    await expect.element(status()).toHaveTextContent('Ready.');
  });

  test('that fails says so, and can be repeated where that may help', async () => {
    const { app, lab } = await mountLab();
    await button('Run').click();
    lab.begin();
    lab.fail({ code: 'backend', message: 'The GPU was lost.', hint: 'Run again.' });
    await settled(app);
    await expect.element(page.getByRole('alert')).toHaveTextContent('The GPU was lost. Run again.');
    expect(await axeViolations()).toEqual([]);
    await button('Run again').click();
    expect(lab.calls).toEqual(['open', 'run', 'run']);
  });

  test('T1 whose loss explodes keeps its curve and is not offered again as it is', async () => {
    const { app, lab } = await mountLab();
    await button('Run').click();
    lab.begin();
    lab.train('teacher', 0.4);
    const { history } = app.state.run;
    lab.fail({ code: 'diverged', message: 'The loss is NaN at step 12.', hint: 'Lower the learning rate.' });
    await settled(app);
    await expect
      .element(page.getByRole('alert'))
      .toHaveTextContent('The loss is NaN at step 12. Lower the learning rate.');
    expect(history.length).toBeGreaterThan(3);
    expect(app.state.run).toMatchObject({ status: 'failed', history, results: [] });
    await expect.element(page.getByRole('img', { name: 'Accuracy' })).toBeVisible();
    expect(button('Run again').elements()).toEqual([]);
  });

  test('started by Step begins paused and does one step', async () => {
    const { lab } = await mountLab();
    await button('Step').click();
    await expect.poll(() => lab.calls).toEqual(['open', 'run paused', 'step']);
  });

  test('T4 starts once however often Run is pressed', async () => {
    const { lab } = await mountLab();
    const run = button('Run').element() as HTMLButtonElement;
    run.click();
    run.click();
    await expect.poll(() => lab.calls).toEqual(['open', 'run']);
  });
});

test('scripts can load, start and take the charts', async () => {
  const { app, lab } = await mountLab({ waiting: true });
  app.load({ ...app.state.config, seed: 7 });
  const record = app.start();
  lab.ready();
  await expect.poll(() => lab.calls).toContain('run');
  lab.finish();
  expect((await record).config.seed).toBe(7);
  const images = await app.chartImages();
  expect(images.accuracy).toMatch(/^data:image\/png;base64,/);
  expect(images.loss).toMatch(/^data:image\/png;base64,/);
});

test('a script that starts a run hears why it ended', async () => {
  const { app, lab } = await mountLab();
  const failing = app.start();
  await expect.poll(() => lab.calls).toContain('run');
  lab.fail({ code: 'diverged', message: 'The loss is NaN at step 12.', hint: '' });
  await expect(failing).rejects.toThrow('The loss is NaN at step 12.');
});
