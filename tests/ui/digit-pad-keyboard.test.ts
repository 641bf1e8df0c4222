/** <digit-pad> without a pointer: a pen that the keyboard moves, and what is said of it. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { focused } from './mount-lab.ts';
import { frame, look, mountPad, type MountedPad } from './mount-pad.ts';

let mounted: MountedPad;
beforeEach(async () => {
  mounted = await mountPad();
});
afterEach(() => document.body.replaceChildren());

const say = () => page.getByRole('status');

test('arrows move a pen that is seen, Space puts it down and lifts it, and each is said', async () => {
  const { pad, canvas, told } = mounted;
  await userEvent.tab();
  expect(focused()).toBe(canvas);
  const pen = () => pad.shadowRoot!.querySelector<HTMLElement>('.pen');
  await expect.poll(() => pen()?.style.left).toBe('50%');
  await userEvent.keyboard('{ArrowUp>8/}');
  await expect.poll(() => Number.parseFloat(pen()!.style.top)).toBeCloseTo(50 - 800 / 28, 3);
  expect(told).toEqual([]);
  await expect.element(say()).toHaveTextContent('50 % across, 21 % down.');
  await userEvent.keyboard(' ');
  await expect.element(say()).toHaveTextContent('Pen on the paper, 50 % across, 21 % down.');
  expect(pen()!.className).toBe('pen down');
  await userEvent.keyboard('{Shift>}{ArrowDown}{ArrowDown}{ArrowDown}{ArrowDown}{/Shift} ');
  await expect.element(say()).toHaveTextContent('Pen lifted, 50 % across, 79 % down.');
  expect(look(told.at(-1))).toMatchObject({ height: 21 });
  await userEvent.keyboard('{ArrowRight}');
  await frame();
  expect(look(told.at(-1))).toMatchObject({ height: 21 }); // lifted, it draws no more
});

test('two arrows at once go aslant, and the pen stays on the paper', async () => {
  const { pad, canvas } = mounted;
  canvas.focus();
  await userEvent.keyboard('{ArrowLeft>}{ArrowUp>30/}{/ArrowLeft}');
  const pen = pad.shadowRoot!.querySelector<HTMLElement>('.pen')!;
  await expect.poll(() => [pen.style.left, pen.style.top]).toEqual(['0%', '0%']);
});

test('z and Control+z take back, Delete and Backspace clear, and clearing is taken back too', async () => {
  const { canvas, told } = mounted;
  canvas.focus();
  await userEvent.keyboard(' {ArrowRight>9/} ');
  const line = look(told.at(-1));
  await userEvent.keyboard('{ArrowDown>9/} {ArrowLeft>9/} ');
  expect(look(told.at(-1)).ink).not.toBe(line.ink);
  await userEvent.keyboard('z');
  expect(look(told.at(-1))).toEqual(line);
  await expect.element(say()).toHaveTextContent('Undone. Strokes on the paper: 1.');
  await userEvent.keyboard('{Delete}');
  expect(told.at(-1)).toBeUndefined();
  await expect.element(say()).toHaveTextContent('Cleared.');
  await userEvent.keyboard('{Control>}z{/Control}');
  expect(look(told.at(-1))).toEqual(line);
  await userEvent.keyboard('{Backspace}');
  expect(told.at(-1)).toBeUndefined();
});

test('Tab leads on, lifts the pen, and other keys are the browser’s', async () => {
  const { pad, canvas } = mounted;
  canvas.focus();
  await userEvent.keyboard(' {ArrowRight>5/}{Tab}');
  expect(focused()?.textContent.trim()).toBe('Undo');
  expect(pad.shadowRoot!.querySelector('.pen')).toBe(null);
  const other = new KeyboardEvent('keydown', { key: 'r', ctrlKey: true, cancelable: true });
  expect(canvas.dispatchEvent(other)).toBe(true);
});
