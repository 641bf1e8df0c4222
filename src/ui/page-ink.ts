/** The colour of the page's text, for what is painted rather than styled, and word when it changes. */
import type { ReactiveControllerHost } from 'lit';

const SCHEMES = ['(prefers-color-scheme: dark)', '(forced-colors: active)'].map((query) => matchMedia(query));

/** Calls `repaint` whenever the colour scheme changes, for as long as `host` is in the page. */
export function followInk(host: ReactiveControllerHost, repaint: () => void): void {
  host.addController({
    hostConnected: () => SCHEMES.forEach((scheme) => scheme.addEventListener('change', repaint)),
    hostDisconnected: () => SCHEMES.forEach((scheme) => scheme.removeEventListener('change', repaint)),
  });
}

/** Gives everything that is painted on a transparent canvas the text colour of `element`. */
export function tint(context: CanvasRenderingContext2D, element: Element): void {
  const { width, height } = context.canvas;
  context.globalCompositeOperation = 'source-in';
  context.fillStyle = getComputedStyle(element).color;
  context.fillRect(0, 0, width, height);
  context.globalCompositeOperation = 'source-over';
}

const SIDE = 28;

/**
 * An image of a digit as ink on nothing: what is 255 is opaque.
 * @param pixels grey levels `[28 * 28]`
 */
export function inkOf(pixels: Uint8Array): ImageData {
  const image = new ImageData(SIDE, SIDE);
  pixels.forEach((grey, i) => (image.data[4 * i + 3] = grey));
  return image;
}
