/**
 * The lab while the part of the page that speaks with the worker is still on its way: the worker starts at once, and what is
 * asked of the lab waits, in order.
 */
import { LabError, reportOf } from '../core/errors.ts';
import { text } from '../core/text.ts';
import type { createLab, Lab } from '../worker/client.ts';
import { startWorker } from '../worker/start.ts';

export const connectLate: typeof createLab = (dispatch, options) => {
  const first = startWorker();
  const loading = import('../worker/client.ts').then(
    ({ createLab }) => createLab(dispatch, { ...options, first }),
    () => {
      const what = text('Parts of this page could not be loaded.');
      const error = new LabError('outdated', what, text('Check the network, then reload the page.'));
      dispatch({ kind: 'failure', error: reportOf(error) });
      return new Promise<never>(() => undefined);
    },
  );
  return new Proxy({} as Lab, {
    get:
      (_, name: keyof Lab) =>
      (...given: readonly unknown[]) =>
        loading.then((lab): unknown => Reflect.apply(lab[name], lab, given)),
  });
};
