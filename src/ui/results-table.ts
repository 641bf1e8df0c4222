/** <results-table>: what each network is worth on the test images. The cells are there from the start. */
import { LitElement, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { NetworkSummary } from '../core/events.ts';
import type { Result } from '../core/run-record.ts';
import { armKey } from '../core/stages.ts';
import { deviationOf, meanOver } from '../core/summary.ts';
import { inLocale, msg, str, text } from '../core/text.ts';
import { formatCount, formatPercent, formatRatio, formatSeconds, formatShare } from './format.ts';
import { resultsTableStyles } from './results-table-styles.ts';
import { armStyle, lineSample } from './roles.ts';
import { base } from './theme.ts';

interface Column {
  readonly title: string;
  readonly read: (result: Result) => number | undefined;
  readonly format: (value: number) => string;
}

const COLUMNS: readonly Column[] = [
  { title: text('Test errors'), read: (r) => r.testErrors, format: formatCount },
  { title: text('Accuracy'), read: (r) => r.testAccuracy, format: (value) => formatPercent(value, 2) },
  { title: text('ECE'), read: (r) => r.ece, format: (value) => formatPercent(value) },
  { title: text('Agreement'), read: (r) => r.agreement, format: (value) => formatPercent(value) },
  { title: text('Gap closed'), read: (r) => r.gapClosed, format: formatShare },
  { title: text('Parameters'), read: (r) => r.parameters, format: formatCount },
  { title: text('Compression'), read: (r) => r.compression, format: formatRatio },
  { title: text('Seconds'), read: (r) => r.trainSeconds, format: formatSeconds },
];

/** A longer table is cut to its first rows until it is asked for whole: a sweep has a table of its own. */
const MOST_ROWS = 12;
const FIRST_ROWS = 6;

@customElement('results-table')
export class ResultsTable extends LitElement {
  static override styles = [base, resultsTableStyles];

  @property({ attribute: false }) networks: readonly NetworkSummary[] = [];
  @property({ attribute: false }) results: readonly Result[] = [];
  @state() private whole = false;

  // Roles are written out because narrow pages lay the table out as blocks, which would take its roles away.
  protected override render() {
    const isLong = this.networks.length > MOST_ROWS;
    return html`<h2 id="title">${msg('Results')}</h2>
      <table role="table" aria-labelledby="title">
        <thead role="rowgroup">
          <tr role="row">
            <th role="columnheader" scope="col">${msg('Network')}</th>
            ${COLUMNS.map(({ title }) => html`<th role="columnheader" scope="col">${inLocale(title)}</th>`)}
          </tr>
        </thead>
        <tbody role="rowgroup">
          ${this.networks.slice(0, isLong && !this.whole ? FIRST_ROWS : undefined).map((network) => this.row(network))}
        </tbody>
      </table>
      ${
        isLong
          ? html`<button type="button" @click=${() => (this.whole = !this.whole)}>
              ${
                this.whole
                  ? msg(str`Show ${FIRST_ROWS} rows`)
                  : msg(str`Show all ${this.networks.length} rows`)
              }
            </button>`
          : nothing
      }
      <p class="small">
        ${
          this.networks.some(({ count }) => count > 1)
            ? msg(
                'On the test images, which no network has seen; means over seeds, ± the standard deviation.',
              )
            : msg('On the test images, which no network has seen.')
        }
        ${msg('ECE: how far confidence is from accuracy. Agreement: how often a student gives the teacher’s answer. Gap closed: how much of the way from the hard-label student’s accuracy to the teacher’s. Students train together, so they share their seconds.')}
      </p>`;
  }

  private row(network: NetworkSummary) {
    const style = armStyle(network, this.networks);
    const key = armKey(network);
    const results = this.results.filter((result) => armKey(result) === key);
    return html`<tr role="row">
      <th role="rowheader" scope="row"><span class="who">${lineSample(style)}${style.label}</span></th>
      ${COLUMNS.map(
        (column) =>
          html`<td role="cell" data-title=${inLocale(column.title)}>
            ${cell(textOf(results, column), results, column)}
          </td>`,
      )}
    </tr>`;
  }
}

function textOf(results: readonly Result[], { read, format }: Column): string | undefined {
  const mean = meanOver(results, read);
  return mean === undefined ? undefined : format(mean);
}

function cell(text: string | undefined, results: readonly Result[], { title, read, format }: Column) {
  if (text !== undefined && title === 'Test errors' && results.length > 1) {
    const spread = deviationOf(results.map((result) => read(result)!));
    return html`${text}<span class="spread"> ± ${format(spread)}</span>`;
  }
  if (text !== undefined) return text;
  return html`<span class="absent" aria-hidden="true">–</span
    ><span class="visually-hidden">${msg('not computed')}</span>`;
}

declare global {
  interface HTMLElementTagNameMap {
    'results-table': ResultsTable;
  }
}
