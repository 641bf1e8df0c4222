/** Files of the user's own on the page: chosen, dropped, refused, chosen again; and what is said of few of them. */
import { afterEach, expect, test, vi } from 'vitest';
import { page } from 'vitest/browser';
import { LabError } from '../../src/core/errors.ts';
import type { ErrorReport } from '../../src/core/errors.ts';
import { DEFAULT_EXPERIMENT } from '../../src/core/presets.ts';
import { english } from '../../src/core/text.ts';
import { sortDroppedFiles } from '../../src/data/own-files.ts';
import { readOwnDataset } from '../../src/data/own.ts';
import type { LabApp } from '../../src/ui/lab-app.ts';
import { ownFiles } from '../worker/own-files.ts';
import { MNIST } from './fake-lab.ts';
import { axeViolations, button, expectEnabled, mountLab, settled, unmountLab } from './mount-lab.ts';

afterEach(() => {
  vi.restoreAllMocks();
  unmountLab();
});

async function mountOwn() {
  const mounted = await mountLab();
  mounted.app.load({ ...DEFAULT_EXPERIMENT, data: { ...DEFAULT_EXPERIMENT.data, dataset: 'own' } });
  const rail = mounted.app.shadowRoot!.querySelector('recipe-rail')!.shadowRoot!;
  rail.querySelector<HTMLDetailsElement>('details.data')!.open = true;
  await settled(mounted.app);
  const own = rail.querySelector('own-files')!.shadowRoot!;
  return { ...mounted, zone: own.querySelector('.zone')!, input: own.querySelector('input')! };
}

/** What reading them ends in. */
async function refusalOf(files: readonly File[]): Promise<ErrorReport> {
  const error: unknown = await sortDroppedFiles(files)
    .then(readOwnDataset)
    .catch((thrown: unknown) => thrown);
  if (!(error instanceof LabError)) throw new Error('expected a LabError', { cause: error });
  return { code: error.code, message: error.message, hint: error.hint };
}

function drop(on: Element, transfer: DataTransfer): DragEvent {
  const more = { dataTransfer: transfer, bubbles: true, composed: true, cancelable: true };
  const event = new DragEvent('drop', more);
  on.dispatchEvent(event);
  return event;
}

const notices = (app: LabApp) => app.state.notices.map(english);

test('D5 a damaged gzip file is called that, and a button opens the choice again', async () => {
  const [images, labels] = ownFiles() as [File, File];
  const stream = images.stream().pipeThrough(new CompressionStream('gzip'));
  const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
  bytes[bytes.length - 6]! ^= 1; // of its checksum
  const { app, lab, input } = await mountOwn();
  lab.send({ kind: 'failure', error: await refusalOf([new File([bytes], 'images.gz'), labels]) });
  await settled(app);
  await expect
    .element(page.getByRole('alert'))
    .toHaveTextContent('images.gz: The gzip file is damaged. Download the file again and retry.');
  expect(await axeViolations()).toEqual([]);
  const opened = vi.spyOn(input, 'click').mockImplementation(() => undefined);
  await button('Choose again').click();
  expect(opened).toHaveBeenCalledOnce();
  lab.send({ kind: 'dataset', dataset: { ...MNIST, id: 'own', title: 'images' } });
  await settled(app);
  expect(page.getByRole('alert').elements()).toEqual([]);
  expect(button('Choose again').elements()).toEqual([]);
});

test('D12 a choice that is cancelled does nothing; a folder or text that is dropped gets a sentence', async () => {
  const { app, lab, zone, input } = await mountOwn();
  input.dispatchEvent(new Event('cancel'));
  input.dispatchEvent(new Event('change')); // as older browsers tell it
  expect(lab.calls).toEqual(['open']);
  expect(notices(app)).toEqual([]);

  const text = new DataTransfer();
  text.setData('text/plain', 'hello');
  expect(drop(zone, text).defaultPrevented).toBe(true);
  expect(lab.calls).toEqual(['open']);
  expect(notices(app)).toEqual(['What was dropped holds no files; drop image and label files.']);

  // What a browser makes of a folder: a file of a few bytes that cannot be read.
  const folder = new File(['x'], 'mnist');
  const unread = new Blob();
  unread.arrayBuffer = () => Promise.reject(new DOMException('', 'NotFoundError'));
  folder.slice = () => unread;
  const { message, hint } = await refusalOf([folder]);
  expect(message).toBe('mnist: The file cannot be read.');
  expect(hint).toBe('If it is a folder, choose the files inside it; if it has changed, choose it again.');
  const elsewhere = new DataTransfer();
  elsewhere.items.add(new File(['x'], 'mnist'));
  expect(drop(app, elsewhere).defaultPrevented).toBe(true);
  await expect.poll(() => notices(app).at(-1)).toMatch(/^Nothing was opened: drop one file/);
  expect(app.state.run.status).toBe('idle');
});

test('D13 where there are fewer images than a batch takes, the recipe says what is done, and Run may be pressed', async () => {
  const { app, lab } = await mountOwn();
  const few = { ...MNIST, id: 'own', title: 'few', trainImages: 22, heldOut: 2, testImages: 5 } as const;
  lab.send({ kind: 'dataset', dataset: few });
  await settled(app);
  const { teacher, student } = app.state.config;
  for (const { batchSize } of [teacher, student])
    await expect
      .element(
        page.getByText(
          `A batch of ${batchSize} is more than the 20 images there are: every step takes all 20.`,
        ),
      )
      .toBeVisible();
  await expectEnabled('Run', true);
  expect(await axeViolations()).toEqual([]);
});

test.each([
  ['as large as', [128, 128], 'A student as large as its teacher may run; what it gains is not compression.'],
  [
    'larger than',
    [512, 512],
    'A student larger than its teacher may run; distilling then makes nothing smaller.',
  ],
])(
  'T2 a student %s its teacher may be trained, and the recipe says what that means',
  async (_, hidden, hint) => {
    const { app } = await mountLab();
    const teacher = { ...DEFAULT_EXPERIMENT.teacher, hidden: [128, 128] };
    app.load({ ...DEFAULT_EXPERIMENT, teacher, student: { ...DEFAULT_EXPERIMENT.student, hidden: [64] } });
    await settled(app);
    const hints = page.getByText(/^A student (as large as|larger than)/);
    expect(hints.elements()).toEqual([]);
    app.load({ ...DEFAULT_EXPERIMENT, teacher, student: { ...DEFAULT_EXPERIMENT.student, hidden } });
    await settled(app);
    await expect.element(hints).toBeVisible(); // while its card is closed
    await expect.element(hints).toHaveTextContent(hint);
    await expectEnabled('Run', true);
    expect(await axeViolations()).toEqual([]);
  },
);
