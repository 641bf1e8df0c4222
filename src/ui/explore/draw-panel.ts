/** <draw-panel>: a digit of the user's own, and what every network sees in it, at T = 1 and at another T. */
import { LitElement, css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { softened, type AnswerSheet, type NetworkAnswers, type TestImages } from '../../core/answers.ts';
import { topAnswer } from '../../core/metrics.ts';
import type { RunState } from '../../core/run-state.ts';
import { inLocale, msg, str } from '../../core/text.ts';
import '../digit-pad.ts';
import type { DigitEvent } from '../digit-pad.ts';
import { formatMilliseconds, formatPercent } from '../format.ts';
import type { Networks } from '../networks.ts';
import { base } from '../theme.ts';
import './answer-bars.ts';
import type { BarColumn } from './answer-bars.ts';
import { LiveAnswers } from './live-answers.ts';
import { panelStyles } from './panel-styles.ts';
import { temperatureText, type TemperatureEvent } from './temperature-choice.ts';
import { nobodySentence, trioChoices, trioOf, whoseSentence, type Chosen } from './trio.ts';

@customElement('draw-panel')
export class DrawPanel extends LitElement {
  static override styles = [
    base,
    panelStyles,
    css`
      .both {
        --aside: minmax(0, 320px);
      }
      .said {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(140px, 1fr));
        gap: 8px 20px;
        margin-bottom: 20px;
      }
      .said > div {
        display: grid;
        align-content: space-between;
      }
      .said dt {
        font-weight: 600;
      }
      .said dd {
        font-size: 2.25rem;
        font-weight: 300;
        line-height: 1.2;
      }
      .said dd .small {
        font-size: 0.8125rem;
        font-weight: 400;
      }
      answer-bars {
        margin-top: 16px;
      }
      button {
        margin-top: 8px;
      }
    `,
  ];

  @property({ attribute: false }) networks: Networks | undefined;
  /** Whether the student that never saw a 3 answers too, which comes with the lab. */
  @property({ type: Boolean }) guest = false;
  @property({ attribute: false }) run!: RunState;
  /** Of the recipe. */
  @property({ type: Number }) temperature = 1;
  @state() private pixels: Uint8Array | undefined;
  @state() private lookAt: number | undefined;
  @state() private chosen: Chosen = {};
  /** A test image on the paper, which may be drawn on. */
  @state() private borrowed: Uint8Array | undefined;
  private next = 0;

  private readonly live = new LiveAnswers(this, () => ({
    networks: this.networks,
    images: this.pixels,
    moved: this.run.progress ?? this.run.status,
  }));
  private readonly omitting = new LiveAnswers(this, () => ({
    networks: this.guest ? this.networks?.ofPreset?.('omit-a-digit') : undefined,
    images: this.pixels,
    moved: undefined,
  }));

  protected override render() {
    return html`<h3>${msg('What do they see in yours?')}</h3>
      <p class="small">
        ${msg('Draw a digit with the mouse, a finger, a pen or the keyboard. It is scaled and centred as MNIST’s digits were, and every network answers. Try a 4 that is nearly a 9.')}
      </p>
      ${this.networks ? this.paper() : html`<p class="pending">${nobodySentence(this.run)}</p>`}`;
  }

  private paper() {
    const { live, chosen, pixels } = this;
    const sheet = pixels && live.sheet;
    const temperature = this.lookAt ?? this.temperature;
    return html`<div class="both">
      <div>
        <digit-pad .pixels=${this.borrowed} @digit=${this.drawn}></digit-pad>
        ${
          live.test
            ? html`<button type="button" class="compact" @click=${() => this.borrow(live.test!)}>
                ${msg('Take a test digit')}
              </button>`
            : nothing
        }
      </div>
      <div>
        <dl class="said" aria-live="polite">${this.said(sheet, pixels && this.omitting.sheet)}</dl>
        <temperature-choice
          .value=${temperature}
          .recipe=${this.temperature}
          @temperature=${({ value }: TemperatureEvent) => (this.lookAt = value)}
        ></temperature-choice>
        ${trioChoices(sheet, chosen, (now) => (this.chosen = now))}
        <answer-bars
          caption=${msg(str`Softened answers to your digit at ${temperatureText(temperature)}`)}
          .columns=${columnsOf(sheet, chosen, temperature)}
        ></answer-bars>
        ${live.error ? html`<p class="error" role="alert">${inLocale(live.error)}</p>` : nothing}
        <p class="small">
          ${pixels ? whoseSentence(sheet) : msg('The networks wait for ink.')}
          ${pixels && sheet ? msg(str`Answered in ${formatMilliseconds(live.took)}.`) : nothing}
        </p>
      </div>
    </div>`;
  }

  /** The top answers, at T = 1: temperature belongs to learning, not to answering. */
  private said(sheet: AnswerSheet | undefined, guests: AnswerSheet | undefined) {
    const own = trioOf(sheet, this.chosen).map(({ style, network }) => ({ label: style.label, network }));
    const omitting = guests?.networks.find(({ role }) => role === 'distilled');
    const all = this.guest ? [...own, { label: msg('Never saw a 3'), network: omitting }] : own;
    const classes = sheet?.classes ?? 10;
    return all.map(
      ({ label, network }) =>
        html`<div>
          <dt>${label}</dt>
          <dd>${answerText(network, classes)}</dd>
        </div>`,
    );
  }

  private readonly drawn = ({ pixels }: DigitEvent): void => {
    this.pixels = pixels;
    this.borrowed = pixels;
  };

  /** The test images one after the other, each time another digit. */
  private borrow({ images, labels }: TestImages): void {
    const row = this.next;
    this.next = (row + 1) % labels.length;
    this.borrowed = this.pixels = images.slice(row * 784, (row + 1) * 784);
  }
}

function answerText(network: NetworkAnswers | undefined, classes: number) {
  if (!network)
    return html`<span aria-hidden="true">–</span
      ><span class="visually-hidden">${msg('no answer yet')}</span>`;
  const top = topAnswer(network.logits, 0, classes);
  const share = softened(network.logits, 0, classes, 1)[top]!;
  return html`${top} <span class="small">${msg(str`${formatPercent(share)} at T = 1`)}</span>`;
}

function columnsOf(
  sheet: AnswerSheet | undefined,
  chosen: Chosen,
  temperature: number,
): readonly BarColumn[] {
  return trioOf(sheet, chosen).map(({ style, network, note }): BarColumn =>
    network && sheet
      ? { style, note, shares: softened(network.logits, 0, sheet.classes, temperature) }
      : { style, note: '' },
  );
}

declare global {
  interface HTMLElementTagNameMap {
    'draw-panel': DrawPanel;
  }
}
