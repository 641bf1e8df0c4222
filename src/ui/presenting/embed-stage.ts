/** <embed-stage>: the lab in a frame of slides or a course page: the networks, the charts, the verdict and the run's buttons. */
import { LitElement, html, nothing } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import { datasetOf, type LabState } from '../../core/state.ts';
import { msg } from '../../core/text.ts';
import { linkTo } from '../address.ts';
import '../lab-notes.ts';
import { originSentence, withoutVerdict } from '../lab-stage.ts';
import '../lab-verdict.ts';
import '../network-strip.ts';
import { networksToDraw } from '../networks-to-draw.ts';
import '../replay-bar.ts';
import '../run-bar.ts';
import '../run-charts.ts';
import { imagesOfCurves, type RunCharts } from '../run-charts.ts';
import { base } from '../theme.ts';
import { embedStageStyles } from './embed-stage-styles.ts';
import { experimentLine } from './experiment-line.ts';

@customElement('embed-stage')
export class EmbedStage extends LitElement {
  static override styles = [base, embedStageStyles];

  @property({ attribute: false }) state!: LabState;
  @query('run-charts') readonly charts!: RunCharts;

  private readonly networksToDraw = networksToDraw();

  protected override render() {
    const { state } = this;
    const { run } = state;
    const config = run.config ?? state.config;
    const drawn = this.networksToDraw(run, config, datasetOf(state)?.classes);
    return html`<header>
        <h1>
          <a
            href=${linkTo(state.config)}
            target="_blank"
            rel="noopener"
            aria-label=${msg('Dark Knowledge Lab, the whole of it in a new tab')}
            >Dark Knowledge Lab ↗</a
          >
        </h1>
        <p class="experiment">${experimentLine(config)}</p>
      </header>
      <lab-notes .notices=${state.notices} .failure=${state.failure} .runError=${run.error}></lab-notes>
      <main>
        <network-strip brief .networks=${drawn} .run=${run}></network-strip>
        <run-charts fill .config=${config} .run=${run} images=${imagesOfCurves(config)}></run-charts>
        <lab-verdict
          brief
          .verdicts=${run.verdicts}
          .testImages=${run.results[0]?.testImages ?? 0}
          ?sharesTeacher=${!config.teacher.perSeed}
          pending=${withoutVerdict(run)}
        ></lab-verdict>
        <div class="source">
          ${run.origin ? html`<p class="small">${originSentence(run.origin, run.record)}</p>` : nothing}
          <replay-bar .config=${state.config} .run=${run}></replay-bar>
        </div>
      </main>
      <footer>
        <run-bar .state=${state}></run-bar>
      </footer>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'embed-stage': EmbedStage;
  }
}
