/** <lab-app>: the page, and what scripts may ask of it. What it does is the controller's. */
import { LitElement, html, nothing, type PropertyValues } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { ExperimentConfig } from '../core/experiment.ts';
import type { InputScale } from '../core/imported.ts';
import type { NetworkRequest } from '../core/model-file.ts';
import type { RunRecord } from '../core/run-record.ts';
import { isActive } from '../core/run-state.ts';
import { datasetOf, INITIAL_STATE, problemsOf, type LabState } from '../core/state.ts';
import { msg, text } from '../core/text.ts';
import type { createLab, RunOptions } from '../worker/client.ts';
import type { View } from './address.ts';
import type { CommandEvent, PagePart } from './commands.ts';
import { takeDroppedFiles } from './dropped-file.ts';
import { labAppStyles } from './lab-app-styles.ts';
import { LabController, type LabPage } from './lab-controller.ts';
import './lab-header.ts';
import './lab-notes.ts';
import './lab-stage.ts';
import { firstWords, spoken, type Language } from './language.ts';
import { memo } from './memo.ts';
import { comeLate } from './late.ts';
import { connectLate } from './late-lab.ts';
import './recipe-rail.ts';
import './run-bar.ts';
import type { RunCharts } from './run-charts.ts';
import { base, tokens } from './theme.ts';

/** What a view needs beside the shell. The lab's own comes after the first paint. */
const PARTS: Readonly<Record<View, () => Promise<unknown>>> = {
  lab: comeLate,
  present: () => import('./presenting/present-stage.ts'),
  embed: () => import('./presenting/embed-stage.ts'),
};

/** Shows the networks and what they learn. */
type Stage = LitElement & { readonly charts: RunCharts };

@customElement('lab-app')
export class LabApp extends LitElement implements LabPage {
  static override styles = [base, tokens, labAppStyles];

  /** How the worker is reached; set before the element is connected to put something else in its place. */
  connect: typeof createLab = connectLate;
  /** How the page is looked at; the controller reads it from the address. */
  @property({ reflect: true }) view: View = 'lab';
  private readonly controller = new LabController(this);
  private readonly problems = memo(
    (config: LabState['config'], invalid: LabState['invalid'], datasets: LabState['datasets'], _: Language) =>
      problemsOf({ ...INITIAL_STATE, config, invalid, datasets }),
  );

  constructor() {
    super();
    this.addEventListener('lab-command', ({ command }: CommandEvent) => this.controller.command(command));
    takeDroppedFiles(this);
  }

  /** What the page shows now. */
  get state(): LabState {
    return this.controller.state;
  }

  /** Shows an experiment, as a preset or a file does. */
  load(config: ExperimentConfig): void {
    this.controller.command({ kind: 'load', config });
  }

  /**
   * Presses Run once the device and the images are here, and waits for the end.
   * @throws Error with the sentence that the page shows when the run cannot begin, fails or is stopped
   */
  start(options: Pick<RunOptions, 'shard'> = {}): Promise<RunRecord> {
    return this.controller.start(options);
  }

  /** Shows a finished run of elsewhere. */
  async show(record: RunRecord): Promise<void> {
    const { runTitle } = await import('../core/run-words.ts');
    this.controller.dispatch({
      ...{ kind: 'show', record },
      origin: { from: 'imported', name: runTitle(record) },
    });
  }

  /** The two charts as PNG data URLs. */
  async chartImages(): Promise<{ readonly accuracy: string; readonly loss: string }> {
    return { accuracy: await this.chartImage('accuracy'), loss: await this.chartImage('loss') };
  }

  async chartImage(chart: 'accuracy' | 'loss'): Promise<string> {
    return (await this.charts()).chartImage(chart);
  }

  async chartSvg(chart: 'accuracy' | 'loss'): Promise<string> {
    return (await this.charts()).chartSvg(chart);
  }

  /** Of whichever stage is shown. */
  private async charts(): Promise<RunCharts> {
    await this.updateComplete;
    const stage = this.renderRoot.querySelector<Stage>('lab-stage, present-stage, embed-stage')!;
    await stage.updateComplete;
    return stage.charts;
  }

  bring(part: PagePart): void {
    void this.updateComplete.then(() => this.renderRoot.querySelector('lab-stage')?.bring(part));
  }

  /** Gives a teacher from files whose contents are base64. @throws Error with a sentence when they are refused */
  async openTeacher(
    files: readonly { readonly name: string; readonly content: string }[],
    scale: InputScale,
  ): Promise<void> {
    const { filesOf } = await import('./base64.ts');
    await this.controller.lab.openTeacher(filesOf(files), scale, this.state.config.data.dataset);
  }

