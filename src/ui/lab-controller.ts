/**
 * What the page does: the one holder of the state, and the one that speaks with the worker. Actions come in, commands are
 * carried out; <lab-app> draws what comes of it.
 */
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { sentenceOf } from '../core/errors.ts';
import { decodeLink } from '../core/link.ts';
import type { RunRecord } from '../core/run-record.ts';
import { isActive } from '../core/run-state.ts';
import { datasetOf, type Action, type LabState } from '../core/state.ts';
import { text } from '../core/text.ts';
import type { createLab, Lab, RunOptions } from '../worker/client.ts';
import {
  askedRuntime,
  askedView,
  keepGuideInAddress,
  keepInAddress,
  keepViewInAddress,
  type AskedRuntime,
  type View,
} from './address.ts';
import type { Command, PagePart } from './commands.ts';
import { LabStore } from './lab-store.ts';
import { changeLanguage } from './change-language.ts';
import { firstWords } from './language.ts';
import { createNetworks, type Networks } from './networks.ts';
import type { Replay, ReplayCommand } from './replay.ts';
import { blockedBecause } from './run-gate.ts';
import { RunLibrary } from './run-library.ts';

/** After the last edit, before the address follows it: browsers limit how often it may change. */
const ADDRESS_DELAY = 300;

/** The page that shows it all. */
export interface LabPage extends ReactiveControllerHost {
  /** How the worker is reached. */
  readonly connect: typeof createLab;
  view: View;
  /** The charts, as files. */
  chartImage(chart: 'accuracy' | 'loss'): Promise<string>;
  chartSvg(chart: 'accuracy' | 'loss'): Promise<string>;
  bring(part: PagePart): void;
}

export class LabController implements ReactiveController {
  readonly library: RunLibrary;
  asked: AskedRuntime['asked'] = {};

  private readonly page: LabPage;
  private readonly store: LabStore;
  private connected: Lab | undefined;
  private addressTimer: ReturnType<typeof setTimeout> | undefined;
  private replay: Replay | undefined;
  /** How the last run was begun. */
  private begun: RunOptions = { paused: false };
  /** A frame leaves nothing behind in the reader's browser, whatever it shows later. */
  private readonly mayKeep = askedView(location.search) !== 'embed';
  private readonly networksFor = createNetworks(() => this.lab);
  private readonly onHash = (): void => this.readAddress();

  constructor(page: LabPage) {
    this.page = page;
    this.store = new LabStore(() => page.requestUpdate());
    this.library = new RunLibrary(page, {
      keeps: () => this.mayKeep,
      notice: (message) => this.dispatch({ kind: 'notice', message }),
      show: (record, { name, imported }) =>
        this.dispatch({ kind: 'show', record, origin: { from: imported ? 'imported' : 'kept', name } }),
      settings: ({ config }) => this.command({ kind: 'load', config }),
      download: (record, { name }) => this.carryOut(({ downloadRun }) => downloadRun(record, name)),
      forgetUnfinished: () => this.lab.discardUnfinished(),
    });
    page.addController(this);
    page.view = askedView(location.search);
  }

  /** What the page shows now. */
  get state(): LabState {
    return this.store.state;
  }

  /** Those that the page speaks of. */
  get networks(): Networks | undefined {
    return this.networksFor(this.state);
  }

  /** The worker's client; there from the page's connection on. */
  get lab(): Lab {
    return this.connected!;
  }

  hostConnected(): void {
    const { asked } = askedRuntime(location.search);
    this.asked = asked;
    const read = (): void => {
      if (location.hash) this.readAddress();
      for (const message of askedRuntime(location.search).notices) this.dispatch({ kind: 'notice', message });
    };
    if (firstWords)
      void firstWords.then(read); // there may be something to say
    else read();
    addEventListener('hashchange', this.onHash);
    this.connected ??= this.page.connect((action) => this.dispatch(action), {
      ...(asked.backend && { backend: asked.backend }),
      ...(asked.trainer && { trainer: asked.trainer }),
      keeps: this.mayKeep,
    });
    void this.lab.open();
    if (asked.guide) void this.openGuide(asked.guide);
  }

  hostDisconnected(): void {
    removeEventListener('hashchange', this.onHash);
    clearTimeout(this.addressTimer);
    this.replay?.close();
    this.lab.stop();
  }

  dispatch(action: Action): void {
    this.store.dispatch(action);
    if (action.kind === 'dataset' && action.dataset.id === 'own') this.keepAddress(); // its sizes were made to fit
  }

  /**
   * Runs the experiment once the device and the images are here, and waits for the end.
   * @throws Error with the sentence that the page shows when the run cannot begin, fails or is stopped
   */
  async start(options: Pick<RunOptions, 'shard'>): Promise<RunRecord> {
    await this.store.until(
      (state) => state.failure !== undefined || (state.device && datasetOf(state)) !== undefined,
    );
    const blocked = this.state.failure?.message ?? blockedBecause(this.state);
    if (blocked) throw new Error(blocked);
    const record = await this.begin({ paused: false, ...options });
    if (!record) throw new Error(this.state.run.error?.message ?? 'The run was stopped.');
    return record;
  }

