/** <cost-panel>: what a network weighs and how fast it answers, on the run's backend and on wasm. */
import { LitElement, css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Result } from '../../core/run-record.ts';
import { isEnsemble } from '../../core/stages.ts';
import { decimal, msg, str } from '../../core/text.ts';
import { PRECISIONS } from '../../core/weights-file.ts';
import { send } from '../commands.ts';
import { formatBytes, formatCount, formatMilliseconds } from '../format.ts';
import { base } from '../theme.ts';
import { byArm } from './arms.ts';
import { armHeader, cell } from './panel-parts.ts';
import { panelStyles } from './panel-styles.ts';
import './quantised-table.ts';

@customElement('cost-panel')
export class CostPanel extends LitElement {
  static override styles = [
    base,
    panelStyles,
    css`
      /* Many columns: they just fit beside the recipe, in German too. */
      th:not(:first-child),
      td {
        padding-inline-start: 12px;
      }
      td.models {
        display: grid;
        gap: 2px;
        justify-content: end;
      }
      td button {
        min-height: 28px;
        padding: 0 8px;
        font-size: 0.8125rem;
      }
    `,
  ];

  @property({ attribute: false }) results: readonly Result[] = [];
  /** Whether the networks themselves are still here. */
  @property({ type: Boolean }) exportable = false;

  protected override render() {
    const arms = byArm(this.results);
    const backends = [
      ...new Set(this.results.flatMap(({ speed = [] }) => speed.map(({ backend }) => backend))),
    ];
    return html`<h3>${msg('What does an answer cost?')}</h3>
      <p class="small">
        ${msg('One image alone on a GPU measures the driver more than the network, so wasm stands beside it. Timed warm, with plain tfjs operations, from pixels to answers; networks of one shape take the same time.')}
      </p>
      <div class="scroll" tabindex="0" role="region" aria-label=${msg('Size and speed')}>
        <table>
          <thead>
            <tr>
              <th scope="col">${msg('Network')}</th>
              <th scope="col">${msg('Parameters')}</th>
              <th scope="col">${msg('Multiply-adds')}</th>
              <th scope="col">${msg('Bytes')}</th>
              <th scope="col">${msg('Memory in use')}</th>
              ${backends.map(
                (backend) =>
                  html`<th scope="col">${msg(str`Images a second, ${backend}`)}</th>
                    <th scope="col">${msg(str`One image, ${backend}: median, 95th %`)}</th>`,
              )}
              ${this.exportable ? html`<th scope="col">${msg('As a tfjs model')}</th>` : nothing}
            </tr>
          </thead>
          <tbody>
            ${arms.map((arm) => {
              const [first] = arm.results as [Result];
              return html`<tr>
                ${armHeader(arm)} ${cell(first.parameters, formatCount)} ${cell(first.macs, formatCount)}
                ${cell(first.bytes, formatBytes)} ${cell(first.answerBytes, formatBytes)}
                ${backends.map((backend) => {
                  const speed = first.speed?.find((one) => one.backend === backend);
                  return html`${cell(speed?.imagesPerSecond, formatCount)}
                    <td>
                      ${
                        speed
                          ? `${formatMilliseconds(speed.latencyMs.median)}, ${formatMilliseconds(speed.latencyMs.p95)}`
                          : '–'
                      }
                    </td>`;
                })}
                ${this.exportable ? this.exportCell(arm.style.label, first) : nothing}
              </tr>`;
            })}
          </tbody>
        </table>
      </div>
      <p class="small">
        ${msg('Bytes in float32. Memory in use: the weights, and the largest layer’s input and output for one image. Images a second: in batches of 1,024.')}
        ${trainedIn(this.results)}
        ${
          this.exportable
            ? msg(
                'A tfjs model is two files, model and weights, that tf.loadLayersModel reads, or tf.loadGraphModel a transformer: grey levels from 0 to 1 in, logits out; with uint8 a weight is a byte; of several seeds the first.',
              )
            : nothing
        }
      </p>
      <quantised-table .results=${this.results}></quantised-table>`;
  }

  private exportCell(name: string, { role, method, member }: Result) {
    if (isEnsemble({ role, method })) return html`<td>–</td>`;
    return html`<td class="models">
      ${PRECISIONS.map(
        (precision) =>
          html`<button
            type="button"
            aria-label=${msg(str`Export ${name} as a tfjs model in ${precision}`)}
            @click=${() => send(this, { kind: 'exportModel', role, member, precision })}
          >
            ${precision}
          </button>`,
      )}
    </td>`;
  }
}

function trainedIn(results: readonly Result[]): string {
  const [teacher, students] = ['teacher', 'hardLabel'].map((role) =>
    results.find((one) => one.role === role),
  );
  const seconds = (result: Result | undefined) =>
    result?.trainSeconds === undefined ? '–' : `${decimal(result.trainSeconds.toFixed(1))}\u00a0s`;
  return msg(
    str`Training took ${seconds(teacher)} for the teacher, ${seconds(students)} for all students together.`,
  );
}

declare global {
  interface HTMLElementTagNameMap {
    'cost-panel': CostPanel;
  }
}
