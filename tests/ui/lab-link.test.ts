/** Links and files from strangers: shown as text, never started, and the address follows what is edited. */
import { afterEach, expect, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { askedRuntime } from '../../src/ui/address.ts';
import { FakeLab } from './fake-lab.ts';
import { button, mountLab, settled, unmountLab } from './mount-lab.ts';

afterEach(() => {
  vi.restoreAllMocks();
  unmountLab();
});

test('a link shows its experiment and starts nothing', async () => {
  const { app, lab } = await mountLab({ hash: '#v=1&T=4&a=0.5' });
  expect(app.state.config.distillation).toMatchObject({ temperature: 4, softWeight: 0.5 });
  await new Promise((resolve) => setTimeout(resolve, 500));
  expect(lab.calls).toEqual(['open']);
  expect(app.state.run.status).toBe('idle');
});

test('a hostile link is text', async () => {
  const { app } = await mountLab({ hash: '#v=1&T=<img src=x onerror=alert(1)>&__proto__=1&seed=5' });
  await expect.element(page.getByText('<img src=x onerror=alert(1)>')).toBeVisible();
  expect(app.shadowRoot!.querySelector('lab-notes')!.shadowRoot!.querySelector('img')).toBeNull();
  expect(app.state.config.seed).toBe(5);
  await button('Dismiss').click();
  expect(app.state.notices).toEqual([]);
});

test('another hash is another experiment', async () => {
  const { app } = await mountLab();
  location.hash = '#v=1&T=2';
  await expect.poll(() => app.state.config.distillation.temperature).toBe(2);
});

test('the address follows an edit, without a new entry in the history', async () => {
  await mountLab();
  const entries = history.length;
  await userEvent.fill(page.getByRole('spinbutton', { name: 'Temperature T, exact value' }), '5');
  await expect.poll(() => location.hash).toBe('#v=1&T=5');
  expect(history.length).toBe(entries);
});

test('Export hands out the run, the table, the charts and the experiment', async () => {
  const { app, lab } = await mountLab();
  const files: string[] = [];
  vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
    files.push(`${this.download} ${this.href.slice(0, 5)}`);
  });
  await button('Run').click();
  lab.finish();
  await settled(app);
  await button('Export').click();
  for (const name of [
    'Results as CSV',
    'Accuracy chart as PNG',
    'Loss chart as PNG',
    'Experiment as JSON',
  ] as const) {
    await button('More files').click();
    await button(name).click();
  }
  await expect
    .poll(() => [...files].sort())
    .toEqual([
      'accuracy.png data:',
      'experiment.json blob:',
      'loss.png data:',
      'results.csv blob:',
      'run.json blob:',
    ]);
});

test('an experiment file is loaded or refused with a sentence', async () => {
  const { app } = await mountLab();
  const share = app.shadowRoot!.querySelector('share-bar')!.shadowRoot!;
  const input = share.querySelector<HTMLInputElement>('input[type=file]')!;
  const open = async (text: string): Promise<void> => {
    await userEvent.upload(input, new File([text], 'experiment.json'));
    await settled(app);
  };
  await open(JSON.stringify({ ...app.state.config, seed: 42 }));
  await expect.poll(() => app.state.config.seed).toBe(42);
  await open('{ not JSON');
  await expect
    .poll(() => app.state.notices.at(-1))
    .toBe('In "experiment.json": The experiment is not JSON: "{ not JSON".');
  await open(JSON.stringify({ ...app.state.config, seed: -1 }));
  await expect.poll(() => app.state.notices.at(-1)).toContain('Seed is "-1"');
  expect(app.state.config.seed).toBe(42);
});

test('the address may ask for a backend and a trainer that exist', () => {
  expect(askedRuntime('?backend=cpu')).toEqual({ asked: { backend: 'cpu' }, notices: [] });
  expect(askedRuntime('?trainer=tfjs&backend=webgpu').asked).toEqual({ backend: 'webgpu', trainer: 'tfjs' });
  expect(askedRuntime('?x=1')).toEqual({ asked: {}, notices: [] });
  expect(askedRuntime('?backend=cuda&trainer=personal')).toEqual({
    asked: {},
    notices: [
      'The address asks for the backend "cuda"; it must be webgpu, wasm, webgl or cpu, so the best one that works is used.',
      'The address asks for the trainer "personal"; it must be fused or tfjs, so the best one that works is used.',
    ],
  });
});

test('what the address asks for reaches the lab', async () => {
  const before = location.pathname + location.search;
  history.replaceState(null, '', '?trainer=tfjs&backend=wasm');
  const lab = new FakeLab();
  const app = document.createElement('lab-app');
  app.connect = lab.connect;
  document.body.replaceChildren(app);
  expect(lab.calls).toEqual(['backend wasm', 'trainer tfjs', 'open']);
  history.replaceState(null, '', before);
});
