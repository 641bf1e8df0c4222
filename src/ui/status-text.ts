/** What the status region says: the phase, epoch, step and time left of a run, or what the page waits for. */
import { PHASE_TITLES, type Progress } from '../core/events.ts';
import { isActive, isUnderWay } from '../core/run-state.ts';
import { paceWords } from '../core/slow-motion.ts';
import { datasetOf, type LabState } from '../core/state.ts';
import { inLocale, msg, str, text } from '../core/text.ts';
import { formatCount, formatMegabytes, formatTimeLeft } from './format.ts';
import { blockedBecause } from './run-gate.ts';
import { nextRunSentence } from './sentences.ts';

const ENDED = {
  idle: text('Ready.'),
  finished: text('Finished.'),
  stopped: text('Stopped; the curves stay.'),
  failed: text('Failed.'),
};

/** What stands side by side, set apart by a dot. */
const list = (parts: readonly string[]): string => parts.join(' · ');

export function statusText(state: LabState): string {
  const { run, config } = state;
  if (isActive(run)) return activeText(state);
  if (run.status === 'replaying') return list([msg('Recorded'), progressText(run.progress!)]);
  if (run.playback) return msg('The recording is at its end.');
  const blocked = blockedBecause(state);
  if (blocked) return [blocked, ...downloadText(state)].join(' ');
  const word = run.status in ENDED ? inLocale(ENDED[run.status as keyof typeof ENDED]) : '';
  const next = nextRunSentence(config, run.config);
  return next ? `${word} ${next}` : word;
}

function activeText({ run: { status, progress }, pace }: LabState): string {
  if (status === 'stopping') return msg('Stopping after this step');
  if (status === 'recovering') return msg('Taking the run up again');
  if (!progress) return status === 'paused' ? msg('Paused') : msg('Starting');
  const doing = progressText(progress);
  if (status === 'paused') return list([msg('Paused'), doing]);
  if (pace !== undefined) return list([doing, msg(str`at most ${paceWords(pace)}`)]);
  const { secondsLeft } = progress;
  return secondsLeft === undefined ? doing : list([doing, formatTimeLeft(secondsLeft)]);
}

function progressText({ phase, population, epoch, epochs, step, steps, images }: Progress): string {
  const parts = [inLocale(PHASE_TITLES[phase])];
  if (population) parts.push(msg(str`population ${population.number} of ${population.of}`));
  if (epoch !== undefined && epochs !== undefined)
    parts.push(msg(str`epoch ${formatCount(epoch)} of ${formatCount(epochs)}`));
  if (step !== undefined && steps !== undefined)
    parts.push(msg(str`step ${formatCount(step)} of ${formatCount(steps)}`));
  if (images) parts.push(msg(str`image ${formatCount(images.answered)} of ${formatCount(images.of)}`));
  return list(parts);
}

function downloadText(state: LabState): readonly string[] {
  const { download } = state;
  if (datasetOf(state) || !download) return [];
  const [loaded, total] = [formatMegabytes(download.loadedBytes), formatMegabytes(download.totalBytes)];
  return [msg(str`${loaded} of ${total} MB are here.`)];
}

/** 0 to 1 of what goes on, or undefined while nothing does or nobody knows how long it takes. */
export function progressShare(state: LabState): number | undefined {
  const { run, download } = state;
  if (isUnderWay(run)) return run.progress?.share;
  if (run.status === 'finished') return 1;
  return !datasetOf(state) && download ? download.loadedBytes / download.totalBytes : undefined;
}
