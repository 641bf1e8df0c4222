/** <results-table>: what each network is worth on the test images. The cells are there from the start. */
import { LitElement, html } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { NetworkSummary } from '../core/events.ts';
import type { Result } from '../core/run-record.ts';
import { formatCount, formatPercent, formatRatio, formatSeconds, formatShare } from './format.ts';
import { resultsTableStyles } from './results-table-styles.ts';
import { lineSample, ROLES } from './roles.ts';
import { base } from './theme.ts';

const COLUMNS: readonly {
  readonly title: string;
  readonly read: (result: Result) => string | undefined;
}[] = [
  { title: 'Test errors', read: (r) => formatCount(r.testErrors) },
  { title: 'Accuracy', read: (r) => formatPercent(r.testAccuracy, 2) },
  { title: 'Parameters', read: (r) => formatCount(r.parameters) },
  { title: 'Compression', read: (r) => formatRatio(r.compression) },
  { title: 'Agreement', read: (r) => (r.agreement === undefined ? undefined : formatPercent(r.agreement)) },
  { title: 'Gap closed', read: (r) => (r.gapClosed === undefined ? undefined : formatShare(r.gapClosed)) },
  { title: 'Seconds', read: (r) => formatSeconds(r.trainSeconds) },
];

@customElement('results-table')
export class ResultsTable extends LitElement {
  static override styles = [base, resultsTableStyles];

  @property({ attribute: false }) networks: readonly NetworkSummary[] = [];
  @property({ attribute: false }) results: readonly Result[] = [];

  // Roles are written out because narrow pages lay the table out as blocks, which would take its roles away.
  protected override render() {
    return html`<h2 id="title">Results</h2>
      <table role="table" aria-labelledby="title">
        <thead role="rowgroup">
          <tr role="row">
            <th role="columnheader" scope="col">Network</th>
            ${COLUMNS.map(({ title }) => html`<th role="columnheader" scope="col">${title}</th>`)}
          </tr>
        </thead>
        <tbody role="rowgroup">
          ${this.networks.map((network) => this.row(network))}
        </tbody>
      </table>
      <p class="small">
        On the test images, which no network has seen. Agreement: how often a student gives the teacher’s
        answer. Gap closed: how much of the way from the hard-label student’s accuracy to the teacher’s.
        Students train together, so they share their seconds.
      </p>`;
  }

  private row({ role, member }: NetworkSummary) {
    const result = this.results.find((r) => r.role === role && r.member === member);
    return html`<tr role="row">
      <th role="rowheader" scope="row"><span class="who">${lineSample(role)}${ROLES[role].label}</span></th>
      ${COLUMNS.map(
        ({ title, read }) => html`<td role="cell" data-title=${title}>${cell(result && read(result))}</td>`,
      )}
    </tr>`;
  }
}

function cell(text: string | undefined) {
  if (text !== undefined) return text;
  return html`<span class="absent" aria-hidden="true">–</span
    ><span class="visually-hidden">not computed</span>`;
}

declare global {
  interface HTMLElementTagNameMap {
    'results-table': ResultsTable;
  }
}
