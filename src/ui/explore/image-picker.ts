/** <image-picker>: one test image in large, and others to choose from: as they come, or those that a network is least sure of. */
import { LitElement, css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { leastSure, type NetworkId, type TestImages } from '../../core/answers.ts';
import { msg, str } from '../../core/text.ts';
import '../digit-image.ts';
import { formatCount } from '../format.ts';
import { memo } from '../memo.ts';
import type { Networks } from '../networks.ts';
import { base } from '../theme.ts';
import './image-grid.ts';
import { TestAnswers } from './test-answers.ts';

/** Of a page. */
const SHOWN = 20;

@customElement('image-picker')
export class ImagePicker extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: block;
      }
      .large {
        width: 168px;
        height: 168px;
        border: 1px solid var(--hairline);
      }
      .choose {
        display: flex;
        flex-wrap: wrap;
        gap: 8px;
        align-content: start;
        margin: 8px 0;
      }
      .choose select {
        max-width: 100%;
      }
      .pages {
        display: flex;
        gap: 4px;
        margin-top: 8px;
      }
      /* Where there is no room beside the bars, they must not be far below either. */
      @media (max-width: 1100px) {
        :host {
          display: grid;
          grid-template: 'large words' auto 'large choose' 1fr 'grid grid' auto 'pages pages' auto / 104px minmax(
              0,
              1fr
            );
          gap: 4px 16px;
        }
        .large {
          grid-area: large;
          width: 104px;
          height: 104px;
        }
        .choose {
          grid-area: choose;
          margin: 0;
        }
        image-grid {
          grid-area: grid;
        }
        .pages {
          grid-area: pages;
          margin: 0;
        }
      }
      digit-image {
        display: block;
        width: 100%;
        height: 100%;
      }
    `,
  ];

  @property({ attribute: false }) test: TestImages | undefined;
  @property({ attribute: false }) row: number | undefined;
  @property({ attribute: false }) networks: Networks | undefined;
  /** Who may be unsure. */
  @property({ attribute: false }) teacher: NetworkId | undefined;
  @state() private label: number | undefined;
  @state() private order: 'given' | 'leastSure' = 'given';
  @state() private page = 0;
  private readonly answers = new TestAnswers(this);
  private readonly rows = memo(rowsOf);

  protected override render() {
    const { test, row, label, order } = this;
    if (!test)
      return html`<div class="large"></div>
        <p class="small">${msg('The test images are on their way.')}</p>`;
    // As they come until the teacher's answers are here.
    const logits = order === 'leastSure' ? this.answers.of(this.networks, this.teacher) : undefined;
    const wanted = this.rows(test, logits, label);
    const pages = Math.ceil(wanted.length / SHOWN);
    const page = Math.min(this.page, pages - 1);
    return html`<div class="large">
        ${
          row === undefined
            ? nothing
            : html`<digit-image
                .pixels=${test.images.subarray(row * 784, (row + 1) * 784)}
                label=${msg(str`A handwritten ${test.labels[row]!}`)}
              ></digit-image>`
        }
      </div>
      <p class="small">
        ${row === undefined ? nothing : msg(str`Test image ${formatCount(row + 1)}, labelled ${test.labels[row]!}.`)}
      </p>
      <div class="choose">
        <select aria-label=${msg('Which digits')} @change=${this.chooseLabel}>
          <option value="">${msg('All digits')}</option>
          ${Array.from(
            { length: test.classes },
            (_, c) => html`<option value=${c} ?selected=${c === label}>${msg(str`Only ${c}`)}</option>`,
          )}
        </select>
        <select aria-label=${msg('In which order')} @change=${this.chooseOrder}>
          <option value="given">${msg('as they come')}</option>
          <option value="leastSure" ?disabled=${!this.teacher}>${msg('teacher least sure first')}</option>
        </select>
      </div>
      <image-grid
        compact
        .test=${test}
        .rows=${wanted.slice(page * SHOWN, (page + 1) * SHOWN)}
        .chosen=${row}
      ></image-grid>
      <div class="pages">
        ${this.turn(msg('Earlier images'), '‹', page - 1, page > 0)}
        ${this.turn(msg('Later images'), '›', page + 1, page < pages - 1)}
      </div>`;
  }

  private turn(name: string, sign: string, to: number, enabled: boolean) {
    return html`<button
      type="button"
      class="compact"
      aria-label=${name}
      aria-disabled=${enabled ? 'false' : 'true'}
      @click=${() => enabled && (this.page = to)}
    >
      ${sign}
    </button>`;
  }

  private chooseLabel(event: Event): void {
    const { value } = event.target as HTMLSelectElement;
    this.label = value === '' ? undefined : Number(value);
    this.page = 0;
  }

  private chooseOrder(event: Event): void {
    this.order = (event.target as HTMLSelectElement).value as 'given' | 'leastSure';
    this.page = 0;
  }
}

/** Of one class, or of all; in their order, or those first that somebody is least sure of. */
function rowsOf(
  test: TestImages,
  logits: Float32Array | undefined,
  label: number | undefined,
): readonly number[] {
  const rows = logits ? leastSure(logits, test) : [...test.labels.keys()];
  return label === undefined ? rows : rows.filter((row) => test.labels[row] === label);
}

declare global {
  interface HTMLElementTagNameMap {
    'image-picker': ImagePicker;
  }
}
