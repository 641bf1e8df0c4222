/** <sweep-panel>: the cells of a sweep as a table that is a heat map, beside what labels alone give. */
import { LitElement, css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { formatSetting } from '../../core/setting-value.ts';
import { axisTitle, sweepCsv, sweepOf, type Sweep, type SweepCell } from '../../core/sweep.ts';
import { meanOf } from '../../core/summary.ts';
import { signed } from '../../core/verdict-words.ts';
import type { RunRecord } from '../../core/run-record.ts';
import { downloadText } from '../downloads.ts';
import { formatCount, formatPercent, plural } from '../format.ts';
import { memo } from '../memo.ts';
import { base } from '../theme.ts';
import { panelStyles } from './panel-styles.ts';

interface Measure {
  readonly title: string;
  /** Fewer is better in all of them. */
  readonly read: (cell: SweepCell) => number | undefined;
  readonly format: (value: number) => string;
}

const MEASURES = {
  test: {
    title: 'Test errors',
    read: (cell) => cell.testErrors,
    format: (value) => formatCount(Math.round(value)),
  },
  difference: {
    title: 'Test errors, less those of the hard-label student',
    read: (cell) => cell.testErrors - cell.baselineErrors,
    format: signed,
  },
  validation: {
    title: 'Validation error',
    read: (cell) => cell.validationError,
    format: (value) => formatPercent(value, 2),
  },
} as const satisfies Record<string, Measure>;
type MeasureName = keyof typeof MEASURES;

/** How much of the colour the best cell has, in percent; the worst has none. */
const DEEPEST = 55;

@customElement('sweep-panel')
export class SweepPanel extends LitElement {
  static override styles = [
    base,
    panelStyles,
    css`
      td {
        min-width: 72px;
        border: 2px solid var(--surface);
        padding: 10px 12px;
        text-align: center;
        font-variant-numeric: tabular-nums;
      }
      td.best {
        outline: 2px solid var(--ink);
        outline-offset: -4px;
      }
      tbody th {
        padding-inline-end: 12px;
      }
      .axis {
        color: var(--ink-muted);
        font-size: 0.8125rem;
      }
      .reference {
        color: var(--ink-muted);
      }
    `,
  ];

  @property({ attribute: false }) run!: Pick<RunRecord, 'config' | 'results' | 'verdicts'>;
  @state() private chosen: MeasureName = 'test';
  private readonly sweep = memo(
    (config: RunRecord['config'], results: RunRecord['results'], verdicts: RunRecord['verdicts']) =>
      sweepOf({ config, results, verdicts }),
  );

  protected override render() {
    const { config, results, verdicts } = this.run;
    const sweep = this.sweep(config, results, verdicts);
    if (!sweep) return html`<p class="small">The cells fill when all of them are trained and measured.</p>`;
    const measure: Measure = MEASURES[this.chosen];
    return html`<h3>Which values serve the student best?</h3>
      <p class="small">${outcome(sweep, config.seeds)}</p>
      <div class="controls">
        <label
          >Show
          <select
            @change=${(event: Event) =>
              (this.chosen = (event.target as HTMLSelectElement).value as MeasureName)}
          >
            ${Object.entries(MEASURES).map(([name, { title }]) => html`<option value=${name}>${title}</option>`)}
          </select>
        </label>
        <button type="button" @click=${() => downloadText('sweep.csv', 'text/csv', sweepCsv(sweep, config))}>
          Cells as CSV
        </button>
      </div>
      ${this.table(sweep, measure)}
      <p class="small">
        Distilled students, means over ${plural(config.seeds, 'seed')}; the darker, the better. “Labels alone”
        is the hard-label student that is otherwise alike. The cell with the fewest errors on validation
        images has an asterisk, and a frame only if the test images show it to be better than labels alone,
        corrected for all comparisons of the run.
      </p>`;
  }

  private table(sweep: Sweep, measure: Measure) {
    const [down, across] = sweep.axes;
    const values = sweep.rows.flat().flatMap((cell) => measure.read(cell) ?? []);
    const [low, high] = [Math.min(...values), Math.max(...values)];
    return html`<div class="scroll" tabindex="0" role="region" aria-label="Sweep">
      <table>
        <caption>
          ${measure.title}${across ? html`: ${axisTitle(down!)} down, ${axisTitle(across)} across` : nothing}
        </caption>
        <thead>
          <tr>
            <th scope="col" class="axis">${axisTitle(down!)}</th>
            ${
              across
                ? across.values.map(
                    (value) => html`<th scope="col">${axisTitle(across)} = ${formatSetting(value)}</th>`,
                  )
                : html`<th scope="col">Distilled</th>`
            }
            <th scope="col">Labels alone</th>
          </tr>
        </thead>
        <tbody>
          ${sweep.rows.map(
            (row, r) =>
              html`<tr>
                <th scope="row">${formatSetting(down!.values[r]!)}</th>
                ${row.map((cell) => this.cell(cell, sweep, measure, low, high))}
                <td class="reference">${reference(row, this.chosen)}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
  }

  private cell(cell: SweepCell, { best, isBestShown }: Sweep, measure: Measure, low: number, high: number) {
    const value = measure.read(cell);
    if (value === undefined) return html`<td>–</td>`;
    const share = high > low ? (high - value) / (high - low) : 0;
    const isBest = cell === best;
    const words = isBest ? (isBestShown ? ', chosen, shown to be better' : ', chosen') : '';
    return html`<td
      class=${isBest && isBestShown ? 'best' : ''}
      style="background: color-mix(in srgb, var(--role-distilled) ${Math.round(DEEPEST * share)}%, var(--surface))"
    >
      ${measure.format(value)}${isBest ? html`<span aria-hidden="true"> *</span>` : nothing}<span
        class="visually-hidden"
        >${words}</span
      >
    </td>`;
  }
}

/** Of the hard-label students of a row: one number where they are the same, else from the least to the most. */
function reference(row: readonly SweepCell[], measure: MeasureName): string {
  if (measure === 'difference') return '0';
  const read = (cell: SweepCell): number | undefined => {
    if (measure === 'test') return cell.baselineErrors;
    const own = cell.hardLabel.flatMap(({ validation }) => validation ?? []);
    return own.length === 0 ? undefined : meanOf(own.map(({ errors, images }) => errors / images));
  };
  const texts = new Set(
    row.map((cell) => {
      const value = read(cell);
      return value === undefined ? '–' : MEASURES[measure].format(value);
    }),
  );
  return [...texts].join(', ');
}

function outcome({ best, isBestShown, axes }: Sweep, seeds: number): string {
  if (!best) return 'There are no validation images, so no cell is chosen: compare, and do not pick.';
  const where = axes.map((axis, i) => `${axisTitle(axis)} = ${formatSetting(best.values[i]!)}`).join(', ');
  const { testErrors, baselineErrors } = best;
  const numbers = `${formatCount(Math.round(testErrors))} test errors against ${formatCount(Math.round(baselineErrors))} from labels alone`;
  const shown = isBestShown
    ? 'better, also after correction for the number of comparisons'
    : seeds > 1
      ? 'no difference shown after correction for the number of comparisons'
      : 'which one seed does not show to be more than chance';
  return `Chosen on validation images: ${where}. On the test images it makes ${numbers}: ${shown}.`;
}

declare global {
  interface HTMLElementTagNameMap {
    'sweep-panel': SweepPanel;
  }
}
