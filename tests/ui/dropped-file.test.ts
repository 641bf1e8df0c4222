/** Files that are dropped on the page: what they hold is opened or refused in one sentence, and the page stays. */
import { afterEach, expect, test } from 'vitest';
import { DEFAULT_EXPERIMENT } from '../../src/core/presets.ts';
import { english } from '../../src/core/text.ts';
import { mountLab, settled, unmountLab } from './mount-lab.ts';

afterEach(unmountLab);

/** @returns the event, after everybody has heard of it */
function drop(on: Element, files: readonly File[], type: 'dragover' | 'drop' = 'drop'): DragEvent {
  const dataTransfer = new DataTransfer();
  for (const file of files) dataTransfer.items.add(file);
  const event = new DragEvent(type, { dataTransfer, bubbles: true, composed: true, cancelable: true });
  on.dispatchEvent(event);
  return event;
}

const json = (text: string, name = 'mine.json') => new File([text], name, { type: 'application/json' });

test('an experiment that is dropped anywhere is opened, and starts nothing', async () => {
  const { app, lab } = await mountLab();
  const stage = app.shadowRoot!.querySelector('lab-stage')!;
  const file = json(JSON.stringify({ ...DEFAULT_EXPERIMENT, seed: 42 }));
  expect(drop(stage, [file], 'dragover').defaultPrevented).toBe(true);
  expect(drop(stage, [file]).defaultPrevented).toBe(true);
  await expect.poll(() => app.state.config.seed).toBe(42);
  expect(lab.calls).toEqual(['open']);
  expect(app.state.notices).toEqual([]);
});

test.each([
  ['no JSON', [json('{ not JSON')], /^In "mine.json": The experiment is not JSON/],
  ['no experiment', [json('{}')], /^In "mine.json": The experiment/],
  ['many things wrong', [json('{"a":1,"b":2,"data":{"x":1},"version":9}')], /^In "mine.json": /],
  ['a name that is a trick', [json('[', '\u202e<img src=x>.json')], /^In "<img src=x>.json": /],
  ['deeply nested', [json('['.repeat(60_000))], /^In "mine.json": /],
  ['too much', [json(' '.repeat(70_000))], /at most 65536 are read\.$/],
  ['a bad run', [json('{"format": "dark-knowledge-lab/run", "version": 1}')], /The run cannot be read/],
  ['a picture', [new File(['x'], 'a.png', { type: 'image/png' })], /^Nothing was opened: drop one file/],
  ['two files', [json('{}'), json('{}')], /^Nothing was opened: drop one file/],
])('%s: refused in one sentence, and nothing changes', async (_, files, sentence) => {
  const { app } = await mountLab();
  expect(drop(app, files).defaultPrevented).toBe(true);
  await expect.poll(() => app.state.notices.map(english)).toEqual([expect.stringMatching(sentence)]);
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(app.state.notices).toHaveLength(1);
  expect(app.state.config).toEqual(DEFAULT_EXPERIMENT);
});

test('a file that cannot be read is told', async () => {
  const { app } = await mountLab();
  const gone = json('{}');
  gone.text = () => Promise.reject(new DOMException('', 'NotFoundError'));
  const share = app.shadowRoot!.querySelector('share-bar')!;
  const { openFile } = await import('../../src/ui/open-file.ts');
  await openFile(share, gone);
  expect(app.state.notices.map(english)).toEqual([
    'The file "mine.json" could not be read; choose it again.',
  ]);
});

test('the drop zone of images keeps its files, and a field of files its own', async () => {
  const { app, lab } = await mountLab();
  app.load({ ...DEFAULT_EXPERIMENT, data: { ...DEFAULT_EXPERIMENT.data, dataset: 'own' } });
  await settled(app);
  const rail = app.shadowRoot!.querySelector('recipe-rail')!.shadowRoot!;
  const own = rail.querySelector('own-files')!.shadowRoot!;
  const images = new File(['x'], 'images.json');
  drop(own.querySelector('.zone')!, [images]);
  expect(lab.files.map(({ name }) => name)).toEqual(['images.json']);
  const teacher = rail.querySelector('teacher-file')!.shadowRoot!.querySelector('input[type=file]')!;
  expect(drop(teacher, [json('{}', 'model.json')], 'dragover').defaultPrevented).toBe(false);
  expect(drop(teacher, [json('{}', 'model.json')]).defaultPrevented).toBe(false);
  expect(app.state.notices).toEqual([]);
});

test('text that is dragged goes where it is dropped', async () => {
  const { app } = await mountLab();
  expect(drop(app, []).defaultPrevented).toBe(false);
  expect(app.state.notices).toEqual([]);
});
