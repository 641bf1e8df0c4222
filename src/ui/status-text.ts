/** What the status region says: the phase, epoch, step and time left of a run, or what the page waits for. */
import { PHASE_TITLES, type Progress } from '../core/events.ts';
import { isActive, isUnderWay } from '../core/run-state.ts';
import { paceWords } from '../core/slow-motion.ts';
import { datasetOf, type LabState } from '../core/state.ts';
import { inLocale } from '../core/text.ts';
import { formatCount, formatMegabytes, formatTimeLeft } from './format.ts';
import { blockedBecause } from './run-gate.ts';
import { nextRunSentence } from './sentences.ts';

export function statusText(state: LabState): string {
  const { run, config } = state;
  if (isActive(run)) return activeText(state);
  if (run.status === 'replaying') return `Recorded: ${lowerFirst(progressText(run.progress!))}`;
  if (run.playback) return 'The recording is at its end.';
  const blocked = blockedBecause(state);
  if (blocked) return blocked + downloadText(state);
  const ended = {
    idle: 'Ready.',
    finished: 'Finished.',
    stopped: 'Stopped; the curves stay.',
    failed: 'Failed.',
  };
  const word = run.status in ended ? ended[run.status as keyof typeof ended] : '';
  const next = nextRunSentence(config, run.config);
  return next ? `${word} ${next}` : word;
}

function activeText({ run: { status, progress }, pace }: LabState): string {
  if (status === 'stopping') return 'Stopping after this step';
  if (!progress) return status === 'paused' ? 'Paused' : 'Starting';
  const text = progressText(progress);
  if (status === 'paused') return `Paused: ${lowerFirst(text)}`;
  if (pace !== undefined) return `${text} · at most ${paceWords(pace)}`;
  const { secondsLeft } = progress;
  return secondsLeft === undefined ? text : `${text} · ${formatTimeLeft(secondsLeft)}`;
}

function progressText({ phase, population, epoch, epochs, step, steps }: Progress): string {
  const parts = [inLocale(PHASE_TITLES[phase])];
  if (population) parts.push(`population ${population.number} of ${population.of}`);
  if (epoch !== undefined && epochs !== undefined)
    parts.push(`epoch ${formatCount(epoch)} of ${formatCount(epochs)}`);
  if (step !== undefined && steps !== undefined)
    parts.push(`step ${formatCount(step)} of ${formatCount(steps)}`);
  return parts.join(' · ');
}

function downloadText(state: LabState): string {
  const { download } = state;
  if (datasetOf(state) || !download) return '';
  return ` ${formatMegabytes(download.loadedBytes)} of ${formatMegabytes(download.totalBytes)} MB are here.`;
}

/** 0 to 1 of what goes on, or undefined while nothing does or nobody knows how long it takes. */
export function progressShare(state: LabState): number | undefined {
  const { run, download } = state;
  if (isUnderWay(run)) return run.progress?.share;
  if (run.status === 'finished') return 1;
  return !datasetOf(state) && download ? download.loadedBytes / download.totalBytes : undefined;
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
