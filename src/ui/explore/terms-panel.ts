/** <terms-panel>: what each term of a network's loss came to while it trained, without its weight. */
import { LitElement, css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { METHODS, type MethodName } from '../../core/methods.ts';
import type { HistoryPoint } from '../../core/run-record.ts';
import { armKey, armsOf, type Arm } from '../../core/stages.ts';
import type { TermName } from '../../core/terms.ts';
import { inLocale, msg, text } from '../../core/text.ts';
import type { CurveSeries } from '../charts/curves.ts';
import '../curve-chart.ts';
import { spoken, type Language } from '../language.ts';
import { memo } from '../memo.ts';
import { armStyle } from '../roles.ts';
import { curveOf } from '../run-curves.ts';
import { base } from '../theme.ts';
import { panelStyles } from './panel-styles.ts';

/** Other terms are called like the method that brought them. */
const TITLES: Partial<Record<TermName, string>> = { crossEntropy: text('Labels'), cosine: text('Cosine') };

/** The labels' term in their own line, as in the formula; the others in the distilled student's colour. */
const LABELS = { color: 'var(--role-hard-label, #d55e00)', dash: [7, 4] } as const;
const OTHERS = { color: 'var(--role-distilled, #0072b2)', dashes: [[], [3, 3], [1, 3]] } as const;

interface Parts {
  readonly arm: Arm;
  readonly terms: readonly TermName[];
  readonly points: readonly HistoryPoint[];
}

@customElement('terms-panel')
export class TermsPanel extends LitElement {
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

  /** Of networks of which at least one has several terms. */
  @property({ attribute: false }) history: readonly HistoryPoint[] = [];
  @state() private chosen = '';
  private readonly arms = memo(armsWithParts);
  private readonly series = memo(seriesOf);

  protected override render() {
    const arms = this.arms(this.history);
    const shown = arms.find(({ arm }) => armKey(arm) === this.chosen) ?? arms[0]!;
    return html`<h3>${msg('The parts of the objective')}</h3>
      <p class="small">
        ${msg('What each term of the loss came to while a network trained, before its weight and T²; of several seeds the mean, and a band from the least to the most. Every method minimises another function, so these values cannot be compared between methods: test errors can.')}
      </p>
      ${arms.length > 1 ? this.choice(arms, shown) : nothing}
      <curve-chart
        heading=${msg('Terms of the loss')}
        y-label=${msg('Value, unweighted')}
        x-label=${msg('Step')}
        y-scale="log"
        .series=${this.series(shown, spoken())}
      ></curve-chart>`;
  }

  private choice(arms: readonly Parts[], shown: Parts) {
    const all = arms.map(({ arm }) => arm);
    return html`<div class="controls">
      <label
        >${msg('Whose')}
        <select @change=${(event: Event) => (this.chosen = (event.target as HTMLSelectElement).value)}>
          ${all.map(
            (arm) =>
              html`<option value=${armKey(arm)} ?selected=${arm === shown.arm}>
                ${armStyle(arm, all).label}
              </option>`,
          )}
        </select></label
      >
    </div>`;
  }
}

/** Networks whose loss has more than one term. */
function armsWithParts(history: readonly HistoryPoint[]): readonly Parts[] {
  return armsOf(history).flatMap(({ arm, of }) => {
    const terms = [...new Set(of.flatMap((point) => Object.keys(point.terms ?? {}) as TermName[]))];
    return terms.length > 1 ? [{ arm, terms, points: of }] : [];
  });
}

function seriesOf({ terms, points }: Parts, _: Language): readonly CurveSeries[] {
  const others = terms.filter((term) => term !== 'crossEntropy');
  return terms.map((term) => ({
    id: term,
    label: inLocale(TITLES[term] ?? METHODS[term as MethodName].title),
    ...(term === 'crossEntropy'
      ? LABELS
      : { color: OTHERS.color, dash: OTHERS.dashes[others.indexOf(term) % OTHERS.dashes.length]! }),
    ...curveOf(points, (point) => point.terms?.[term]),
  }));
}

declare global {
  interface HTMLElementTagNameMap {
    'terms-panel': TermsPanel;
  }
}
