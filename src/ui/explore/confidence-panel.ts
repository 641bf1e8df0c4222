/** <confidence-panel>: the reliability diagram, calibration error, cross-entropy and the distance from the teacher. */
import { LitElement, css, html } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Result } from '../../core/run-record.ts';
import type { CurveSeries, Point } from '../charts/curves.ts';
import '../curve-chart.ts';
import { formatPercent } from '../format.ts';
import { memo } from '../memo.ts';
import { lineLabel } from '../roles.ts';
import { base } from '../theme.ts';
import { byArm, meanOver, type ArmResults } from './arms.ts';
import { armHeader, cell } from './panel-parts.ts';
import { panelStyles } from './panel-styles.ts';

/** As many bins as `reliability` of core/measures.ts has. */
const BINS = 15;

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
  private readonly series = memo((results: readonly Result[]): readonly CurveSeries[] => [
    {
      id: 'ideal',
      label: 'As sure as right',
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
    return html`<h3>Is a network as sure as it should be?</h3>
      <p class="small">
        Test images sorted by how sure the network is of its answer, in fifteen bins: a network that is right
        as often as it is sure lies on the dotted diagonal; below it, it is too sure.
      </p>
      <curve-chart
        heading="Reliability"
        format="percent"
        x-label="Confidence"
        y-label="Accuracy"
        .series=${this.series(this.results)}
        .xDomain=${[0, 1]}
        .yDomain=${[0, 1]}
      ></curve-chart>
      <div class="scroll">
        <table>
          <thead>
            <tr>
              <th scope="col">Network</th>
              <th scope="col">Calibration error (ECE)</th>
              <th scope="col">Cross-entropy</th>
              <th scope="col">KL from the teacher</th>
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
        Expected calibration error: the mean distance of confidence from accuracy over the bins. Cross-entropy
        with the labels at T = 1, in nats. KL at the students’ T, without T², in nats.
      </p>`;
  }
}

const DIAGONAL: readonly Point[] = [
  { x: 0, y: 0 },
  { x: 1, y: 1 },
];

/** The bins of all seeds together. */
function diagram({ results }: ArmResults): readonly Point[] {
  const bins = Array.from({ length: BINS }, () => ({ images: 0, confidence: 0, right: 0 }));
  for (const { reliability } of results) {
    for (const { images, confidence, accuracy } of reliability) {
      const bin = bins[Math.min(BINS - 1, Math.max(0, Math.ceil(confidence * BINS) - 1))]!;
      bin.images += images;
      bin.confidence += images * confidence;
      bin.right += images * accuracy;
    }
  }
  return bins
    .filter(({ images }) => images > 0)
    .map(({ images, confidence, right }) => ({ x: confidence / images, y: right / images }));
}

function fourDigits(value: number): string {
  return value.toFixed(4);
}

declare global {
  interface HTMLElementTagNameMap {
    'confidence-panel': ConfidencePanel;
  }
}
