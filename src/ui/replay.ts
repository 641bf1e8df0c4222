/** Plays a recorded run on the page: a clock that moves it on, and what its controls ask for. */
import { reasonText } from '../core/errors.ts';
import { momentOf, timelineOf, type Moment, type Timeline } from '../core/timeline.ts';
import type { RunRecord } from '../core/run-record.ts';
import type { Playback } from '../core/run-state.ts';
import { runTitle } from '../core/run-words.ts';
import { str, text } from '../core/text.ts';
import type { LabStore } from './lab-store.ts';
import { loadRecording, type Recording } from './recordings.ts';

/** Times as fast as it was. */
const FIRST_SPEED = 4;
const TICK_MS = 100;

export type ReplayCommand =
  /** @param atEnd at its end at once, instead of playing it */
  | { readonly what: 'open'; readonly recording: Recording; readonly atEnd?: boolean }
  | { readonly what: 'play' | 'pause' }
  /** @param at seconds of the recorded training */
  | { readonly what: 'seek'; readonly at: number }
  | { readonly what: 'speed'; readonly speed: number };

interface Opened {
  readonly record: RunRecord;
  readonly name: string;
  readonly timeline: Timeline;
}

export class Replay {
  private readonly store: LabStore;
  private opened: Opened | undefined;
  private timer: ReturnType<typeof setInterval> | undefined;
  private last: Moment | undefined;
  /** Counts what was opened: a recording that arrives late is not wanted any more. */
  private turn = 0;

  constructor(store: LabStore) {
    this.store = store;
  }

  async carryOut(command: ReplayCommand): Promise<void> {
    if (command.what === 'open') return this.open(command.recording, command.atEnd);
    const { playback } = this;
    if (!playback) return;
    switch (command.what) {
      case 'play':
        return this.play({ ...playback, at: playback.at < playback.seconds ? playback.at : 0 });
      case 'pause':
        return this.place({ ...playback, playing: false });
      case 'seek':
        return this.place({ ...playback, at: command.at });
      case 'speed':
        return this.place({ ...playback, speed: command.speed });
    }
    return command satisfies never;
  }

  /** Stops the clock, and what is on its way. */
  close(): void {
    this.turn += 1;
    clearInterval(this.timer);
  }

  /** Absent once another run has taken its place on the page. */
  private get playback(): Playback | undefined {
    return this.store.state.run.playback;
  }

  private async open(recording: Recording, atEnd = false): Promise<void> {
    this.close();
    const { turn } = this;
    const { run } = this.store.state;
    const isWanted = (): boolean => turn === this.turn && run === this.store.state.run;
    try {
      const record = await loadRecording(recording);
      if (!isWanted()) return;
      const timeline = timelineOf(record);
      this.opened = { record, name: runTitle(record), timeline };
      const at = atEnd ? timeline.seconds : 0;
      this.play({ at, seconds: timeline.seconds, speed: FIRST_SPEED, playing: true });
    } catch (error) {
      if (!isWanted()) return;
      const message = text(str`The recorded run could not be loaded (${reasonText(error)}).`);
      this.store.dispatch({ kind: 'notice', message });
    }
  }

  private play(playback: Playback): void {
    clearInterval(this.timer);
    this.place({ ...playback, playing: true });
    let last = performance.now();
    this.timer = setInterval(() => {
      const { playback: now } = this;
      const elapsed = (performance.now() - last) / 1000;
      last += 1000 * elapsed;
      if (!now?.playing) clearInterval(this.timer);
      else this.place({ ...now, at: now.at + elapsed * now.speed });
    }, TICK_MS);
  }

  /** With the curves of the last moment as long as nothing was added to them, so that they are not drawn again. */
  private steady(moment: Moment): Moment {
    const history = this.last?.history ?? [];
    const isSame = history.length === moment.history.length && history.at(-1) === moment.history.at(-1);
    this.last = isSame ? { ...moment, history } : moment;
    return this.last;
  }

  private place(playback: Playback): void {
    if (!this.opened) return;
    const at = Math.min(Math.max(0, playback.at), playback.seconds);
    const playing = playback.playing && at < playback.seconds;
    const { record, name, timeline } = this.opened;
    const moment = this.steady(momentOf(timeline, at));
    this.store.dispatch({ kind: 'replay', record, name, moment, playback: { ...playback, at, playing } });
  }
}
