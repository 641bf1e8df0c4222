/**
 * A run that outlives its worker: when that or its GPU is gone, a new one goes on from the last checkpoint, which the page
 * holds, so that nothing depends on what the browser keeps.
 */
import { proxy } from 'comlink';
import type { BackendName } from '../core/device.ts';
import { together, whatOf } from '../core/errors.ts';
import type { RunEvent } from '../core/events.ts';
import type { RunRecord } from '../core/run-record.ts';
import type { Action } from '../core/state.ts';
import { text } from '../core/text.ts';
import type { RunRequest } from './api.ts';
import { faultOf, type Crew } from './crew.ts';
import { asLabError } from './errors.ts';
import type { Station } from './station.ts';
import { unless } from './unless.ts';

export interface LastingRun {
  readonly runId: string;
  readonly stopping: AbortController;
  /** How it is to go on when another worker takes it up. */
  paused: boolean;
}

export interface HeldCheckpoint {
  get(): Uint8Array<ArrayBuffer> | undefined;
  /** @param isSafe whether it is also kept when the page is closed */
  set(bytes: Uint8Array<ArrayBuffer>, isSafe: boolean): void;
}

interface Means {
  readonly station: Station;
  readonly dispatch: (action: Action) => void;
  readonly checkpoint: HeldCheckpoint;
  /** Called when a worker has been asked to run it. */
  readonly post: () => void;
}

type Request = Omit<RunRequest, 'generation'>;

/** What is told when a run goes on with another worker. */
const NEXT = {
  again: text('The run goes on from where it was last kept.'),
  withoutGpu: text(
    'It was the second time within two minutes: the run goes on without the GPU, more slowly.',
  ),
};
const NOT_BACK = text('The GPU has not come back: the run goes on without it, more slowly.');

/**
 * Goes on with other workers, on other backends, for as long as that may help.
 * @throws LabError `stopped`, what ends the run, or the fault that no new worker can be expected to mend
 */
export async function carryThrough(one: LastingRun, request: Request, means: Means): Promise<RunRecord> {
  const { station, dispatch } = means;
  const { runId, stopping } = one;
  let expected: BackendName | undefined;
  for (;;) {
    try {
      const crew = await unless(station.fit(), stopping.signal);
      if (expected && station.computing !== expected) dispatch({ kind: 'notice', message: NOT_BACK });
      return await attempt(one, crew, request, means);
    } catch (error) {
      const failure = asLabError(error);
      if (stopping.signal.aborted || !faultOf(failure)) throw failure;
      const computed = station.computing;
      const remedy = station.replace(failure);
      if (remedy === 'offer') throw failure;
      expected = remedy === 'again' ? computed : undefined;
      dispatch({ kind: 'recovering', runId, why: together([whatOf(failure), NEXT[remedy]]) });
    }
  }
}

/** With one worker. What an older one says late is dropped by its generation. */
async function attempt(
  one: LastingRun,
  crew: Crew,
  request: Request,
  { station, dispatch, checkpoint, post }: Means,
): Promise<RunRecord> {
  const { runId, stopping } = one;
  const { generation } = crew;
  const isLate = (of: number) => of !== station.crew.generation;
  const onEvents = proxy((events: readonly RunEvent[], of: number) => {
    if (!isLate(of)) events.forEach((event) => dispatch({ kind: 'event', event }));
  });
  const onCheckpoint = proxy((bytes: Uint8Array<ArrayBuffer>, isSafe: boolean, of: number) => {
    if (!isLate(of)) checkpoint.set(bytes, isSafe);
  });
  const held = checkpoint.get();
  const adopted =
    held &&
    (await unless(
      crew.ask((api) => api.adopt(held)),
      stopping.signal,
    ));
  const resume = adopted ?? request.resume ?? false;
  const finished = crew.ask((api) =>
    api.run({ ...request, generation, resume, paused: one.paused }, onEvents, onCheckpoint),
  );
  post();
  if (one.paused) dispatch({ kind: 'status', runId, status: 'paused' });
  return finished;
}
