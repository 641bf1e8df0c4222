/** <digit-image>: the right pixels in the page's ink, a name for who does not see it, and a hundred of them at once. */
import axe from 'axe-core';
import { afterEach, expect, test } from 'vitest';
import { cdp, page } from 'vitest/browser';
import '../../src/ui/digit-image.ts';
import type { DigitImage } from '../../src/ui/digit-image.ts';

afterEach(async () => {
  document.body.replaceChildren();
  await emulate([]);
});

const digit = Uint8Array.from({ length: 784 }, (_, i) => i % 256);

async function show(pixels: Uint8Array | undefined, label = ''): Promise<DigitImage> {
  const image = document.createElement('digit-image');
  Object.assign(image, { pixels, label });
  document.body.append(image);
  await image.updateComplete;
  return image;
}

const canvasOf = (image: DigitImage) => image.shadowRoot!.querySelector('canvas')!;
const rgba = (image: DigitImage, i: number) => [
  ...canvasOf(image)
    .getContext('2d')!
    .getImageData(i % 28, Math.floor(i / 28), 1, 1).data,
];

interface Session {
  send(method: string, parameters: unknown): Promise<unknown>;
}
const emulate = (features: readonly { readonly name: string; readonly value: string }[]) =>
  (cdp() as unknown as Session).send('Emulation.setEmulatedMedia', { features });

test('grey levels become ink on nothing', async () => {
  const image = await show(digit);
  image.style.color = 'rgb(255, 0, 0)';
  image.pixels = digit.slice();
  await image.updateComplete;
  expect([0, 100, 255, 256 + 255, 783].map((i) => rgba(image, i)[3])).toEqual([0, 100, 255, 255, 783 % 256]);
  expect(rgba(image, 255)).toEqual([255, 0, 0, 255]);
  image.pixels = undefined;
  await image.updateComplete;
  expect(rgba(image, 255)[3]).toBe(0);
});

test('its ink follows the colour scheme, forced colours too', async () => {
  document.documentElement.style.colorScheme = 'light dark';
  await emulate([{ name: 'prefers-color-scheme', value: 'light' }]);
  const image = await show(digit);
  image.style.color = 'light-dark(rgb(10, 20, 30), rgb(240, 230, 220))';
  image.pixels = digit.slice();
  await image.updateComplete;
  expect(rgba(image, 255)).toEqual([10, 20, 30, 255]);
  await emulate([{ name: 'prefers-color-scheme', value: 'dark' }]);
  await expect.poll(() => rgba(image, 255)).toEqual([240, 230, 220, 255]);
  await emulate([{ name: 'forced-colors', value: 'active' }]);
  await expect.poll(() => rgba(image, 255)).not.toEqual([240, 230, 220, 255]);
  const text = document.createElement('span');
  text.style.color = 'CanvasText';
  document.body.append(text);
  expect(`rgb(${rgba(image, 255).slice(0, 3).join(', ')})`).toBe(getComputedStyle(text).color);
  document.documentElement.style.colorScheme = '';
});

test('it is an image with a name, or decoration without one', async () => {
  await show(digit, 'A 7 of the test set');
  await expect.element(page.getByRole('img', { name: 'A 7 of the test set' })).toBeVisible();
  await show(digit);
  expect(page.getByRole('img').elements()).toHaveLength(1);
  const { violations } = await axe.run(document.body, { rules: { region: { enabled: false } } });
  expect(violations.map(({ id }) => id)).toEqual([]);
});

test('at any size it is square and its pixels are not smoothed', async () => {
  const image = await show(digit);
  for (const width of [20, 56, 333]) {
    image.style.width = `${width}px`;
    expect(canvasOf(image).getBoundingClientRect()).toMatchObject({ width, height: width });
  }
  expect(getComputedStyle(canvasOf(image)).imageRendering).toBe('pixelated');
});

test('a hundred appear, and change, within a few frames', async () => {
  const images = Array.from({ length: 100 }, () => document.createElement('digit-image'));
  const timed = async (change: () => void): Promise<number> => {
    const start = performance.now();
    change();
    await Promise.all(images.map((image) => image.updateComplete));
    return performance.now() - start;
  };
  const shown = await timed(() => {
    for (const image of images) image.pixels = digit;
    document.body.append(...images);
  });
  const changed = await timed(() => {
    for (const image of images) image.pixels = digit.slice();
  });
  expect(rgba(images[99]!, 255)[3]).toBe(255);
  expect(shown).toBeLessThan(200); // 24 ms and 4 ms on two cores without a GPU
  expect(changed).toBeLessThan(100);
});
