/** Where a browser that can run the lab is, and how it is started without a screen. */
import { existsSync, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** WebGPU without a screen, on a real GPU where there is one; and no chatter with other hosts. */
export const BROWSER_ARGUMENTS: readonly string[] = [
  '--no-sandbox', // Chromium refuses to run as root with one, and containers are root
  '--enable-unsafe-webgpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
];

/**
 * Chromium's own adapter, which needs no GPU. The command line falls back on it; tests run on it everywhere, so that
 * they say the same everywhere.
 */
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
  // A folder on the path may be named like the program in it.
  return candidates.find((path) => existsSync(path) && statSync(path).isFile());
}