  private readAddress(): void {
    const { config, notices, isRefused } = decodeLink(location.hash);
    const isPartly = notices.length > 0 && !isRefused;
    this.dispatch({
      ...{ kind: 'load', config },
      notices: isPartly
        ? [text('Your link was understood in part; the rest of it holds.'), ...notices]
        : notices,
    });
  }

  private keepAddress(): void {
    clearTimeout(this.addressTimer);
    this.addressTimer = setTimeout(() => keepInAddress(this.state.config), ADDRESS_DELAY);
  }

  /** @returns nothing when the run was stopped, has failed or cannot begin */
  private async begin(options: RunOptions): Promise<RunRecord | undefined> {
    const { lab, state: current } = this;
    if (isActive(current.run) || blockedBecause(current)) return undefined;
    this.begun = options;
    const freshTeacher = options.freshTeacher ?? this.asked.teacher === 'fresh';
    const running = lab.run(current.config, { ...options, freshTeacher });
    if (options.paused) lab.step();
    const record = await running;
    if (record) await this.library.add(record);
    return record;
  }

  /** With the settings that it was begun with. */
  private continueUnfinished(): void {
    const { unfinished } = this.state;
    if (!unfinished) return;
    this.command({ kind: 'load', config: unfinished.config });
    void this.begin({ paused: false, resume: true });
  }

  private async beginAfresh(): Promise<void> {
    if (isActive(this.state.run)) this.lab.stop();
    await this.store.until(({ run }) => !isActive(run));
    void this.begin({ paused: false, freshTeacher: true });
  }

  /** Its code comes late, like the recordings: few visits play one. */
  private async playRecording(command: ReplayCommand): Promise<void> {
    if (!this.replay) {
      const { Replay } = await import('./replay.ts');
      this.replay ??= new Replay(this.store);
    }
    await this.replay.carryOut(command);
  }

  /** It comes late as well. @param step where it was left, if not given */
  private async openGuide(step?: number): Promise<void> {
    try {
      const { leftAt } = await import('./guide/guided-path.ts');
      const guide = step ?? leftAt();
      this.dispatch({ kind: 'look', change: { guide } });
      keepGuideInAddress(guide);
    } catch {
      const message = text('The guided tour could not be loaded. Check the network, then press Guided tour.');
      this.dispatch({ kind: 'notice', message });
    }
  }

  /** What files hold comes late too, when the first one is asked for. */
  private carryOut(work: (files: typeof import('./export-file.ts')) => Promise<void> | void): void {
    this.tellFailure(import('./export-file.ts').then(work));
  }

  private tellFailure(work: Promise<void>): void {
    work.catch((error: unknown) => this.dispatch({ kind: 'notice', message: sentenceOf(error) }));
  }

  command(command: Command): void {
    const { lab } = this;
    switch (command.kind) {
      case 'edit':
      case 'load':
        this.dispatch(command);
        return this.keepAddress();
      case 'notice':
      case 'dismiss':
        return this.dispatch(command);
      case 'open':
        return void lab.openOwn(command.files);
      case 'openTeacher':
        return this.tellFailure(
          lab.openTeacher(command.files, command.scale, this.state.config.data.dataset),
        );
      case 'closeTeacher':
        return lab.closeTeacher();
      case 'language':
        return void changeLanguage(command.language, this.store);
      case 'export':
        return this.carryOut(({ exportFile }) =>
          exportFile(command.what, this.state, {
            png: (chart) => this.page.chartImage(chart),
            svg: (chart) => this.page.chartSvg(chart),
          }),
        );
      case 'exportModel':
        return this.carryOut(({ exportModel }) => exportModel(lab, command));
      case 'openTab':
        return this.dispatch({ kind: 'look', change: { tab: command.tab } });
      case 'look': {
        const { kind: _, ...change } = command;
        return this.dispatch({ kind: 'look', change });
      }
      case 'bring':
        return this.page.bring(command.part);
      case 'guide':
        return void this.openGuide(command.step);
      case 'closeGuide':
        this.dispatch({ kind: 'look', change: { guide: undefined } });
        return keepGuideInAddress(undefined);
      case 'library':
        return void this.library.carryOut(command.command);
      case 'replay':
        return this.tellFailure(this.playRecording(command.command));
      case 'retry':
        return void lab.open();
      case 'reload':
        return location.reload();
      case 'tryGpu':
        return void lab.tryGpu();
      case 'takeOver':
        return void this.begin({ ...this.begun, takeOver: true });
      case 'pace':
        return lab.limit(command.pace);
      case 'view':
        keepViewInAddress(command.view);
        this.page.view = command.view;
        return;
      case 'run':
        return void this.begin({ paused: false });
      case 'step':
        return isActive(this.state.run) ? lab.step() : void this.begin({ paused: true });
      case 'continue':
        return this.continueUnfinished();
      case 'discard':
        return lab.discardUnfinished();
      case 'afresh':
        return void this.beginAfresh();
      case 'pause':
      case 'resume':
      case 'stop':
      case 'reset':
        return lab[command.kind]();
    }
    return command satisfies never;
  }
}
