/** <disagreements-panel>: the test images that two networks answer differently, first those of which both are sure. */
import { LitElement, css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import {
  confidence,
  disagreements,
  type AnswerSheet,
  type Disagreement,
  type NetworkAnswers,
  type TestImages,
} from '../../core/answers.ts';
import { topAnswer } from '../../core/metrics.ts';
import type { RunState } from '../../core/run-state.ts';
import { inLocale, msg, str, text } from '../../core/text.ts';
import { formatCount, formatPercent } from '../format.ts';
import { memo } from '../memo.ts';
import type { Networks } from '../networks.ts';
import { base } from '../theme.ts';
import './image-grid.ts';
import { LiveAnswers } from './live-answers.ts';
import { networkKey, networkStyle } from './network-name.ts';
import { panelStyles } from './panel-styles.ts';
import { TestAnswers } from './test-answers.ts';
import { nobodySentence, whoseSentence } from './trio.ts';

/** Shown at once. */
const SHOWN = 24;
/** Any image: only which networks there are is asked for. */
const BLANK = new Uint8Array(784);

const WHICH: readonly { readonly which: Disagreement; readonly name: string }[] = [
  { which: 'any', name: text('all') },
  { which: 'onlyFirstRight', name: text('where only the first is right') },
  { which: 'onlySecondRight', name: text('where only the second is right') },
  { which: 'bothWrong', name: text('where both are wrong') },
];

interface Pair {
  readonly first: NetworkAnswers;
  readonly second: NetworkAnswers;
}

@customElement('disagreements-panel')
export class DisagreementsPanel extends LitElement {
  static override styles = [
    base,
    panelStyles,
    css`
      image-grid {
        --image: 84px;
        margin-top: 12px;
      }
    `,
  ];

  @property({ attribute: false }) networks: Networks | undefined;
  @property({ attribute: false }) run!: RunState;
  @state() private chosen: { readonly first?: string; readonly second?: string } = {};
  @state() private which: Disagreement = 'any';
  @state() private shown = SHOWN;
  private readonly answers = new TestAnswers(this);

  private readonly live = new LiveAnswers(this, () => ({
    networks: this.networks,
    images: BLANK,
    moved: this.run.results,
  }));
  private readonly rows = memo(disagreements);

  /** Those that are compared: at first the two students. */
  private pair(): Pair | undefined {
    const measured = this.live.sheet?.networks.filter(({ isMeasured }) => isMeasured) ?? [];
    const find = (key: string | undefined, role: string) =>
      measured.find((one) => networkKey(one) === key) ?? measured.find((one) => one.role === role);
    const first = find(this.chosen.first, 'hardLabel') ?? measured[0];
    const second = find(this.chosen.second, 'distilled') ?? measured[1];
    return first && second ? { first, second } : undefined;
  }

  protected override render() {
    const { test, sheet, error } = this.live;
    const pair = this.pair();
    return html`<h3>${msg('Where do they disagree?')}</h3>
      <p class="small">
        ${msg('Test images that two networks answer differently, those first of which both are sure. Look at what the distilled student has from its teacher, and at what nobody could know.')}
      </p>
      ${
        !this.networks
          ? html`<p class="pending">${nobodySentence(this.run)}</p>`
          : test && sheet && pair
            ? this.comparison(test, sheet, pair)
            : html`<p class="pending">
                ${inLocale(error) || (sheet && !pair ? msg('This fills when two networks are trained and measured.') : whoseSentence(sheet))}
              </p>`
      }`;
  }

  private comparison(test: TestImages, sheet: AnswerSheet, pair: Pair) {
    const [first, second] = [pair.first, pair.second].map((one) => this.answers.of(this.networks, one));
    return html`<div class="controls">
        ${this.choice(msg('First'), 'first', sheet, pair.first)}
        ${this.choice(msg('Second', { id: 'second-network', desc: 'Of two networks' }), 'second', sheet, pair.second)}
        <label
          >${msg('Show')}
          <select
            @change=${(event: Event) => {
              this.which = (event.target as HTMLSelectElement).value as Disagreement;
              this.shown = SHOWN;
            }}
          >
            ${WHICH.map(
              ({ which, name }) =>
                html`<option value=${which} ?selected=${which === this.which}>${inLocale(name)}</option>`,
            )}
          </select></label
        >
      </div>
      ${
        first && second
          ? this.images(test, first, second)
          : html`<p class="pending">${msg('All test images are being answered.')}</p>`
      }`;
  }

  private images(test: TestImages, first: Float32Array, second: Float32Array) {
    const { labels, classes } = test;
    const rows = this.rows(first, second, labels, classes, this.which);
    const said = (logits: Float32Array, row: number): string =>
      `${topAnswer(logits, row, classes)} · ${formatPercent(confidence(logits, row, classes), 0)}`;
    const words = (row: number): readonly string[] => [said(first, row), said(second, row)];
    return html`<p class="small" aria-live="polite">
        ${msg(str`${formatCount(rows.length)} of ${formatCount(labels.length)} test images, each with the first one’s answer and the second one’s.`)}
      </p>
      <image-grid
        name=${msg('Images of disagreement')}
        .test=${test}
        .rows=${rows.slice(0, this.shown)}
        .words=${words}
      ></image-grid>
      ${
        rows.length > this.shown
          ? html`<p>
              <button type="button" class="compact" @click=${() => (this.shown += SHOWN)}>
                ${msg('Show more')}
              </button>
            </p>`
          : nothing
      }`;
  }

  private choice(name: string, place: 'first' | 'second', { networks }: AnswerSheet, chosen: NetworkAnswers) {
    return html`<label
      >${name}
      <select
        @change=${(event: Event) =>
          (this.chosen = { ...this.chosen, [place]: (event.target as HTMLSelectElement).value })}
      >
        ${networks
          .filter(({ isMeasured }) => isMeasured)
          .map(
            (one) =>
              html`<option value=${networkKey(one)} ?selected=${one === chosen}>
                ${networkStyle(one, networks).label}
              </option>`,
          )}
      </select></label
    >`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'disagreements-panel': DisagreementsPanel;
  }
}
