/** <gradient-panel>: how hard labels and soft targets pull at the logits, as measured while training. */
import { LitElement, css, html } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { HistoryPoint } from '../../core/run-record.ts';
import { armsOf, kindOfRole } from '../../core/stages.ts';
import { meanOf } from '../../core/summary.ts';
import { decimal, msg } from '../../core/text.ts';
import type { CurveSeries } from '../charts/curves.ts';
import '../curve-chart.ts';
import { formatShare } from '../format.ts';
import { spoken, type Language } from '../language.ts';
import { memo } from '../memo.ts';
import { armStyle, lineLabel } from '../roles.ts';
import { curveOf } from '../run-curves.ts';
import { base } from '../theme.ts';
import { armHeader, cell } from './panel-parts.ts';
import { panelStyles } from './panel-styles.ts';

type Term = 'hardGradient' | 'softGradient';

@customElement('gradient-panel')
export class GradientPanel extends LitElement {
  static override styles = [
    base,
    panelStyles,
    css`
      curve-chart {
        max-width: 640px;
        margin-top: 16px;
      }
    `,
  ];

  @property({ attribute: false }) history: readonly HistoryPoint[] = [];
  private readonly arms = memo((history: readonly HistoryPoint[], _: Language) => {
    const arms = armsOf(history.filter(({ role }) => kindOfRole(role) === 'students'));
    const all = arms.map(({ arm }) => arm);
    return arms.map(({ arm, of }) => ({ arm, style: armStyle(arm, all), points: of }));
  });
  private readonly series = memo(
    (history: readonly HistoryPoint[], language: Language): readonly CurveSeries[] =>
      this.arms(history, language)
        .filter(({ points }) => points.some(({ softGradient }) => softGradient !== undefined))
        .map(({ arm, style, points }, i) => ({
          id: `arm${i}`,
          ...style,
          label: lineLabel(arm),
          ...curveOf(points, ({ softGradient }) => softGradient),
        })),
  );

  protected override render() {
    return html`<h3>${msg('How hard does each term pull?')}</h3>
      <p class="small">
        ${msg('The length of each term’s gradient in the logits of an image, with its weight and T², averaged over batches. Without T² the soft term’s pull shrinks as 1/T² when T grows, and the labels take over.')}
      </p>
      <curve-chart
        heading=${msg('Pull of the soft targets')}
        y-label=${msg('Gradient length')}
        x-label=${msg('Step')}
        .series=${this.series(this.history, spoken())}
        empty=${msg('No student has soft targets yet.')}
      ></curve-chart>
      <div class="scroll" tabindex="0" role="region" aria-label=${msg('Gradients')}>
        <table>
          <caption>
            ${msg('Means over the whole run.')}
          </caption>
          <thead>
            <tr>
              <th scope="col">${msg('Network')}</th>
              <th scope="col">${msg('Labels')}</th>
              <th scope="col">${msg('Soft targets')}</th>
              <th scope="col">${msg('Soft share')}</th>
            </tr>
          </thead>
          <tbody>
            ${this.arms(this.history, spoken()).map(({ style, points }) => {
              const [hard, soft] = [mean(points, 'hardGradient'), mean(points, 'softGradient')];
              const share = (soft ?? 0) / ((soft ?? 0) + (hard ?? 0));
              return html`<tr>
                ${armHeader({ style })} ${cell(hard, threeDigits)} ${cell(soft, threeDigits)}
                ${cell(share, formatShare)}
              </tr>`;
            })}
          </tbody>
        </table>
      </div>`;
  }
}

function mean(points: readonly HistoryPoint[], term: Term): number | undefined {
  const values = points.flatMap((point) => point[term] ?? []);
  return values.length === 0 ? undefined : meanOf(values);
}

function threeDigits(value: number): string {
  return decimal(value.toPrecision(3));
}

declare global {
  interface HTMLElementTagNameMap {
    'gradient-panel': GradientPanel;
  }
}
