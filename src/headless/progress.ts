/** Shows how far a run is: one line that is rewritten on a terminal, a new line now and then elsewhere. */
import type { Progress } from '../core/events.ts';
import { progressLine } from './report.ts';

const QUIET_MS = 10_000;

export interface ProgressLine {
  show(progress: Progress): void;
  /** Leaves the cursor at the start of an empty line. */
  end(): void;
}

export function startProgress(stream: NodeJS.WriteStream, now: () => number = Date.now): ProgressLine {
  let shownAt = -Infinity;
  let phase: string | undefined;
  return {
    show(progress) {
      const line = progressLine(progress);
      if (stream.isTTY) {
        stream.write(`\r\u001b[2K${line.slice(0, (stream.columns || 80) - 1)}`);
        return;
      }
      if (progress.phase === phase && now() - shownAt < QUIET_MS) return;
      phase = progress.phase;
      shownAt = now();
      stream.write(`${line}\n`);
    },
    end() {
      if (stream.isTTY) stream.write('\r\u001b[2K');
    },
  };
}
