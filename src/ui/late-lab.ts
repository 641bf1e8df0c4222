/**
 * The lab while the part of the page that speaks with the worker is still on its way: the worker starts at once, and what is
 * asked of the lab waits, in order.
 */
import { LabError, reportOf, type ErrorCode } from '../core/errors.ts';
import { text, type Text } from '../core/text.ts';
import type { createLab, Lab } from '../worker/client.ts';
import { startWorker, type StartedWorker } from '../worker/start.ts';

export const connectLate: typeof createLab = (dispatch, options) => {
  /** A page without its lab says so, and what is asked of it waits for good. */
  const without = (what: Text, hint: Text, code: ErrorCode) => {
    dispatch({ kind: 'failure', error: reportOf(new LabError(code, what, hint)) });
    return new Promise<never>(() => undefined);
  };
  return waitingFor(load());

  async function load(): Promise<Lab> {
    let first: StartedWorker;
    try {
      first = startWorker();
    } catch {
      // A sandboxed frame without an origin of its own may start no script of the site.
      const what = text('This frame may not start the part of the lab that trains.');
      return without(what, text('Open the lab in a tab of its own.'), 'config');
    }
    try {
      const { createLab } = await import('../worker/client.ts');
      return createLab(dispatch, { ...options, first });
    } catch {
      const what = text('Parts of this page could not be loaded.');
      return without(what, text('Check the network, then reload the page.'), 'outdated');
    }
  }
};

/** What is asked once it is there is done at once: two presses of Run in one moment are one run. */
function waitingFor(loading: Promise<Lab>): Lab {
  let there: Lab | undefined;
  void loading.then((lab) => (there = lab));
  return new Proxy({} as Lab, {
    get:
      (_, name: keyof Lab) =>
      (...given: readonly unknown[]): unknown => {
        const ask = (lab: Lab): unknown => Reflect.apply(lab[name], lab, given);
        return there ? ask(there) : loading.then(ask);
      },
  });
}
