import { playwright } from '@vitest/browser-playwright';
import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config';
import { mnistDataset } from './datasets/mnist/plugin.ts';
import { BROWSER_ARGUMENTS, findBrowser, SOFTWARE_ADAPTER } from './src/headless/browser.ts';
import { contentSecurity } from './src/headless/content-security.ts';
import { licences } from './src/headless/licences.ts';
import { serviceWorker } from './src/headless/service-worker.ts';
import { unindentTemplates } from './src/headless/unindent.ts';
import { chartAliases, chartDependencies } from './src/ui/charts/vite.ts';

const { ofPage, ofWorkers } = licences();
const executablePath = findBrowser();
/** `npm run test:long` takes these in. */
const exclude = process.env['LAB_TESTS'] === 'long' ? [] : ['**/*.long.test.ts'];

/** Tests that run in pages of one browser. */
function inBrowser(
  name: string,
  folders: string,
  groupOrder: number,
  maxWorkers: number,
): TestProjectInlineConfiguration {
  return {
    extends: true,
    test: {
      name,
      include: [`tests/${folders}/**/*.test.ts`],
      exclude,
      testTimeout: 60_000,
      hookTimeout: 60_000,
      maxWorkers,
      fileParallelism: maxWorkers > 1,
      sequence: { groupOrder },
      browser: {
        enabled: true,
        headless: true,
        screenshotFailures: false,
        provider: playwright({
          launchOptions: {
            ...(executablePath && { executablePath }),
            args: [...BROWSER_ARGUMENTS, SOFTWARE_ADAPTER],
          },
        }),
        instances: [{ browser: 'chromium' }],
      },
    },
  };
}

export default defineConfig({
  base: './', // the built site works from any folder of any server
  publicDir: 'src/static',
  plugins: [mnistDataset(), unindentTemplates, contentSecurity(), ofPage, serviceWorker()],
  worker: { format: 'es', plugins: () => [mnistDataset(), ofWorkers] },
  resolve: { alias: chartAliases },
  build: {
    target: 'es2023',
    chunkSizeWarningLimit: 1000,
    modulePreload: { polyfill: false }, // browsers that have es2023 preload modules themselves
    // All that the first paint needs is one file: smaller than many, and asked for once. tests/site/budget.test.ts
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: 'shell', tags: ['$initial'] }] } } },
  },
  optimizeDeps: {
    // Found late, these would reload the page in the middle of a run.
    include: [
      ...chartDependencies,
      '@lit/localize',
      '@tensorflow/tfjs-core',
      '@tensorflow/tfjs-core/dist/register_all_gradients.js',
      '@tensorflow/tfjs-backend-webgpu',
      '@tensorflow/tfjs-backend-wasm',
      '@tensorflow/tfjs-backend-webgl',
      '@tensorflow/tfjs-backend-cpu',
      '@tensorflow/tfjs-converter',
      '@tensorflow/tfjs-layers',
      'comlink',
      'idb',
      'jstat',
      'lit',
      'lit/decorators.js',
      'lit/directives/class-map.js',
      'lit/directives/live.js',
      'tinykeys',
      'uqr',
      'axe-core',
      'jsqr',
      'valibot',
    ],
  },
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['tests/{bench,core,data,headless}/**/*.test.ts'],
          exclude,
          environment: 'node',
          testTimeout: 30_000, // property tests on a machine that is busy with something else
          maxWorkers: 1, // beside the page's tests, which leave a third of two cores idle
          sequence: { groupOrder: 1 },
        },
      },
      inBrowser('engine', '{engine,worker}', 0, 2), // on two cores a third less time than one after the other
      inBrowser('ui', '{store,ui}', 1, 1), // beside another page, one has waited a minute for its next frame
      {
        test: {
          name: 'site',
          include: ['tests/site/**/*.test.ts'],
          exclude,
          globalSetup: 'tests/site/setup.ts',
          environment: 'node',
          testTimeout: 300_000,
          hookTimeout: 120_000,
          maxWorkers: 2, // keep two cores busy
          fileParallelism: true,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
