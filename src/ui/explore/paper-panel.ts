/** <paper-panel>: what the paper of 2015 printed beside what this run measured. */
import { LitElement, html } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { PAPER_2015 } from '../../core/presets/paper-2015.ts';
import type { Result } from '../../core/run-record.ts';
import { inLocale, msg } from '../../core/text.ts';
import { formatCount } from '../format.ts';
import { base } from '../theme.ts';
import { meanOver } from '../../core/summary.ts';
import { cell } from './panel-parts.ts';
import { panelStyles } from './panel-styles.ts';

@customElement('paper-panel')
export class PaperPanel extends LitElement {
  static override styles = [base, panelStyles];

  @property({ attribute: false }) results: readonly Result[] = [];

  protected override render() {
    return html`<h3>${msg('How close is this run to the paper?')}</h3>
      <p class="small">
        ${msg(
          html`Hinton, Vinyals and Dean, <cite>Distilling the Knowledge in a Neural Network</cite>, arXiv
            1503.02531, section 3. The paper gives no α, learning rate or number of epochs for MNIST; this
            run’s are in the recipe.`,
          { id: 'paper-2015' },
        )}
      </p>
      <div class="scroll" tabindex="0" role="region" aria-label=${msg('The paper')}>
        <table>
          <thead>
            <tr>
              <th scope="col">${msg('Test errors of 10,000')}</th>
              <th scope="col">${msg('Paper')}</th>
              <th scope="col">${msg('This run')}</th>
            </tr>
          </thead>
          <tbody>
            ${PAPER_2015.map(
              ({ title, errors, role }) =>
                html`<tr>
                  <th scope="row">${inLocale(title)}</th>
                  <td>${formatCount(errors)}</td>
                  ${cell(
                    role &&
                      meanOver(
                        this.results.filter((result) => result.role === role),
                        ({ testErrors }) => testErrors,
                      ),
                    formatCount,
                  )}
                </tr>`,
            )}
          </tbody>
        </table>
      </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'paper-panel': PaperPanel;
  }
}
