/** Where a browser that can run the lab is, and how it is started without a screen. */
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/**
 * WebGPU without a screen and, where there is no GPU, on Chromium's software adapter; and no chatter with other hosts.
 * `--use-webgpu-adapter` is not set here: a real GPU is taken where there is one (see `adapterArguments`).
 */
export const BROWSER_ARGUMENTS: readonly string[] = [
  '--no-sandbox', // Chromium refuses to run as root with one, and containers are root
  '--enable-unsafe-webgpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
];

/** Tests run on the software adapter everywhere, so that they say the same everywhere. */
export const SOFTWARE_ADAPTER = '--use-webgpu-adapter=swiftshader';

const NAMES = [
  'google-chrome-stable',
  'google-chrome',
  'chromium',
  'chromium-browser',
  'microsoft-edge-stable',
  'microsoft-edge',
];

const FIXED_PLACES: Partial<Record<NodeJS.Platform, readonly string[]>> = {
  darwin: [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  ],
  win32: ['ProgramFiles', 'ProgramFiles(x86)', 'LocalAppData'].flatMap((variable) => {
    const folder = process.env[variable];
    if (!folder) return [];
    return [
      join(folder, 'Google/Chrome/Application/chrome.exe'),
      join(folder, 'Microsoft/Edge/Application/msedge.exe'),
    ];
  }),
};

/** The program of an installed Chrome, Chromium or Edge; the variable CHROME_PATH comes first. */
export function findBrowser(): string | undefined {
  const onPath = (process.env['PATH'] ?? '')
    .split(delimiter)
    .filter(Boolean)
    .flatMap((folder) => NAMES.map((name) => join(folder, name)));
  const asked = process.env['CHROME_PATH'];
  const candidates = [...(asked ? [asked] : []), ...onPath, ...(FIXED_PLACES[process.platform] ?? [])];
  return candidates.find((path) => existsSync(path));
}
