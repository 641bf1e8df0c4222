/** The colours and the font a chart is drawn with, read from the page's CSS custom properties, or fixed for exports. */

export interface ChartTheme {
  readonly ink: string;
  readonly inkMuted: string;
  readonly hairline: string;
  readonly surface: string;
  readonly font: string;
  /** Turns a line's colour, which may be `var(--token, fallback)`, into one that needs no page around it. */
  readonly resolve: (color: string) => string;
}

const FONT = 'system-ui, "Segoe UI", Roboto, "Liberation Sans", Arial, sans-serif';
const VARIABLE = /var\(\s*--[\w-]+\s*,\s*([^()]+)\)/g;
const MIX = /^color-mix\(in srgb, #([\da-f]{6}) (\d+)%, #([\da-f]{6})\)$/i;

/** `color-mix` of two hexadecimal colours worked out, because not all who open an image know it. */
function mixed(color: string): string {
  const [, first, percent, second] = MIX.exec(color) ?? [];
  if (!first || !percent || !second) return color;
  const channel = (hex: string, at: number) => parseInt(hex.slice(at, at + 2), 16);
  const mix = [0, 2, 4].map((at) => {
    const value =
      (channel(first, at) * Number(percent) + channel(second, at) * (100 - Number(percent))) / 100;
    return Math.round(value).toString(16).padStart(2, '0');
  });
  return `#${mix.join('')}`;
}

/** For images that leave the page: dark on white whatever the page looks like; tokens give way to their fallback. */
export const LIGHT_THEME: ChartTheme = {
  ink: '#1c1c1e',
  inkMuted: '#5f6067',
  hairline: '#e3e3e6',
  surface: '#ffffff',
  font: FONT,
  resolve: (color) => mixed(color.replace(VARIABLE, '$1')),
};

/** Reads the theme at `probe`, an element of the page that nothing else styles; its own `color` is overwritten. */
export function themeOf(probe: HTMLElement): ChartTheme {
  const style = getComputedStyle(probe);
  // Computing a real property resolves light-dark(), system colours and nested variables; a custom property does not.
  const resolve = (color: string): string => {
    probe.style.color = color;
    return style.color;
  };
  return {
    ink: resolve(`var(--ink, ${LIGHT_THEME.ink})`),
    inkMuted: resolve(`var(--ink-muted, ${LIGHT_THEME.inkMuted})`),
    hairline: resolve(`var(--hairline, ${LIGHT_THEME.hairline})`),
    surface: resolve(`var(--surface, ${LIGHT_THEME.surface})`),
    font: style.getPropertyValue('--font').trim() || FONT,
    resolve,
  };
}
