/** <cost-panel>: what a network weighs and how fast it answers, on the run's backend and on wasm. */
import { LitElement, html } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Result } from '../../core/run-record.ts';
import { formatBytes, formatCount, formatMilliseconds } from '../format.ts';
import { base } from '../theme.ts';
import { byArm } from './arms.ts';
import { armHeader, cell } from './panel-parts.ts';
import { panelStyles } from './panel-styles.ts';

@customElement('cost-panel')
export class CostPanel extends LitElement {
  static override styles = [base, panelStyles];

  @property({ attribute: false }) results: readonly Result[] = [];

  protected override render() {
    const arms = byArm(this.results);
    const backends = [
      ...new Set(this.results.flatMap(({ speed = [] }) => speed.map(({ backend }) => backend))),
    ];
    return html`<h3>What does an answer cost?</h3>
      <p class="small">
        One image alone on a GPU measures the driver more than the network, so wasm stands beside it. Timed
        warm, with plain tfjs operations, from pixels to answers; networks of one shape take the same time.
      </p>
      <div class="scroll" tabindex="0" role="region" aria-label="Size and speed">
        <table>
          <thead>
            <tr>
              <th scope="col">Network</th>
              <th scope="col">Parameters</th>
              <th scope="col">Multiply-adds</th>
              <th scope="col">Bytes</th>
              <th scope="col">Memory in use</th>
              ${backends.map(
                (backend) =>
                  html`<th scope="col">Images a second, ${backend}</th>
                    <th scope="col">One image, ${backend}: median, 95th %</th>`,
              )}
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
              </tr>`;
            })}
          </tbody>
        </table>
      </div>
      <p class="small">
        Bytes in float32. Memory in use: the weights, and the largest layer’s input and output for one image.
        Images a second: in batches of 1,024. Training took ${trainedIn(this.results)}.
      </p>`;
  }
}

function trainedIn(results: readonly Result[]): string {
  const [teacher, students] = ['teacher', 'hardLabel'].map((role) =>
    results.find((one) => one.role === role),
  );
  const text = (result: Result | undefined) => (result ? `${result.trainSeconds.toFixed(1)}\u00a0s` : '–');
  return `${text(teacher)} for the teacher, ${text(students)} for all students together`;
}

declare global {
  interface HTMLElementTagNameMap {
    'cost-panel': CostPanel;
  }
}
