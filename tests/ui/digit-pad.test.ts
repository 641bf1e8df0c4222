/** <digit-pad>: drawn on by mouse, touch and pen, and by clicks; what goes in and out of it, and how fast. */
import axe from 'axe-core';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { cdp, page, userEvent } from 'vitest/browser';
import { button } from './mount-lab.ts';
import { frame, look, mountPad, type MountedPad, type Place } from './mount-pad.ts';

let mounted: MountedPad;
beforeEach(async () => {
  mounted = await mountPad();
});
afterEach(() => document.body.replaceChildren());

const somebodys = Uint8Array.from({ length: 784 }, (_, i) =>
  i % 28 >= 12 && i % 28 < 15 && i >= 4 * 28 && i < 24 * 28 ? 200 : 0,
);

describe('by pointer', () => {
  test('a drag of the mouse is a stroke: told while it is drawn, and shown', async () => {
    const { pad, told, drag, inkAt } = mounted;
    await drag([0.5, 0.1], [0.5, 0.9]);
    await frame();
    expect(look(told.at(-1))).toMatchObject({ width: 3, height: 21 });
    expect([inkAt([0.5, 0.5]), inkAt([0.7, 0.5])]).toEqual([255, 0]);
    expect(pad.pixels).toBe(told.at(-1));
    await pad.updateComplete;
    expect(pad.shadowRoot!.querySelector('digit-image')!.pixels).toBe(pad.pixels);
    await expect.element(page.getByRole('img', { name: 'Your drawing in 28 by 28 pixels' })).toBeVisible();
  });

  test('a click is a dot, and a click with Shift a straight line from it', async () => {
    const { told, click, inkAt } = mounted;
    await click([0.2, 0.3]);
    expect(look(told.at(-1))).toMatchObject({ width: 7, height: 7 });
    await click([0.8, 0.3], ['Shift']);
    await frame();
    expect(inkAt([0.5, 0.3])).toBe(255);
    expect(look(told.at(-1)).width).toBeGreaterThanOrEqual(20);
    expect(look(told.at(-1)).height).toBeLessThanOrEqual(4);
    await button('Undo').click();
    expect(look(told.at(-1))).toMatchObject({ width: 7, height: 7 });
  });

  test('a finger draws, and the page does not scroll under it', async () => {
    const { canvas, told, inkAt } = mounted;
    document.body.style.height = '4000px';
    const outer = window.frameElement!.getBoundingClientRect();
    const { left, top, width } = canvas.getBoundingClientRect();
    const scale = outer.width / innerWidth;
    const touch = (type: string, ...places: Place[]) =>
      (cdp() as unknown as Session).send('Input.dispatchTouchEvent', {
        type,
        touchPoints: places.map(([x, y]) => ({
          x: outer.left + scale * (left + x * width),
          y: outer.top + scale * (top + y * width),
        })),
      });
    await touch('touchStart', [0.5, 0.9]);
    for (const y of [0.7, 0.5, 0.3, 0.1]) await touch('touchMove', [0.5, y]);
    await touch('touchEnd');
    await expect.poll(() => look(told.at(-1)).height).toBe(21);
    expect(inkAt([0.5, 0.15])).toBe(255);
    expect(scrollY).toBe(0);
    document.body.style.height = '';
  });

  test('a second finger and another button draw nothing', () => {
    const { told, point } = mounted;
    point('down', [0.5, 0.5], { pointerType: 'touch', isPrimary: false });
    point('down', [0.5, 0.5], { button: 2 });
    point('move', [0.9, 0.5]);
    expect(told).toEqual([]);
    point('down', [0.2, 0.5], { pointerType: 'touch' });
    point('move', [0.8, 0.9], { pointerId: 10, pointerType: 'touch', isPrimary: false });
    point('up', [0.2, 0.5], { pointerType: 'touch' });
    expect(look(told.at(-1))).toMatchObject({ width: 7, height: 7 });
  });

  test('a pen that is pressed draws a little wider', async () => {
    const { canvas, point } = mounted;
    const widthOfStroke = async (pressure: number): Promise<number> => {
      point('down', [0.2, 0.2], { pointerType: 'pen', pressure });
      for (let k = 1; k <= 6; k += 1) point('move', [0.2 + 0.1 * k, 0.2], { pointerType: 'pen', pressure });
      point('up', [0.8, 0.2], { pointerType: 'pen' });
      await frame();
      const { width } = canvas;
      const { data } = canvas.getContext('2d')!.getImageData(width / 2, 0, 1, width);
      canvas.dispatchEvent(new KeyboardEvent('keydown', { key: 'Delete' }));
      return data.reduce((sum, value, i) => sum + (i % 4 === 3 ? value : 0), 0) / 255 / width;
    };
    const usual = await widthOfStroke(0.5);
    expect(usual).toBeCloseTo(1 / 12, 2);
    expect((await widthOfStroke(1)) / usual).toBeCloseTo(1.2, 1);
  });

  test('what the pointer passed between two events counts, and the curve ends at the pen', async () => {
    const { canvas, point, inkAt } = mounted;
    const { left, top, width } = canvas.getBoundingClientRect();
    const between = new PointerEvent('pointermove', {
      clientX: left + 0.5 * width,
      clientY: top + 0.2 * width,
    });
    point('down', [0.2, 0.8]);
    point('move', [0.8, 0.8], {
      coalescedEvents: [
        between,
        new PointerEvent('pointermove', { clientX: left + 0.8 * width, clientY: top + 0.8 * width }),
      ],
    });
    await frame();
    expect(inkAt([0.8, 0.8])).toBe(255);
    expect(inkAt([0.5, 0.8])).toBe(0);
    expect(inkAt([0.5, 0.2])).toBe(0); // the point between pulls the curve, which does not go through it
    expect(inkAt([0.5375, 0.425])).toBe(255); // the middle of the curve from (0.35, 0.5) to (0.8, 0.8)
  });
});

