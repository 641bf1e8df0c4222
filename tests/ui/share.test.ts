/** Share: the link on the clipboard and in a panel, what it opens, and its QR code, which is read back as a phone would. */
import jsQR from 'jsqr';
import { afterEach, beforeEach, describe, expect, test, vi, type MockInstance } from 'vitest';
import { cdp, page, userEvent } from 'vitest/browser';
import { decodeLink } from '../../src/core/link.ts';
import { DEFAULT_EXPERIMENT, presetById, PRESETS } from '../../src/core/presets.ts';
import { linkTo } from '../../src/ui/address.ts';
import type { LabApp } from '../../src/ui/lab-app.ts';
import { axeViolations, button, focused, mountLab, settled, unmountLab } from './mount-lab.ts';

let write: MockInstance<Clipboard['writeText']>;
beforeEach(() => {
  write = vi.spyOn(navigator.clipboard, 'writeText').mockResolvedValue();
});
afterEach(() => {
  vi.restoreAllMocks();
  unmountLab();
});

const panel = () => page.getByRole('dialog', { name: 'Share this experiment' });
const large = () => page.getByRole('dialog', { name: 'The QR code, large' });
const code = () => page.getByRole('img', { name: 'QR code of the link' });
const field = (name: string) => page.getByRole('textbox', { name, exact: true });
const opens = (name: string) => page.getByRole('radio', { name, exact: true });
const tooLong = () => page.getByText(/This link is too long for a QR code/).first();

async function share(hash = '#v=1&T=4'): Promise<LabApp> {
  const { app } = await mountLab({ hash });
  await button('Share').click();
  await expect.element(panel()).toBeVisible();
  return app;
}

/** What a reader makes of the code, drawn with the pixels that it has on the page. */
async function read(element: Element): Promise<string | undefined> {
  const { width, height } = element.getBoundingClientRect();
  const copy = element.cloneNode(true) as SVGElement;
  copy.setAttribute('width', String(width));
  copy.setAttribute('height', String(height));
  const image = new Image();
  image.src = `data:image/svg+xml,${encodeURIComponent(new XMLSerializer().serializeToString(copy))}`;
  await image.decode();
  const canvas = new OffscreenCanvas(Math.round(width), Math.round(height));
  const context = canvas.getContext('2d')!;
  context.drawImage(image, 0, 0);
  const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
  return jsQR(data, canvas.width, canvas.height, { inversionAttempts: 'dontInvert' })?.data;
}

describe('the panel', () => {
  test('Share copies the link, says so, and shows it', async () => {
    const app = await share();
    const link = linkTo(app.state.config);
    expect(write.mock.calls).toEqual([[link]]);
    await expect.element(page.getByText('The link to this experiment is copied.')).toBeVisible();
    await expect.element(field('The link')).toHaveValue(link);
    await expect
      .element(page.getByText('Opening a link shows the settings and starts nothing.'))
      .toBeVisible();
    await button('Copy link').click();
    expect(write.mock.calls).toEqual([[link], [link]]);
  });

  test('where there is no clipboard it says so and marks the link', async () => {
    write.mockRejectedValue(new Error('not allowed'));
    const app = await share();
    await expect.element(page.getByText(/^This browser does not let the page copy\./)).toBeVisible();
    await expect.poll(() => focused()?.id).toBe('field');
    const input = focused() as HTMLInputElement;
    expect(input.value.slice(input.selectionStart!, input.selectionEnd!)).toBe(linkTo(app.state.config));
  });

  test('a link may open a presentation', async () => {
    const app = await share();
    await opens('A presentation').click();
    await expect.element(page.getByText('The link to this experiment is copied.')).not.toBeInTheDocument();
    const link = linkTo(app.state.config, 'present');
    expect(link).toBe(linkTo(app.state.config).replace('#', '?present#'));
    await expect.element(field('The link')).toHaveValue(link);
    await button('Copy link').click();
    expect(write).toHaveBeenLastCalledWith(link);
    await expect.element(page.getByText('The link to the presentation is copied.')).toBeVisible();
  });

  test('a frame is HTML that means the link, with its attributes', async () => {
    const app = await share('#v=2&from=few-labels');
    await opens('A frame for slides and course pages').click();
    await button('Copy HTML').click();
    await expect.element(page.getByText('The HTML of the frame is copied.')).toBeVisible();
    const [text] = write.mock.lastCall!;
    await expect.element(field('The frame’s HTML')).toHaveValue(text);
    const body = new DOMParser().parseFromString(text, 'text/html').body;
    expect(body.childNodes).toHaveLength(1);
    const frame = body.firstElementChild as HTMLIFrameElement;
    expect(Object.fromEntries([...frame.attributes].map(({ name, value }) => [name, value]))).toEqual({
      src: linkTo(app.state.config, 'embed'),
      title: 'Dark Knowledge Lab: Few labels, many images',
      ...{ width: '960', height: '600' },
      loading: 'lazy',
      allow: 'fullscreen',
      sandbox: 'allow-scripts allow-same-origin allow-popups allow-popups-to-escape-sandbox',
    });
  });

  test('an edit while it is open is another link, which is not copied', async () => {
    const app = await share();
    app.load(presetById('full')!.config);
    await expect.element(field('The link')).toHaveValue(linkTo(presetById('full')!.config));
    await expect.element(page.getByText('The link to this experiment is copied.')).not.toBeInTheDocument();
  });

  test('Send … hands the chosen link to the device', async () => {
    const send = vi.fn<Navigator['share']>(() => Promise.resolve());
    Object.defineProperty(navigator, 'share', { value: send, configurable: true });
    const app = await share();
    await opens('A presentation').click();
    await button('Send …').click();
    expect(send).toHaveBeenCalledWith({
      title: 'Dark Knowledge Lab',
      url: linkTo(app.state.config, 'present'),
    });
    send.mockRejectedValueOnce(new DOMException('', 'AbortError'));
    await button('Send …').click();
    send.mockRejectedValueOnce(new DOMException('', 'NotAllowedError'));
    await expect.element(page.getByText(/^This device did not take the link/)).not.toBeInTheDocument();
    await button('Send …').click();
    await expect.element(page.getByText(/^This device did not take the link/)).toBeVisible();
    Reflect.deleteProperty(navigator, 'share');
  });
});

