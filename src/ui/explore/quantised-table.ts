/** <quantised-table>: what fewer bits cost, network by network, or how to find out. */
import { LitElement, css, html } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { quantisedRows } from '../../core/quantised-rows.ts';
import type { Result } from '../../core/run-record.ts';
import { formatNumber, msg, signed, str } from '../../core/text.ts';
import { formatBytes, formatCount } from '../format.ts';
import { base } from '../theme.ts';
import { byArm, type ArmResults } from './arms.ts';
import { armHeader, cell } from './panel-parts.ts';
import { panelStyles } from './panel-styles.ts';

@customElement('quantised-table')
export class QuantisedTable extends LitElement {
  static override styles = [
    base,
    panelStyles,
    css`
      :host {
        display: block;
        margin-block-start: 32px;
      }
      td.precision {
        text-align: start;
      }
    `,
  ];

  @property({ attribute: false }) results: readonly Result[] = [];

  protected override render() {
    const arms = byArm(this.results.filter(({ quantised }) => quantised));
    return html`<h3>${msg('What do fewer bits cost?')}</h3>
      ${arms.length === 0 ? howTo() : this.table(arms)}`;
  }

  private table(arms: readonly ArmResults[]) {
    const backend = this.results.find(({ latencyMs }) => latencyMs)?.latencyMs?.backend;
    return html`<div class="scroll" tabindex="0" role="region" aria-label=${msg('In fewer bits')}>
        <table>
          <thead>
            <tr>
              <th scope="col">${msg('Network')}</th>
              <th scope="col">${msg('Numbers')}</th>
              <th scope="col">${msg('Bytes')}</th>
              <th scope="col">${msg('Test errors')}</th>
              <th scope="col">${msg('More than float32')}</th>
              <th scope="col">${msg('Other answers')}</th>
              ${backend ? html`<th scope="col">${msg(str`Images a second, ${backend}`)}</th>` : ''}
            </tr>
          </thead>
          ${arms.map(
            ({ style, results }) =>
              html`<tbody>
                ${quantisedRows(results).map(
                  (row, i) =>
                    html`<tr>
                      ${i === 0 ? armHeader({ style }) : html`<th scope="row"><span class="visually-hidden">${style.label}</span></th>`}
                      <td class="precision">${row.precision}</td>
                      ${cell(row.bytes, formatBytes)} ${cell(row.testErrors, tenths)}
                      ${cell(row.moreErrors, more)} ${cell(row.changed, tenths)}
                      ${backend ? cell(row.imagesPerSecond, formatCount) : ''}
                    </tr>`,
                )}
              </tbody>`,
          )}
        </table>
      </div>
      <p class="small">
        ${msg('float16 and uint8 are exports: tfjs makes float32 of their weights when it loads them, so they are small to send and no faster. int8 has a scale for each output, and between layers 8-bit integers too, in the range that 500 training images have shown; its sums are exact, its speed depends on the hardware and is not told. Other answers: of how many test images float32 says something else. Means over seeds.')}
      </p>`;
  }
}

function howTo() {
  return html`<p class="small">
    ${msg('Switch on Quantise, among the further settings of the student, and run: every network is then also measured in float16, uint8 and 8-bit integers.')}
  </p>`;
}

function more(errors: number): string {
  return errors === 0 ? '0' : signed(errors, Number.isInteger(errors) ? 0 : 1);
}

function tenths(value: number): string {
  return formatNumber(value, { maximumFractionDigits: 1 });
}

declare global {
  interface HTMLElementTagNameMap {
    'quantised-table': QuantisedTable;
  }
}
