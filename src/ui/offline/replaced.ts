/**
 * Whether something is missing because another version of the lab has been put in this one's place: then the server's
 * page names another script than this one. Without a service worker that is how a new version shows.
 */
import { tell, latestNews } from './news.ts';

/** Some part of the page was not there: tells if that is why. A page without a network is not replaced. */
export async function lookWhetherReplaced(): Promise<void> {
  if (latestNews().update?.kind !== 'replaced' && (await isReplaced())) tellReplaced();
}

export function tellReplaced(): void {
  tell({ update: { kind: 'replaced', use: () => location.reload() } });
}

async function isReplaced(): Promise<boolean> {
  const own = document.querySelector('script[type=module][src]')?.getAttribute('src');
  if (!own) return false;
  try {
    const response = await fetch(location.pathname, { cache: 'no-store' });
    const page = await response.text();
    // Not the page of a network that one has to log in to.
    return response.ok && page.includes('<lab-app') && !page.includes(own);
  } catch {
    return false;
  }
}
