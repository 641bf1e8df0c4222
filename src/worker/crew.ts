/** One worker and what tells that it is gone: an error, a message that cannot be read, silence. */
import { releaseProxy, wrap, type Remote } from 'comlink';
import { isGpu, type BackendName } from '../core/device.ts';
import { LabError, type ErrorReport } from '../core/errors.ts';
import { str, text } from '../core/text.ts';
import type { LabApi } from './api.ts';
import { isBeat, lockIn } from './heart.ts';
import type { Fault } from './recovery.ts';
import { PATIENCE_S, watchSilence, type Silence } from './silence.ts';
import type { StartedWorker } from './start.ts';
import { unless } from './unless.ts';

export interface Crew {
  /** What the worker answers. @throws what it throws, or why it is gone: comlink's own promises never settle then */
  ask<T>(say: (api: Remote<LabApi>) => Promise<T>): Promise<T>;
  /** Counts workers; every message of a run carries it. */
  readonly generation: number;
  readonly isAlive: () => boolean;
  /** Aborted with a LabError when the worker is gone. */
  readonly gone: AbortSignal;
  /** Tells what it computes with, and so how long it may be silent. */
  computesWith(backend: BackendName): void;
  end(why: LabError): void;
}

/** What has failed, where a new worker can help. */
export function faultOf({ code }: ErrorReport): Fault | undefined {
  if (code === 'lost') return 'gpu';
  if (code === 'crashed') return 'died';
  return code === 'silent' ? 'silent' : undefined;
}

export function hire(
  { worker, failed }: StartedWorker,
  generation: number,
  watch: typeof watchSilence = watchSilence,
): Crew {
  const api = wrap<LabApi>(worker);
  const going = new AbortController();
  const gone = going.signal;
  let hasSpoken = false;

  function end(why: LabError): void {
    if (gone.aborted) return;
    silence.end();
    worker.terminate();
    api[releaseProxy]();
    going.abort(why);
  }

  const silence: Silence = watch(PATIENCE_S.computingWorker, (seconds) => end(silentError(seconds))); // until it is known what it computes with
  worker.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    hasSpoken = true;
    if (isBeat(data)) silence.heard();
    const lock = lockIn(data);
    // Got when the worker has let go of it: where it was killed, there is no other sign.
    if (lock) void navigator.locks.request(lock, () => end(crashedError(''))).catch(() => undefined);
  });
  worker.addEventListener('messageerror', () => end(crashedError('')));
  void failed.then(({ message }) => end(hasSpoken ? crashedError(message) : missingError(message)));
  return {
    async ask(say) {
      gone.throwIfAborted();
      return unless(say(api), gone);
    },
    generation,
    gone,
    isAlive: () => !gone.aborted,
    computesWith: (backend) => silence.bear(isGpu(backend) ? PATIENCE_S.worker : PATIENCE_S.computingWorker),
    end,
  };
}

function crashedError(why: string): LabError {
  const what = why
    ? text(str`The part of the lab that trains has stopped working: ${why}.`)
    : text('The part of the lab that trains has stopped working.');
  return new LabError('crashed', what, text('Run again; if it happens again, reload the page.'));
}

/** A script that does not come has no message, one that fails as it begins has. */
function missingError(why: string): LabError {
  if (why) return crashedError(why);
  return navigator.onLine
    ? new LabError(
        'outdated',
        text('The part of the lab that trains is not where it was: there is a new version of the lab.'),
        text('Reload the page.'),
      )
    : new LabError(
        'network',
        text('The part of the lab that trains could not be loaded.'),
        text('Check the network connection, then try again.'),
      );
}

function silentError(seconds: number): LabError {
  return new LabError(
    'silent',
    text(str`The part of the lab that trains has not answered for ${seconds} seconds and was ended.`),
    text('Go on with the run from where it was last kept, or run again.'),
  );
}
