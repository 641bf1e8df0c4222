/**
 * <lab-app>: the page. The only element that knows the state's store and the worker's client: actions come in, the state
 * goes down as properties, commands come up as events.
 */
import { LitElement, html } from 'lit';
import { customElement, query } from 'lit/decorators.js';
import type { ExperimentConfig } from '../core/experiment.ts';
import type { InputScale } from '../core/imported.ts';
import type { NetworkRequest } from '../core/model-file.ts';
import { decodeLink } from '../core/link.ts';
import type { RunRecord } from '../core/run-record.ts';
import { isActive } from '../core/run-state.ts';
import { datasetOf, INITIAL_STATE, problemsOf, type Action, type LabState } from '../core/state.ts';
import { sentenceOf } from '../core/errors.ts';
import { createLab, type Lab, type RunOptions } from '../worker/client.ts';
import { filesOf, toBase64 } from './base64.ts';
import { askedRuntime, keepInAddress, type AskedRuntime } from './address.ts';
import type { Command, CommandEvent } from './commands.ts';
import { downloadRun, exportFile, exportModel } from './export-file.ts';
import { labAppStyles } from './lab-app-styles.ts';
import './lab-header.ts';
import './lab-notes.ts';
import './lab-stage.ts';
import { LabStore } from './lab-store.ts';
import type { LabStage } from './lab-stage.ts';
import { memo } from './memo.ts';
import './recipe-rail.ts';
import './run-bar.ts';
import { blockedBecause } from './run-gate.ts';
import { runTitle } from '../core/run-words.ts';
import type { Replay, ReplayCommand } from './replay.ts';
import { RunLibrary } from './run-library.ts';
import './share-bar.ts';
import { base, tokens } from './theme.ts';
import './unfinished-note.ts';

/** After the last edit, before the address follows it: browsers limit how often it may change. */
const ADDRESS_DELAY = 300;

@customElement('lab-app')
export class LabApp extends LitElement {
  static override styles = [base, tokens, labAppStyles];

  /** How the worker is reached; set before the element is connected to put something else in its place. */
  connect: typeof createLab = createLab;
  @query('lab-stage') private stage!: LabStage;
  private lab: Lab | undefined;
  private asked: AskedRuntime['asked'] = {};
  private addressTimer: ReturnType<typeof setTimeout> | undefined;
  private readonly library = new RunLibrary(this, {
    notice: (message) => this.dispatch({ kind: 'notice', message }),
    show: (record, { name, imported }) =>
      this.dispatch({ kind: 'show', record, origin: { from: imported ? 'imported' : 'kept', name } }),
    settings: ({ config }) => this.load(config),
    download: (record, { name }) => downloadRun(record, name),
  });
  private readonly store = new LabStore(() => this.requestUpdate());
  private replay: Replay | undefined;
  private readonly problems = memo(
    (config: LabState['config'], invalid: LabState['invalid'], datasets: LabState['datasets']) =>
      problemsOf({ ...INITIAL_STATE, config, invalid, datasets }),
  );
  private readonly onCommand = ({ command }: CommandEvent): void => this.command(command);
  private readonly onHash = (): void => this.readAddress();

  /** What the page shows now. */
  get state(): LabState {
    return this.store.state;
  }

  /** Shows an experiment, as a preset or a file does. */
  load(config: ExperimentConfig): void {
    this.command({ kind: 'load', config });
  }

  /**
   * Presses Run once the device and the images are here, and waits for the end.
   * @throws Error with the sentence that the page shows when the run cannot begin, fails or is stopped
   */
  async start(options: Pick<RunOptions, 'shard'> = {}): Promise<RunRecord> {
    await this.store.until(
      (state) => state.failure !== undefined || (state.device && datasetOf(state)) !== undefined,
    );
    const blocked = this.state.failure?.message ?? blockedBecause(this.state);
    if (blocked) throw new Error(blocked);
    const record = await this.begin({ paused: false, ...options });
    if (!record) throw new Error(this.state.run.error?.message ?? 'The run was stopped.');
    return record;
  }

  /** Shows a finished run of elsewhere. */
  show(record: RunRecord): void {
    this.dispatch({ kind: 'show', record, origin: { from: 'imported', name: runTitle(record) } });
  }

  /** The two charts as PNG data URLs. */
  async chartImages(): Promise<{ readonly accuracy: string; readonly loss: string }> {
    await this.updateComplete;
    return { accuracy: await this.stage.chartImage('accuracy'), loss: await this.stage.chartImage('loss') };
  }

  /** Gives a teacher from files whose contents are base64. @throws Error with a sentence when they are refused */
  async openTeacher(
    files: readonly { readonly name: string; readonly content: string }[],
    scale: InputScale,
  ): Promise<void> {
    await this.lab!.openTeacher(filesOf(files), scale, this.state.config.data.dataset);
  }

