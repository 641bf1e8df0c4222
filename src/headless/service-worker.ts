/**
 * Vite plugins: the built site as an app that is installed and works without a network. The service worker keeps, in the
 * background and one file after the other, all that the lab is made of but what is too large; that is kept when it has been used.
 *
 * What is kept carries its checksum, so that the page of a network one has to log in to is never kept in a file's place.
 */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { PluginOption } from 'vite';
import { VitePWA, type VitePWAOptions } from 'vite-plugin-pwa';

/**
 * Bytes. The digits are in the browser's own cache by then, for the page has loaded them; what else is larger is the teacher of
 * `hinton-2015` (4.8 MB), which few need and which is trained where it cannot be loaded.
 */
const TOO_LARGE = 4_000_000;
const DIGITS = 'assets/mnist-';

/** In any folder: all addresses are relative to the manifest, which lies beside the page. */
const manifest: VitePWAOptions['manifest'] = {
  id: './',
  start_url: './',
  scope: './',
  name: 'Dark Knowledge Lab',
  short_name: 'Dark Knowledge',
  description: 'Watch knowledge distillation happen, live, in your browser.',
  display: 'standalone',
  background_color: '#ffffff',
  theme_color: '#ffffff', // index.html has the colours of both schemes
  icons: [
    { src: 'icon-192.png', sizes: '192x192', type: 'image/png' },
    { src: 'icon-512.png', sizes: '512x512', type: 'image/png' },
    { src: 'icon-maskable-512.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
  ],
};

export function serviceWorker(): PluginOption {
  let folder = '';
  const withChecksum = async <Entry extends { readonly url: string }>(entry: Entry) => {
    const sum = createHash('sha384').update(await readFile(resolve(folder, entry.url)));
    return { ...entry, integrity: `sha384-${sum.digest('base64')}` };
  };
  const options: Partial<VitePWAOptions> = {
    manifest,
    injectRegister: false, // src/ui/offline/ registers it, when the page has all it needs
    registerType: 'prompt', // a new version waits until it is asked for
    includeManifestIcons: false, // the globs have them
    workbox: {
      globPatterns: ['**/*.{html,js,svg,png,json,wasm,bin,webmanifest}'],
      maximumFileSizeToCacheInBytes: Number.MAX_SAFE_INTEGER, // instead of an error; what is too large is taken out here
      manifestTransforms: [
        async (entries) => {
          const small = entries.filter(({ url, size }) => size <= TOO_LARGE || url.startsWith(DIGITS));
          // The page's own files first, the large ones last: what fails on a bad line is lost least.
          small.sort((a, b) => a.size - b.size);
          return { manifest: await Promise.all(small.map(withChecksum)) };
        },
      ],
      inlineWorkboxRuntime: true,
      clientsClaim: true, // the first visit is served by it as soon as all is here
      navigateFallback: null, // other pages may lie beside this one
      ignoreURLParametersMatching: [/./], // ?present, ?backend=wasm: the page reads them by itself
      runtimeCaching: [
        {
          urlPattern: ({ sameOrigin, url }) => sameOrigin && /\/assets\/[^/]+$/.test(url.pathname),
          handler: 'CacheFirst', // their names change with their contents
          options: {
            cacheName: 'dark-knowledge-lab',
            expiration: { maxEntries: 20 }, // those of one version are fewer
            plugins: [
              {
                // A file that was not what it should be is asked for again, and not from here.
                cachedResponseWillBeUsed: async ({ request, cachedResponse }) =>
                  request.cache === 'reload' ? null : cachedResponse,
                cacheWillUpdate: async ({ response }) =>
                  response.status === 200 && !(response.headers.get('content-type') ?? '').includes('html')
                    ? response
                    : null,
              },
            ],
          },
        },
      ],
    },
  };
  return [
    {
      name: 'dark-knowledge-lab:service-worker',
      configResolved: ({ root, build }) => void (folder = resolve(root, build.outDir)),
    },
    VitePWA(options),
  ];
}