interface Session {
  send(method: string, parameters: unknown): Promise<unknown>;
}

describe('what goes in and out', () => {
  test('an empty pad has nothing to undo, clear or say', async () => {
    const { pad, told } = mounted;
    expect(pad.pixels).toBeUndefined();
    await expect.element(button('Undo')).toHaveAttribute('aria-disabled', 'true');
    await expect.element(button('Clear')).toHaveAttribute('aria-disabled', 'true');
    await userEvent.click(button('Clear'), { force: true });
    expect(told).toEqual([]);
    await expect.element(page.getByRole('img', { name: 'Nothing yet' })).toBeVisible();
  });

  test('somebody else’s digit is shown and passed on as it is, until it is drawn over', async () => {
    const { pad, told, drag, inkAt } = mounted;
    pad.pixels = somebodys;
    await frame();
    expect(told).toEqual([]);
    expect(pad.pixels).toBe(somebodys);
    expect([inkAt([0.48, 0.5]), inkAt([0.2, 0.5])]).toEqual([200, 0]);
    await drag([0.1, 0.5], [0.9, 0.5]);
    await frame();
    expect(look(told.at(-1)).width).toBeGreaterThan(10);
    expect(look(told.at(-1)).height).toBeGreaterThan(10);
    await button('Undo').click();
    expect(told.at(-1)).toBe(somebodys);
    await button('Clear').click();
    expect(pad.pixels).toBeUndefined();
    expect(inkAt([0.48, 0.5])).toBe(0);
  });

  test('given back what it said, it keeps its strokes', async () => {
    const { pad, told, drag } = mounted;
    await drag([0.5, 0.1], [0.5, 0.9]);
    pad.pixels = told.at(-1);
    await button('Undo').click();
    expect(pad.pixels).toBeUndefined();
    expect(() => (pad.pixels = new Uint8Array(783))).toThrow('784 pixels, not 783');
  });

  test('Clear is told at once, strokes once a frame at most', async () => {
    const { pad, told, point } = mounted;
    await frame();
    let frames = 0;
    let going = true;
    const count = (): void => {
      frames += 1;
      if (going) requestAnimationFrame(count);
    };
    requestAnimationFrame(count);
    point('down', [0.1, 0.5]);
    expect(told).toHaveLength(1);
    for (let k = 0; k < 60; k += 1) {
      for (let j = 0; j < 5; j += 1) point('move', [0.1 + (5 * k + j) / 400, 0.5 + 0.3 * Math.sin(k / 9)]);
      await new Promise((done) => setTimeout(done, 2));
    }
    point('up', [0.85, 0.5]);
    await frame();
    going = false;
    expect(told.length).toBeGreaterThan(3);
    expect(told.length).toBeLessThanOrEqual(frames + 1);
    const before = told.length;
    pad.shadowRoot!.querySelectorAll('button')[1]!.click();
    expect(told.slice(before)).toEqual([undefined]);
  });

  test('from the pointer to the image it takes a few milliseconds', async () => {
    const { pad, point } = mounted;
    const times: number[] = [];
    let started = 0;
    pad.addEventListener('digit', () => times.push(performance.now() - started));
    for (let stroke = 0; stroke < 3; stroke += 1) {
      for (let k = 0; k <= 60; k += 1) {
        const angle = k / 9;
        started = performance.now();
        point(k === 0 ? 'down' : 'move', [
          0.5 + 0.3 * Math.cos(angle),
          0.2 + 0.25 * stroke + 0.1 * Math.sin(angle),
        ]);
        await frame();
      }
      point('up', [0.5, 0.5]);
      await frame();
      await frame();
    }
    times.sort((a, b) => a - b);
    const median = times[Math.floor(times.length / 2)]!;
    expect(times.length).toBeGreaterThan(150);
    expect(median).toBeLessThan(16); // 2.2 ms on two cores without a GPU; it must not miss a frame
  });
});