  /** A network of the last run; its weights as base64. @throws Error with a sentence when it is not there any more */
  async modelFile(request: NetworkRequest): Promise<{ readonly json: string; readonly weights: string }> {
    const { json, weights } = await this.lab!.exportModel(request);
    return { json: JSON.stringify(json), weights: await toBase64(weights) };
  }

  override connectedCallback(): void {
    super.connectedCallback();
    const { asked, notices } = askedRuntime(location.search);
    this.asked = asked;
    if (location.hash) this.readAddress();
    for (const message of notices) this.dispatch({ kind: 'notice', message });
    this.addEventListener('lab-command', this.onCommand);
    addEventListener('hashchange', this.onHash);
    this.lab ??= this.connect((action) => this.dispatch(action), asked);
    void this.lab.open();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.removeEventListener('lab-command', this.onCommand);
    removeEventListener('hashchange', this.onHash);
    clearTimeout(this.addressTimer);
    this.replay?.close();
    this.lab?.stop();
  }

  private dispatch(action: Action): void {
    this.store.dispatch(action);
    if (action.kind === 'dataset' && action.dataset.id === 'own') this.keepAddress(); // its sizes were made to fit
  }

  private readAddress(): void {
    const { config, notices } = decodeLink(location.hash);
    this.dispatch({ kind: 'load', config, notices });
  }

  private keepAddress(): void {
    clearTimeout(this.addressTimer);
    this.addressTimer = setTimeout(() => keepInAddress(this.state.config), ADDRESS_DELAY);
  }

  /** @returns nothing when the run was stopped, has failed or cannot begin */
  private async begin(options: RunOptions): Promise<RunRecord | undefined> {
    const { lab, state: current } = this;
    if (!lab || isActive(current.run) || blockedBecause(current)) return undefined;
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
    if (isActive(this.state.run)) this.lab?.stop();
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

  private tellFailure(work: Promise<void> | undefined): void {
    work?.catch((error: unknown) => this.dispatch({ kind: 'notice', message: sentenceOf(error) }));
  }

  private command(command: Command): void {
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
        return void lab?.openOwn(command.files);
      case 'openTeacher':
        return this.tellFailure(
          lab?.openTeacher(command.files, command.scale, this.state.config.data.dataset),
        );
      case 'closeTeacher':
        return lab?.closeTeacher();
      case 'export':
        return void exportFile(command.what, this.state, {
          png: (chart) => this.stage.chartImage(chart),
          svg: (chart) => this.stage.chartSvg(chart),
        });
      case 'exportModel':
        return this.tellFailure(exportModel(lab!, command));
      case 'library':
        return void this.library.carryOut(command.command);
      case 'replay':
        return this.tellFailure(this.playRecording(command.command));
      case 'retry':
        return void lab?.open();
      case 'run':
        return void this.begin({ paused: false });
      case 'step':
        return isActive(this.state.run) ? lab?.step() : void this.begin({ paused: true });
      case 'continue':
        return this.continueUnfinished();
      case 'discard':
        return lab?.discardUnfinished();
      case 'afresh':
        return void this.beginAfresh();
      case 'pause':
      case 'resume':
      case 'stop':
      case 'reset':
        return lab?.[command.kind]();
    }
    return command satisfies never;
  }

  protected override render() {
    const { config, invalid, notices, device, datasets, download, failure, run } = this.state;
    const loaded = datasetOf(this.state);
    const refusedFiles = failure?.code === 'data' && config.data.dataset === 'own';
    return html`<lab-header
        role="banner"
        .config=${config}
        .device=${device}
        .opened=${run.opened}
      ></lab-header>
      <lab-notes
        .notices=${notices}
        .failure=${refusedFiles ? undefined : failure}
        .runError=${run.error}
      ></lab-notes>
      <unfinished-note .unfinished=${this.state.unfinished}></unfinished-note>
      <div class="columns">
        <main>
          <run-bar .state=${this.state}>
            <share-bar .config=${config} ?exportable=${run.record !== undefined}></share-bar>
          </run-bar>
          <lab-stage
            .config=${config}
            .run=${run}
            .classes=${loaded?.classes ?? 10}
            .shelf=${this.library.shelf}
          ></lab-stage>
          <share-bar class="narrow" .config=${config} ?exportable=${run.record !== undefined}></share-bar>
        </main>
        <aside aria-label="Recipe">
          <recipe-rail
            .config=${config}
            .invalid=${invalid}
            .problems=${this.problems(config, invalid, datasets)}
            .ran=${run.config}
            .loaded=${loaded}
            ?offers-teachers=${this.asked.teacher !== 'fresh'}
            .teacherFile=${this.state.teacherFile}
            .download=${download}
            .dataFailure=${refusedFiles ? failure : undefined}
          ></recipe-rail>
        </aside>
      </div>
      <footer class="small">
        What is not labelled otherwise is computed in this browser, and nothing leaves it.
      </footer>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-app': LabApp;
  }
}