describe('by keyboard', () => {
  test('it is opened, gone through and closed, and the focus comes back to Share', async () => {
    await mountLab();
    button('Share').element().focus();
    const isShare = () => focused()?.textContent.trim() === 'Share';
    await userEvent.keyboard('{Enter}');
    await expect.element(panel()).toBeVisible();
    await expect.element(button('Share')).toHaveAttribute('aria-expanded', 'true');
    await expect.poll(() => focused()?.textContent).toBe('The link to this experiment is copied.');
    const stops: string[] = [];
    for (let i = 0; i < 5; i += 1) {
      await userEvent.tab();
      const stop = focused()!;
      stops.push(stop instanceof HTMLInputElement ? stop.name || stop.id : stop.textContent.trim());
    }
    expect(stops).toEqual(['Close', 'view', 'field', 'Copy link', 'Show large']);

    await userEvent.keyboard('{Enter}');
    await expect.element(large()).toBeVisible();
    await userEvent.keyboard('{Escape}');
    await expect.element(large()).not.toBeInTheDocument();
    await expect.element(panel()).toBeVisible();
    await expect.poll(() => focused()?.textContent.trim()).toBe('Show large');
    await userEvent.keyboard('{Escape}');
    await expect.element(panel()).not.toBeInTheDocument();
    await expect.poll(isShare).toBe(true);
    await expect.element(button('Share')).toHaveAttribute('aria-expanded', 'false');
  });

  test('Share again, Close and a press elsewhere close it', async () => {
    await share();
    await button('Share').click();
    await expect.element(panel()).not.toBeInTheDocument();
    expect(write).toHaveBeenCalledTimes(1);
    await button('Share').click();
    await button('Close').click();
    await expect.element(panel()).not.toBeInTheDocument();
    expect(focused()?.textContent.trim()).toBe('Share');
    await button('Share').click();
    await expect.element(panel()).toBeVisible();
    await page.getByRole('heading', { level: 1 }).click({ position: { x: 5, y: 5 } });
    await expect.element(panel()).not.toBeInTheDocument();
    expect(focused()?.textContent.trim()).not.toBe('Share');
  });
});

