/** <confusion-panel>: what is taken for what, and how many of its teacher's mistakes a student makes again. */
import { LitElement, css, html, nothing, type PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { Result } from '../../core/run-record.ts';
import { msg } from '../../core/text.ts';
import { formatCount, formatShare } from '../format.ts';
import { base } from '../theme.ts';
import { byArm, type ArmResults } from './arms.ts';
import { armHeader } from './panel-parts.ts';
import { panelStyles } from './panel-styles.ts';

@customElement('confusion-panel')
export class ConfusionPanel extends LitElement {
  static override styles = [
    base,
    panelStyles,
    css`
      .matrix th,
      .matrix td {
        min-width: 44px;
        padding: 4px 8px;
        text-align: center;
      }
      .matrix td.right {
        color: var(--ink-muted);
      }
      .matrix td.none {
        color: var(--hairline);
      }
    `,
  ];

  @property({ attribute: false }) results: readonly Result[] = [];
  @state() private chosen: number | undefined;

  protected override willUpdate(changed: PropertyValues<this>): void {
    // Another run may have other networks under the same number.
    if (changed.has('results') && this.results.length < (changed.get('results')?.length ?? 0))
      this.chosen = undefined;
  }

  protected override render() {
    const arms = byArm(this.results);
    const distilled = arms.findIndex(({ arm }) => arm.role === 'distilled');
    const arm = arms[this.chosen ?? Math.max(0, distilled)] ?? arms[0];
    if (!arm) return nothing;
    return html`<h3>${msg('What is taken for what?')}</h3>
      <p class="small">
        ${
          arm.results.length > 1
            ? msg(
                'Rows are what a test image shows, columns what the network answers, added up over seeds; the darker, the more often. Right answers are left white.',
              )
            : msg(
                'Rows are what a test image shows, columns what the network answers; the darker, the more often. Right answers are left white.',
              )
        }
      </p>
      <div class="controls">
        <label for="network">${msg('Network')}</label>
        <select
          id="network"
          @change=${(event: Event) => (this.chosen = Number((event.target as HTMLSelectElement).value))}
        >
          ${arms.map(
            (one, i) => html`<option value=${i} ?selected=${one === arm}>${one.style.label}</option>`,
          )}
        </select>
      </div>
      ${matrix(arm)} ${inherited(arms)}`;
  }
}

function matrix({ style, results }: ArmResults) {
  const size = results[0]!.confusion.length;
  const counts = Array.from({ length: size }, (_, label) =>
    Array.from({ length: size }, (__, answer) =>
      results.reduce((sum, { confusion }) => sum + confusion[label]![answer]!, 0),
    ),
  );
  const most = Math.max(1, ...counts.flatMap((row, label) => row.filter((_, answer) => answer !== label)));
  const classes = counts.map((_, c) => c);
  return html`<div class="scroll" tabindex="0" role="region" aria-label=${msg('Confusion matrix')}>
    <table class="matrix">
      <thead>
        <tr>
          <th scope="col">${msg('shown \\ answered')}</th>
          ${classes.map((c) => html`<th scope="col">${c}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${counts.map(
          (row, label) =>
            html`<tr>
              <th scope="row">${label}</th>
              ${row.map((count, answer) => {
                if (answer === label) return html`<td class="right">${formatCount(count)}</td>`;
                const share = Math.round((55 * count) / most);
                return html`<td
                  class=${count === 0 ? 'none' : ''}
                  .style=${`background: color-mix(in srgb, ${style.color} ${share}%, transparent)`}
                >
                  ${formatCount(count)}
                </td>`;
              })}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

/** Errors copied from the teacher: fidelity and accuracy are two things (Stanton et al. 2021, arXiv 2106.05945). */
function inherited(arms: readonly ArmResults[]) {
  const shown = arms.filter(({ results }) => results.every(({ inheritedErrors }) => inheritedErrors));
  if (shown.length === 0) return nothing;
  return html`<div class="scroll" tabindex="0" role="region" aria-label=${msg('Copied mistakes')}>
    <table>
      <caption>
        ${msg('Where the teacher errs, how often each student makes the very same mistake.')}
      </caption>
      <thead>
        <tr>
          <th scope="col">${msg('Network')}</th>
          <th scope="col">${msg('Teacher’s errors')}</th>
          <th scope="col">${msg('Same mistake')}</th>
          <th scope="col">${msg('Share', { id: 'share-of-errors', desc: 'Which part of the whole' })}</th>
        </tr>
      </thead>
      <tbody>
        ${shown.map((arm) => {
          const [errors, same] = (['teacherErrors', 'same'] as const).map((key) =>
            arm.results.reduce((sum, { inheritedErrors }) => sum + inheritedErrors![key], 0),
          ) as [number, number];
          return html`<tr>
            ${armHeader(arm)}
            <td>${formatCount(errors)}</td>
            <td>${formatCount(same)}</td>
            <td>${errors > 0 ? formatShare(same / errors) : '–'}</td>
          </tr>`;
        })}
      </tbody>
    </table>
  </div>`;
}

declare global {
  interface HTMLElementTagNameMap {
    'confusion-panel': ConfusionPanel;
  }
}
