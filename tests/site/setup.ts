/**
 * Builds the site once for all tests of it, and serves it from a folder below the root, as many hosts do; and once more with the
 * headers that it brings along.
 */
import type { TestProject } from 'vitest/node';
import { buildSite, removeSite, serveSite, SITE_FOLDER, type ServedSite } from '../../src/headless/site.ts';
import { headersAt } from './headers.ts';

declare module 'vitest' {
  interface ProvidedContext {
    readonly siteUrl: string;
    readonly siteUrlWithHeaders: string;
    readonly siteFolder: string;
  }
}

const sites: ServedSite[] = [];

export async function setup(project: TestProject): Promise<void> {
  await buildSite();
  const plain = await serveSite({ base: '/some/folder/', allowedHosts: true });
  const headers = await (await fetch(`${plain.url}_headers`)).text();
  const guarded = await serveSite({ headers: headersAt(headers, '/anything') });
  sites.push(plain, guarded);
  project.provide('siteUrl', plain.url);
  project.provide('siteUrlWithHeaders', guarded.url);
  project.provide('siteFolder', SITE_FOLDER);
}

export async function teardown(): Promise<void> {
  await Promise.all(sites.map((site) => site.close()));
  removeSite();
}
