/**
 * The recorded run of the preset in the form, for pale lines in the charts before there is a run: the page is never empty, and
 * what is about to come can be predicted. It waits until the page is idle, and where it does not come there are no lines.
 */
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { ExperimentConfig } from '../core/experiment.ts';
import type { RunRecord } from '../core/run-record.ts';
import { presetOf } from '../core/state.ts';
import { msg } from '../core/text.ts';
import { spoken, type Language } from './language.ts';
import { memo } from './memo.ts';
import { loadRecording, recordingOf } from './recordings.ts';
import type { OverlaidRun } from './run-library.ts';

const NONE: readonly OverlaidRun[] = [];

export class GhostRun implements ReactiveController {
  private readonly host: ReactiveControllerHost;
  /** What is to be shown now; absent where it is nothing. */
  private readonly wanted: () => ExperimentConfig | undefined;
  private readonly loaded = new Map<string, RunRecord | undefined>(); // by preset
  private readonly loading = new Set<string>();

  constructor(host: ReactiveControllerHost, wanted: () => ExperimentConfig | undefined) {
    this.host = host;
    this.wanted = wanted;
    host.addController(this);
  }

  /** The recorded run, once it is here. */
  get runs(): readonly OverlaidRun[] {
    const preset = this.preset();
    const record = preset === undefined ? undefined : this.loaded.get(preset);
    return record ? this.named(preset!, record, spoken()) : NONE;
  }

  private readonly named = memo((id: string, record: RunRecord, _: Language): readonly OverlaidRun[] => [
    { id, name: msg('recorded'), record },
  ]);

  hostUpdated(): void {
    const preset = this.preset();
    if (preset === undefined || this.loading.has(preset)) return;
    this.loading.add(preset);
    whenIdle(() => void this.load(preset));
  }

  private preset(): string | undefined {
    const config = this.wanted();
    return config && presetOf(config)?.id;
  }

  private async load(preset: string): Promise<void> {
    const recording = recordingOf(preset);
    if (!recording || this.preset() !== preset) return void this.loading.delete(preset);
    const record = await loadRecording(recording).catch(() => undefined);
    this.loaded.set(preset, record);
    this.host.requestUpdate();
  }
}

/** Safari has no idle callbacks. */
function whenIdle(work: () => void): void {
  if ('requestIdleCallback' in globalThis) requestIdleCallback(work, { timeout: 2000 });
  else setTimeout(work, 200);
}
