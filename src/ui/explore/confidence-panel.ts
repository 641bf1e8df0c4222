/** <confidence-panel>: the reliability diagram, calibration error, cross-entropy and the distance from the teacher. */
import { LitElement, css, html } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { RELIABILITY_BINS } from '../../core/measures.ts';
import type { Result } from '../../core/run-record.ts';
import { decimal, msg } from '../../core/text.ts';
import type { CurveSeries, Point } from '../charts/curves.ts';
import '../curve-chart.ts';
import { formatPercent } from '../format.ts';
import { spoken, type Language } from '../language.ts';
import { memo } from '../memo.ts';
import { lineLabel } from '../roles.ts';
import { base } from '../theme.ts';
import { byArm, type ArmResults } from './arms.ts';
import { meanOver } from '../../core/summary.ts';
import { armHeader, cell } from './panel-parts.ts';
import { panelStyles } from './panel-styles.ts';

@customElement('confidence-panel')
export class ConfidencePanel extends LitElement {
  static override styles = [
    base,
    panelStyles,
    css`
      curve-chart {
        max-width: 560px;
        margin-top: 16px;
      }
    `,
  ];

  @property({ attribute: false }) results: readonly Result[] = [];
  private readonly series = memo((results: readonly Result[], _: Language): readonly CurveSeries[] => [
    {
      id: 'ideal',
      label: msg('As sure as right'),
      color: 'var(--control, #85888f)',
      dash: [1, 4],
      points: DIAGONAL,
    },
    ...byArm(results).map((arm, i) => ({
      id: `arm${i}`,
      ...arm.style,
      label: lineLabel(arm.arm),
      points: diagram(arm),
    })),
  ]);

  protected override render() {
    return html`<h3>${msg('Is a network as sure as it should be?')}</h3>
      <p class="small">
        ${msg('Test images sorted by how sure the network is of its answer, in fifteen bins: a network that is right as often as it is sure lies on the dotted diagonal; below it, it is too sure.')}
      </p>
      <curve-chart
        heading=${msg('Reliability')}
        format="percent"
        x-label=${msg('Confidence')}
        y-label=${msg('Accuracy')}
        .series=${this.series(this.results, spoken())}
        .xDomain=${WHOLE}
        .yDomain=${WHOLE}
        .keyValues=${false}
      ></curve-chart>
      <div class="scroll" tabindex="0" role="region" aria-label=${msg('Calibration')}>
        <table>
          <thead>
            <tr>
              <th scope="col">${msg('Network')}</th>
              <th scope="col">${msg('Calibration error (ECE)')}</th>
              <th scope="col">${msg('Cross-entropy')}</th>
              <th scope="col">${msg('KL from the teacher')}</th>
            </tr>
          </thead>
          <tbody>
            ${byArm(this.results).map(
              (arm) =>
                html`<tr>
                  ${armHeader(arm)}
                  ${cell(
                    meanOver(arm.results, ({ ece }) => ece),
                    (share) => formatPercent(share, 2),
                  )}
                  ${cell(
                    meanOver(arm.results, ({ testLoss }) => testLoss),
                    fourDigits,
                  )}
                  ${cell(
                    meanOver(arm.results, ({ kl }) => kl),
                    fourDigits,
                  )}
                </tr>`,
            )}
          </tbody>
        </table>
      </div>
      <p class="small">
        ${msg('Expected calibration error: the mean distance of confidence from accuracy over the bins. Cross-entropy with the labels at T = 1, in nats. KL at the students’ T, without T², in nats.')}
      </p>`;
  }
}

const WHOLE = [0, 1] as const;

/** Where a bin stands, so that all networks have their points at the same places. */
const middle = (bin: number): number => (bin + 0.5) / RELIABILITY_BINS;
const DIAGONAL: readonly Point[] = Array.from({ length: RELIABILITY_BINS }, (_, bin) => ({
  x: middle(bin),
  y: middle(bin),
}));

/** The bins of all seeds together. */
function diagram({ results }: ArmResults): readonly Point[] {
  const bins = Array.from({ length: RELIABILITY_BINS }, () => ({ images: 0, right: 0 }));
  for (const { reliability } of results) {
    for (const { images, confidence, accuracy } of reliability) {
      const bin = bins[Math.max(0, Math.ceil(confidence * RELIABILITY_BINS) - 1)]!;
      bin.images += images;
      bin.right += images * accuracy;
    }
  }
  return bins.flatMap(({ images, right }, bin) =>
    images > 0 ? [{ x: middle(bin), y: right / images }] : [],
  );
}

function fourDigits(value: number): string {
  return decimal(value.toFixed(4));
}

declare global {
  interface HTMLElementTagNameMap {
    'confidence-panel': ConfidencePanel;
  }
}
