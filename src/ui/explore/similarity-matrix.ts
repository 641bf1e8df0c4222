/**
 * <similarity-matrix>: how much of each class a network sees in the images of each other one, all test images together. A
 * cell shows the images behind it. The diagonal is left out: it would drown the rest.
 */
import { LitElement, css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import {
  imagesBehind,
  similarityMatrix,
  type AnswerSheet,
  type NetworkAnswers,
  type TestImages,
} from '../../core/answers.ts';
import { decimal, msg, str } from '../../core/text.ts';
import { memo } from '../memo.ts';
import type { Networks } from '../networks.ts';
import { base } from '../theme.ts';
import { formatProbability } from './answer-bars.ts';
import './image-grid.ts';
import { networkKey, networkStyle } from './network-name.ts';
import { panelStyles } from './panel-styles.ts';
import { TestAnswers } from './test-answers.ts';

const BEHIND = 15;

interface Cell {
  readonly label: number;
  readonly answer: number;
}

@customElement('similarity-matrix')
export class SimilarityMatrix extends LitElement {
  static override styles = [
    base,
    panelStyles,
    css`
      .both {
        display: grid;
        grid-template-columns: minmax(0, auto) minmax(200px, 1fr);
        gap: 20px 40px;
        align-items: start;
      }
      table {
        table-layout: fixed;
      }
      th,
      td {
        width: 44px;
        padding: 0;
        border: 0;
        text-align: center;
      }
      th:first-child {
        width: 28px;
        text-align: end;
        padding-inline-end: 8px;
      }
      thead th {
        height: 28px;
      }
      td button {
        width: 100%;
        min-height: 30px;
        padding: 0;
        border: 1px solid transparent;
        border-radius: 0;
        background: none;
        font-size: 0.75rem;
        font-weight: 400;
      }
      td button[aria-pressed='true'] {
        border-color: var(--ink);
        font-weight: 700;
      }
      .diagonal {
        color: var(--ink-muted);
      }
      .behind {
        --image: 52px;
        min-height: 200px;
      }
      @media (max-width: 1100px) {
        .both {
          grid-template-columns: minmax(0, 1fr);
        }
      }
    `,
  ];

  @property({ attribute: false }) networks!: Networks;
  @property({ attribute: false }) sheet: AnswerSheet | undefined;
  @property({ attribute: false }) test: TestImages | undefined;
  @property({ type: Number }) temperature = 1;
  @state() private chosen = '';
  @state() private beside = '';
  /** The darkest one unless one was chosen. */
  @state() private cell: Cell | undefined;
  private readonly answers = new TestAnswers(this);

  private readonly matrix = memo(similarityMatrix);
  private readonly matrixBeside = memo(similarityMatrix);
  private readonly behind = memo(imagesBehind);

  private get measured(): readonly NetworkAnswers[] {
    return this.sheet?.networks.filter(({ isMeasured }) => isMeasured) ?? [];
  }

  private find(key: string): NetworkAnswers | undefined {
    return this.measured.find((network) => networkKey(network) === key);
  }

  private get network(): NetworkAnswers | undefined {
    return this.find(this.chosen) ?? this.measured[0];
  }

  /** Whose matrix is taken off. */
  private get other(): NetworkAnswers | undefined {
    return this.find(this.beside);
  }

  protected override render() {
    const { measured, network, other } = this;
    return html`<h3>${msg('Which digits look alike to it?')}</h3>
      <p class="small">
        ${msg('Of all test images of a digit (rows), how much of every other digit (columns) the network sees in them on average, in percent, at the T above. The right answers are left out. Choose a cell to see the images in which it sees most of that digit.')}
      </p>
      ${
        network
          ? html`<div class="controls">
                ${this.choice(msg('Network'), network, measured, (key) => (this.chosen = key))}
                ${
                  measured.length > 1
                    ? this.choice(msg('minus'), other, measured, (key) => (this.beside = key), msg('nothing'))
                    : nothing
                }
              </div>
              ${this.table(network, other)}`
          : html`<p class="pending">${msg('This fills when a network is trained and measured.')}</p>`
      }`;
  }

  private choice(
    name: string,
    chosen: NetworkAnswers | undefined,
    all: readonly NetworkAnswers[],
    choose: (key: string) => void,
    none?: string,
  ) {
    return html`<label
      >${name}
      <select @change=${(event: Event) => choose((event.target as HTMLSelectElement).value)}>
        ${none ? html`<option value="" ?selected=${!chosen}>${none}</option>` : nothing}
        ${all.map(
          (one) =>
            html`<option value=${networkKey(one)} ?selected=${one === chosen}>
              ${networkStyle(one, this.sheet!.networks).label}
            </option>`,
        )}
      </select></label
    >`;
  }

  private table(network: NetworkAnswers, other: NetworkAnswers | undefined) {
    const { test, temperature } = this;
    const logits = this.answers.of(this.networks, network);
    const otherLogits = this.answers.of(this.networks, other);
    if (!test || !logits || (other && !otherLogits))
      return html`<p class="pending">${msg('All test images are being answered.')}</p>`;
    const own = this.matrix(logits, test.labels, test.classes, temperature);
    const base = otherLogits && this.matrixBeside(otherLogits, test.labels, test.classes, temperature);
    const value = (label: number, answer: number): number =>
      own[label]![answer]! - (base?.[label]![answer] ?? 0);
    const classes = own.map((_, c) => c);
    const cells = classes.flatMap((label) =>
      classes.filter((answer) => answer !== label).map((answer) => ({ label, answer })),
    );
    const sizes = cells.map(({ label, answer }) => Math.abs(value(label, answer)));
    const most = Math.max(...sizes);
    const least = base ? 0 : Math.min(...sizes); // at a high T all cells are nearly alike, and what differs is what matters
    const shown = this.cell ?? cells[sizes.indexOf(most)]!;
    const { color } = networkStyle(network, this.sheet!.networks);
    const less = other ? networkStyle(other, this.sheet!.networks).color : color;
    const cell = (label: number, answer: number) => {
      const share = value(label, answer);
      const shade = most > least ? Math.round((42 * (Math.abs(share) - least)) / (most - least)) : 0;
      const isChosen = shown.label === label && shown.answer === answer;
      return html`<td
        .style=${`background: color-mix(in srgb, ${share < 0 ? less : color} ${shade}%, transparent)`}
      >
        <button
          type="button"
          aria-pressed=${isChosen ? 'true' : 'false'}
          aria-label=${msg(str`${cellText(share, base !== undefined)}: in images of ${label}, of ${answer}`)}
          @click=${() => (this.cell = { label, answer })}
        >
          ${cellText(share, base !== undefined)}
        </button>
      </td>`;
    };
    return html`<div class="both">
      <div class="scroll" tabindex="0" role="region" aria-label=${msg('Look-alikes')}>
        <table>
          <thead>
            <tr>
              <th scope="col"><span class="visually-hidden">${msg('Images of')}</span></th>
              ${classes.map((c) => html`<th scope="col">${c}</th>`)}
            </tr>
          </thead>
          <tbody>
            ${classes.map(
              (label) =>
                html`<tr>
                  <th scope="row">${label}</th>
                  ${classes.map((answer) =>
                    label === answer
                      ? html`<td class="diagonal" aria-label=${msg('left out')}>·</td>`
                      : cell(label, answer),
                  )}
                </tr>`,
            )}
          </tbody>
        </table>
      </div>
      <div class="behind" aria-live="polite">${this.images(logits, test, shown)}</div>
    </div>`;
  }

  private images(logits: Float32Array, test: TestImages, cell: Cell) {
    const rows = this.behind(logits, test.labels, test.classes, cell, BEHIND);
    const { label, answer } = cell;
    const name = msg(str`Images of ${label} in which it sees most of ${answer}`);
    return html`<p class="small">
        ${msg(str`Images of ${label} in which it sees most of ${answer}; choose one to see all its answers.`)}
      </p>
      <image-grid .test=${test} .rows=${rows} name=${name}></image-grid>`;
  }
}

function cellText(share: number, isDifference: boolean): string {
  if (!isDifference) return formatProbability(share).replace('\u00a0%', '');
  const points = decimal((100 * share).toFixed(1));
  return share < 0 ? points.replace('-', '−') : `+${points}`;
}

declare global {
  interface HTMLElementTagNameMap {
    'similarity-matrix': SimilarityMatrix;
  }
}
