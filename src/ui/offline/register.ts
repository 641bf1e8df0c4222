/**
 * The service worker, which keeps the lab for visits without a network (see src/headless/service-worker.ts), and its next
 * version, which waits until somebody asks for it.
 */
import { latestNews, tell } from './news.ts';
import { tellReplaced } from './replaced.ts';

const HOUR = 3_600_000; // ms

/** What of the page it has to know. */
export interface Visit {
  /** Resolves when nothing trains. */
  readonly quiet: () => Promise<void>;
  /** Whether there is nothing on the page that loading it anew would take away. */
  readonly isBlank: () => boolean;
}

/** @throws Error where the browser does not allow one, and when it could not be kept: the next visit goes on */
export async function register({ quiet, isBlank }: Visit): Promise<void> {
  const { serviceWorker } = navigator;
  let served = serviceWorker.controller !== null;
  let asked = false;
  serviceWorker.addEventListener('controllerchange', () => {
    // Another tab may have asked for the new version, and then this page's own parts are gone.
    if (served && (asked || isBlank())) location.reload();
    else if (served) tellReplaced();
    served = true;
  });

  const { connection } = navigator as { readonly connection?: { readonly saveData?: boolean } };
  if (connection?.saveData && !served) return; // every byte is paid for
  const registration = await serviceWorker.register('./sw.js');
  served ||= registration.active !== null;
  const look = (): void => {
    const { waiting, active } = registration;
    if (!waiting || !active || latestNews().update) return;
    const use = (): void => {
      asked = true;
      registration.waiting?.postMessage({ type: 'SKIP_WAITING' });
    };
    tell({ update: { kind: 'waiting', use } });
  };
  registration.addEventListener('updatefound', () => {
    registration.installing?.addEventListener('statechange', look);
  });
  look();
  setInterval(() => {
    if (navigator.onLine) void quiet().then(() => registration.update().catch(() => undefined));
  }, HOUR);

  await serviceWorker.ready; // all is kept by then
  tell({ offline: true });
}