  /** A network of the last run; its weights as base64. @throws Error with a sentence when it is not there any more */
  async modelFile(request: NetworkRequest): Promise<{ readonly json: string; readonly weights: string }> {
    const { json, weights } = await this.controller.lab.exportModel(request);
    const { toBase64 } = await import('./base64.ts');
    return { json: JSON.stringify(json), weights: await toBase64(weights) };
  }

  /** The first drawing waits for the words of the reader's language: no English flashes up before them. */
  protected override scheduleUpdate(): Promise<unknown> | undefined {
    if (!this.hasUpdated && firstWords) return firstWords.then(() => super.scheduleUpdate());
    return super.scheduleUpdate() ?? undefined;
  }

  protected override updated(changed: PropertyValues<this>): void {
    const { view } = this;
    if (!changed.has('view')) return;
    // A frame leaves nothing behind, whatever it shows later.
    const mayKeep = view !== 'embed' && changed.get('view') === undefined;
    const load = async (): Promise<void> => {
      await PARTS[view]();
      if (mayKeep) (await import('./offline/offline.ts')).keepOffline(this);
    };
    load().catch(() => {
      const message = text(
        'Parts of this page could not be loaded. Check the network, then reload the page.',
      );
      this.controller.dispatch({ kind: 'notice', message });
      if (view !== 'lab') this.controller.command({ kind: 'view', view: 'lab' });
    });
  }

  protected override render() {
    const { state } = this;
    const { library, networks } = this.controller;
    switch (this.view) {
      case 'lab':
        return this.lab();
      case 'present':
        return html`<present-stage
          .state=${state}
          .shelf=${library.shelf}
          .networks=${networks}
        ></present-stage>`;
      case 'embed':
        return html`<embed-stage .state=${state}></embed-stage>`;
    }
    return this.view satisfies never;
  }

  private lab() {
    const { state } = this;
    const { library, asked, networks } = this.controller;
    const {
      config,
      invalid,
      notices,
      device,
      datasets,
      download,
      failure,
      run,
      unfinished,
      teacherFile,
      look,
    } = state;
    const loaded = datasetOf(state);
    const refusedFiles = failure?.code === 'data' && config.data.dataset === 'own';
    return html`<lab-header
        role="banner"
        .config=${config}
        .device=${device}
        .opened=${run.opened}
        ?busy=${isActive(run)}
        ?guided=${look.guide !== undefined}
      ></lab-header>
      <lab-notes
        .notices=${notices}
        .failure=${refusedFiles ? undefined : failure}
        .runError=${run.error}
      ></lab-notes>
      <update-note></update-note>
      <unfinished-note .unfinished=${unfinished}></unfinished-note>
      ${look.guide === undefined ? nothing : html`<guided-path .state=${state} .networks=${networks}></guided-path>`}
      <div class="columns">
        <main>
          <run-bar .state=${state}>
            <share-bar .config=${config} ?exportable=${run.record !== undefined}></share-bar>
            <pace-select slot="pace" .pace=${state.pace}></pace-select>
          </run-bar>
          <lab-stage
            .config=${config}
            .run=${run}
            .classes=${loaded?.classes ?? 10}
            .shelf=${library.shelf}
            .networks=${networks}
            .look=${look}
          ></lab-stage>
          <pace-select class="narrow" .pace=${state.pace}></pace-select>
          <share-bar class="narrow" .config=${config} ?exportable=${run.record !== undefined}></share-bar>
        </main>
        <aside aria-label=${msg('Recipe')}>
          <recipe-rail
            .config=${config}
            .invalid=${invalid}
            .problems=${this.problems(config, invalid, datasets, spoken())}
            .ran=${run.config}
            .loaded=${loaded}
            ?offers-teachers=${asked.teacher !== 'fresh'}
            .teacherFile=${teacherFile}
            .download=${download}
            .dataFailure=${refusedFiles ? failure : undefined}
          ></recipe-rail>
        </aside>
      </div>
      <footer class="small">
        <p>${msg('What is not labelled otherwise is computed in this browser, and nothing leaves it.')}</p>
        <offline-line></offline-line>
        <a href="./licences.txt" target="_blank">${msg('Licences')}</a>
        <page-keys .state=${state}></page-keys>
        <language-choice></language-choice>
      </footer>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lab-app': LabApp;
  }
}
