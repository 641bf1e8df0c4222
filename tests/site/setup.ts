/** Builds the site once for all tests of it, and serves it from a folder below the root, as many hosts do. */
import type { TestProject } from 'vitest/node';
import { buildSite, removeSite, serveSite, SITE_FOLDER, type ServedSite } from '../../src/headless/site.ts';

declare module 'vitest' {
  interface ProvidedContext {
    readonly siteUrl: string;
    readonly siteFolder: string;
  }
}

let site: ServedSite;

export async function setup(project: TestProject): Promise<void> {
  await buildSite();
  site = await serveSite({ base: '/some/folder/', allowedHosts: true });
  project.provide('siteUrl', site.url);
  project.provide('siteFolder', SITE_FOLDER);
}

export async function teardown(): Promise<void> {
  await site.close();
  removeSite();
}
