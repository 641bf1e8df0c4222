/**
 * A Vite plugin: what the built page may load, run and ask, as a policy in its head for hosts that send no headers of ours, and
 * the same policy in `_headers`, which Netlify and Cloudflare Pages read. Not in development, where Vite needs more.
 *
 * A worker has the policy of its own response, not the page's: without headers only the page is held to it.
 */
import { createHash } from 'node:crypto';
import type { Plugin } from 'vite';

/** What is not named is forbidden: eval, plugins, frames, fonts, and whatever comes from elsewhere. */
const POLICY: Readonly<Record<string, string>> = {
  'default-src': "'none'",
  'script-src': "'self' 'wasm-unsafe-eval'", // WebAssembly, where there is no WebGPU
  'worker-src': "'self'",
  'style-src': "'self'", // and the page's own, by its hash
  'img-src': "'self' data:", // charts on their way to a PNG
  'connect-src': "'self'", // nothing leaves the browser
  'manifest-src': "'self'",
  'base-uri': "'none'",
  'form-action': "'none'",
};

/** Powers that the lab does not use. It may fill the screen, keep it awake, copy and share. */
const FORBIDDEN = ['camera', 'microphone', 'geolocation', 'midi', 'payment', 'usb', 'display-capture'];

/** What a newer version of the site changes under the same name. */
const CHANGING = ['/', '/index.html', '/sw.js', '/manifest.webmanifest'];

export function contentSecurity(): Plugin {
  let policy = '';
  return {
    name: 'dark-knowledge-lab:content-security',
    apply: 'build',
    enforce: 'post',
    transformIndexHtml: {
      order: 'post', // as it will be: a hash is of every byte
      handler: (html) => {
        policy = policyOf(html);
        return withPolicy(html, policy);
      },
    },
    generateBundle: {
      order: 'post',
      handler() {
        this.emitFile({ type: 'asset', fileName: '_headers', source: headersFile(policy) });
      },
    },
  };
}

/** @throws Error when the page has a script within it, which the policy would not let run */
export function policyOf(html: string): string {
  if (/<script(?![^>]*\ssrc=)[^>]*>/.test(html))
    throw new Error('index.html has a script within it; the policy forbids that.');
  const hashes = [...html.matchAll(/<style[^>]*>([^]*?)<\/style>/g)].map(
    ([, style]) => ` 'sha256-${createHash('sha256').update(style!).digest('base64')}'`,
  );
  return Object.entries(POLICY)
    .map(([name, sources]) => `${name} ${sources}${name === 'style-src' ? hashes.join('') : ''}`)
    .join(';');
}

/** First of all but the encoding: it holds for what stands after it. */
export function withPolicy(html: string, policy: string): string {
  const first = /<meta charset="utf-8" ?\/?>/;
  if (!first.test(html)) throw new Error('index.html does not begin with its encoding.');
  return html.replace(
    first,
    (charset) => `${charset}\n<meta http-equiv="Content-Security-Policy" content="${policy}">`,
  );
}

/**
 * Says nothing of frames: the lab is made to be framed (`?embed`), also by slides opened from a disk, which no `frame-ancestors`
 * would admit; and a frame of another site gets none of what this browser keeps for the lab's own.
 */
export function headersFile(policy: string): string {
  const everywhere = [
    `Content-Security-Policy: ${policy}`,
    'X-Content-Type-Options: nosniff',
    'Referrer-Policy: no-referrer',
    `Permissions-Policy: ${FORBIDDEN.map((name) => `${name}=()`).join(', ')}`,
  ];
  const rules: readonly (readonly [path: string, lines: readonly string[]])[] = [
    ['/*', everywhere],
    ...CHANGING.map((path) => [path, ['Cache-Control: no-cache']] as const),
    ['/assets/*', ['Cache-Control: public, max-age=31536000, immutable']], // their names are of their bytes
  ];
  return rules.map(([path, lines]) => [path, ...lines.map((line) => `  ${line}`), ''].join('\n')).join('\n');
}