test('the page scrolls beside the paper, which alone keeps the finger', () => {
  const { pad, canvas } = mounted;
  const keeps = [pad, ...pad.shadowRoot!.querySelectorAll('*')].filter(
    (element) => getComputedStyle(element).touchAction === 'none',
  );
  expect(keeps).toEqual([canvas]);
});

test('it has as many pixels as the screen', async () => {
  const { pad, canvas } = mounted;
  expect(canvas.width).toBe(Math.round(canvas.getBoundingClientRect().width * devicePixelRatio));
  pad.style.width = '150px';
  await expect.poll(() => canvas.width).toBe(Math.round(150 * devicePixelRatio));
});

test('taken out of the page in the middle of a stroke and put back, it goes on', async () => {
  const { pad, told, drag, point } = mounted;
  point('down', [0.2, 0.5]);
  point('move', [0.8, 0.5]);
  pad.remove();
  document.body.append(pad);
  await frame();
  expect(look(told.at(-1)).width).toBeGreaterThanOrEqual(20);
  const before = told.length;
  point('move', [0.2, 0.2]); // that pointer only hovers now
  await frame();
  expect(told).toHaveLength(before);
  await drag([0.5, 0.1], [0.5, 0.9]);
  expect(look(told.at(-1)).height).toBeGreaterThanOrEqual(20);
});

test('axe finds nothing, empty, drawn on and by keyboard', async () => {
  const { pad, canvas, drag } = mounted;
  const check = async (): Promise<void> => {
    const { violations } = await axe.run(pad, { rules: { region: { enabled: false } } });
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]!.html}`)).toEqual([]);
  };
  await check();
  await expect
    .element(page.getByRole('application', { name: 'Draw a digit' }))
    .toHaveAccessibleDescription(/arrows move the pen/);
  await drag([0.5, 0.1], [0.5, 0.9]);
  await check();
  canvas.focus();
  await userEvent.keyboard('{ArrowDown} ');
  await check();
});
