/** <sweep-panel>: the cells of a sweep as a table that is a heat map, beside what labels alone give. */
import { LitElement, css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { Axis, AxisValue } from '../../core/experiment.ts';
import { formatSetting } from '../../core/setting-value.ts';
import { settingAt } from '../../core/settings.ts';
import {
  axisTitle,
  sweepCsv,
  sweepOf,
  validationErrorOf,
  type Sweep,
  type SweepCell,
} from '../../core/sweep.ts';
import { counted, decimal, inLocale, msg, signed, str, text } from '../../core/text.ts';
import type { RunRecord } from '../../core/run-record.ts';
import { downloadText } from '../downloads.ts';
import { formatCount, formatPercent } from '../format.ts';
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
    title: text('Test errors'),
    read: (cell) => cell.testErrors,
    format: (value) => formatCount(Math.round(value)),
  },
  difference: {
    title: text('Test errors, less those of the hard-label student'),
    read: (cell) => cell.testErrors - cell.baselineErrors,
    format: signed,
  },
  validation: {
    title: text('Validation error'),
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
    if (!sweep)
      return html`<p class="small">${msg('The cells fill when all of them are trained and measured.')}</p>`;
    const measure: Measure = MEASURES[this.chosen];
    return html`<h3>${msg('Which values serve the student best?')}</h3>
      <p class="small">${outcome(sweep, config.seeds)}</p>
      <div class="controls">
        <label
          >${msg('Show')}
          <select
            @change=${(event: Event) =>
              (this.chosen = (event.target as HTMLSelectElement).value as MeasureName)}
          >
            ${Object.entries(MEASURES).map(([name, { title }]) => html`<option value=${name}>${inLocale(title)}</option>`)}
          </select>
        </label>
        <button type="button" @click=${() => downloadText('sweep.csv', 'text/csv', sweepCsv(sweep, config))}>
          ${msg('Cells as CSV')}
        </button>
      </div>
      ${this.table(sweep, measure)}
      <p class="small">
        ${counted(config.seeds, {
          one: msg('Distilled students, means over 1 seed; the darker, the better.'),
          other: msg(
            str`Distilled students, means over ${formatCount(config.seeds)} seeds; the darker, the better.`,
          ),
        })}
        ${msg('“Labels alone” is the hard-label student that is otherwise alike. The cell with the fewest errors on validation images has an asterisk, and a frame only if the test images show it to be better than labels alone, corrected for all comparisons of the run.')}
      </p>`;
  }

  private table(sweep: Sweep, measure: Measure) {
    const [down, across] = sweep.axes;
    const values = sweep.rows.flat().flatMap((cell) => measure.read(cell) ?? []);
    const [low, high] = [Math.min(...values), Math.max(...values)];
    const [title, downName] = [inLocale(measure.title), inLocale(axisTitle(down!))];
    return html`<div class="scroll" tabindex="0" role="region" aria-label=${msg('Sweep')}>
      <table>
        <caption>
          ${across ? msg(str`${title}: ${downName} down, ${inLocale(axisTitle(across))} across`) : title}
        </caption>
        <thead>
          <tr>
            <th scope="col" class="axis">${downName}</th>
            ${
              across
                ? across.values.map((value) => html`<th scope="col">${axisText(across, value)}</th>`)
                : html`<th scope="col">${msg('Distilled')}</th>`
            }
            <th scope="col">${msg('Labels alone')}</th>
          </tr>
        </thead>
        <tbody>
          ${sweep.rows.map(
            (row, r) =>
              html`<tr>
                <th scope="row">${valueText(down!, down!.values[r]!)}</th>
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
    const words = isBestShown ? msg('chosen, shown to be better') : msg('chosen');
    return html`<td
      class=${isBest && isBestShown ? 'best' : ''}
      .style=${`background: color-mix(in srgb, var(--role-distilled) ${Math.round(DEEPEST * share)}%, var(--surface))`}
    >
      ${measure.format(value)}${
        isBest
          ? html`<span aria-hidden="true"> *</span><span class="visually-hidden">, ${words}</span>`
          : nothing
      }
    </td>`;
  }
}

/** Of the hard-label students of a row: one number where they are the same, else from the least to the most. */
function reference(row: readonly SweepCell[], measure: MeasureName): string {
  if (measure === 'difference') return '0';
  const read = (cell: SweepCell): number | undefined => {
    if (measure === 'test') return cell.baselineErrors;
    return validationErrorOf(cell.hardLabel);
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
  if (!best) return msg('There are no validation images, so no cell is chosen: compare, and do not pick.');
  const where = axes.map((axis, i) => axisText(axis, best.values[i]!)).join(', ');
  const [errors, alone] = [best.testErrors, best.baselineErrors].map((mean) => formatCount(Math.round(mean)));
  const chosen = msg(str`Chosen on validation images: ${where}.`);
  const shown = isBestShown
    ? msg(
        str`On the test images it makes ${errors!} test errors against ${alone!} from labels alone: better, also after correction for the number of comparisons.`,
      )
    : seeds > 1
      ? msg(
          str`On the test images it makes ${errors!} test errors against ${alone!} from labels alone: no difference shown after correction for the number of comparisons.`,
        )
      : msg(
          str`On the test images it makes ${errors!} test errors against ${alone!} from labels alone: which one seed does not show to be more than chance.`,
        );
  return `${chosen} ${shown}`;
}

/** `T = 2.5` */
function axisText(axis: Axis, value: AxisValue): string {
  return `${inLocale(axisTitle(axis))} = ${valueText(axis, value)}`;
}

function valueText({ path }: Axis, value: AxisValue): string {
  const setting = settingAt(path);
  const option = setting.kind === 'choice' && setting.options.find((one) => one.value === value);
  return option ? inLocale(option.label) : decimal(inLocale(formatSetting(value)));
}

declare global {
  interface HTMLElementTagNameMap {
    'sweep-panel': SweepPanel;
  }
}