describe('the QR code', () => {
  /** A link of more than 240 characters, where a code may have 271. */
  const long = decodeLink(
    '#th=1024-512-256&te=12&tl=0.00075&tb=256&to=sgd&tm=0.95&td=0.35&tx=0.15&tj=3&tn=4.5&sh=96-48&se=21&sl=0.0025&sb=48&so=sgd&sm=0.85&ss=cosine&n=2500&u=7500&w=0.15&o=3-7&seed=314159&x=T=1,1.5,2,3,4,6,8,12,16,20;a=0.25,0.5,0.75,0.9,1',
  ).config;

  test.each([
    ...PRESETS.map(({ id, config }) => ({ id, config })),
    { id: 'a long experiment', config: long },
  ])('of $id is read as its link, small and large, also of the presentation', async ({ config }) => {
    await page.viewport(1280, 900);
    if (config === long) expect(linkTo(long, 'present').length).toBeGreaterThan(240);
    const app = await share();
    app.load(config);
    for (const [name, view] of [['The lab'], ['A presentation', 'present']] as const) {
      await opens(name).click();
      await settled(app);
      const link = linkTo(config, view);
      expect(await read(code().element())).toBe(link);
      await button('Show large').click();
      await expect.element(large().getByText(link)).toBeVisible();
      const element = large().getByRole('img').element();
      expect(element.getBoundingClientRect().width).toBeGreaterThan(600);
      expect(await read(element)).toBe(link);
      await userEvent.keyboard('{Escape}');
    }
  });

  test('is as large as fits and no larger, on a phone too', async () => {
    for (const [width, height] of [
      [1280, 900],
      [390, 844],
      [700, 390],
    ] as const) {
      await page.viewport(width, height);
      await share();
      await button('Show large').click();
      const box = large().getByRole('img').element().getBoundingClientRect();
      const text = large().getByText(/^http/).element().getBoundingClientRect();
      expect(box.width).toBeCloseTo(box.height, 0);
      expect(box.width).toBeGreaterThan(0.6 * Math.min(width, height));
      for (const { left, right, top, bottom } of [box, text]) {
        expect([left >= 0, top >= 0]).toEqual([true, true]);
        expect([right <= width, bottom <= height]).toEqual([true, true]);
      }
      expect(box.bottom).toBeLessThanOrEqual(text.top);
    }
    await page.viewport(1280, 900);
  });

  test('a window that becomes narrow is not left behind a dialog that nobody sees', async () => {
    await share();
    await button('Show large').click();
    await page.viewport(390, 844);
    await button('Share').click(); // of the other bar
    await expect.element(panel()).toBeVisible();
    await expect.element(large()).not.toBeInTheDocument();
    await page.viewport(1280, 900);
    await expect.element(panel()).not.toBeInTheDocument();
  });

  test('closes with its button and with a press beside it, but not on it', async () => {
    await share();
    await button('Show large').click();
    await large().getByRole('img').click();
    await large().getByText(/^http/).click();
    await expect.element(large()).toBeVisible();
    await large().click({ position: { x: 8, y: 8 } });
    await expect.element(large()).not.toBeInTheDocument();
    await button('Show large').click();
    await large().getByRole('button', { name: 'Close' }).click();
    await expect.element(large()).not.toBeInTheDocument();
    await expect.element(panel()).toBeVisible();
  });

  test('is black on white with four modules of white around it, in the dark too', async () => {
    const scheme = (value: string) =>
      cdp().send('Emulation.setEmulatedMedia', { features: [{ name: 'prefers-color-scheme', value }] });
    await scheme('dark');
    await share();
    await button('Show large').click();
    expect(getComputedStyle(large().element()).backgroundColor).toBe('rgb(255, 255, 255)');
    const drawing = large().getByRole('img').element();
    const [, , size] = drawing.getAttribute('viewBox')!.split(' ').map(Number) as [number, number, number];
    const [ground, ink] = [drawing.querySelector('rect')!, drawing.querySelector('path')!];
    expect([ground.getAttribute('fill'), ink.getAttribute('fill')]).toEqual(['#fff', '#000']);
    expect([ground.width.baseVal.value, ground.height.baseVal.value]).toEqual([size, size]);
    const { x, y, width, height } = ink.getBBox();
    expect([x, y, width, height]).toEqual([4, 4, size - 8, size - 8]);
    await scheme('light');
  });

  test('a link that is too long for one says so, and can still be copied', async () => {
    const app = await share();
    const vary = [
      {
        path: 'student.hidden',
        values: Array.from({ length: 12 }, (_, i) => [20 + i, 30, 40, 50, 60, 70, 80, 90]),
      },
    ];
    app.load({ ...DEFAULT_EXPERIMENT, vary });
    await expect.element(tooLong()).toBeVisible();
    await expect.element(code()).not.toBeInTheDocument();
    await expect.element(button('Show large')).not.toBeInTheDocument();
    await button('Copy link').click();
    expect(decodeLink(new URL(write.mock.lastCall![0]).hash).config).toEqual(app.state.config);
  });
});

test('the panel and the large code pass axe', async () => {
  await share();
  for (const name of ['The lab', 'A frame for slides and course pages']) {
    await opens(name).click();
    expect([name, await axeViolations()]).toEqual([name, []]);
  }
  await button('Show large').click();
  expect(await axeViolations()).toEqual([]);
  await page.viewport(390, 844);
  await share();
  expect(await axeViolations()).toEqual([]);
  expect(document.documentElement.scrollWidth).toBe(390);
  await page.viewport(1280, 900);
});
