/** What Vite has to know for the charts: pure data, read by vite.config.ts. */

/** The path of a file, given relative to this one; on Windows without the slash before the drive. */
const fileAt = (relative: string): string =>
  decodeURIComponent(new URL(relative, import.meta.url).pathname).replace(/^\/(?=[A-Za-z]:)/, '');

/** For `resolve.alias`. */
export const chartAliases = [
  { find: /^vega-embed$/, replacement: fileAt('./vega-embed.ts') },
  { find: /^vega-embed-real$/, replacement: fileAt('../../../node_modules/vega-embed/build/embed.js') },
  { find: /^glamor$/, replacement: fileAt('./glamor.ts') },
];

/** For `optimizeDeps.include`: found before the first page load, so that the development server need not reload it. */
export const chartDependencies = [
  '@tensorflow/tfjs-vis/dist/render/linechart',
  'vega-embed-real',
  'vega-lite',
];
