/** <leaderboard-panel>: methods of distillation, each at its best, and how they differ from labels alone and from soft targets. */
import { LitElement, css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { settingWords } from '../../core/arm-words.ts';
import {
  leaderboardCsv,
  leaderboardOf,
  methodTitle,
  type Leaderboard,
  type LeaderboardRow,
  type Reference,
} from '../../core/leaderboard.ts';
import type { Conclusion, RunRecord, Verdict } from '../../core/run-record.ts';
import { sweepOf } from '../../core/sweep.ts';
import { counted, formatNumber, inLocale, msg, signed, str, text } from '../../core/text.ts';
import { settingText } from '../../core/vary.ts';
import '../difference-plot.ts';
import { downloadText } from '../downloads.ts';
import { formatCount, formatPercent } from '../format.ts';
import { memo } from '../memo.ts';
import { base } from '../theme.ts';
import { cell } from './panel-parts.ts';
import { panelStyles } from './panel-styles.ts';

const AGAINST: Record<Reference, string> = {
  labels: text('Against labels alone'),
  softTargets: text('Against soft targets'),
};

const CONCLUSIONS: Record<Conclusion, string> = {
  BETTER: text('better'),
  WORSE: text('worse'),
  'NO DIFFERENCE SHOWN': text('no difference shown'),
};

@customElement('leaderboard-panel')
export class LeaderboardPanel extends LitElement {
  static override styles = [
    base,
    panelStyles,
    css`
      td {
        vertical-align: top;
      }
      tbody th {
        position: sticky;
        inset-inline-start: 0;
        min-width: 96px;
        padding-inline-end: 4px;
        background: var(--surface);
        vertical-align: top;
        white-space: normal; /* else it would hide the numbers on a narrow page */
      }
      td .small {
        display: block;
      }
      strong {
        color: var(--ink);
        font-weight: 600;
      }
      .scroll + p {
        margin-top: 12px;
      }
      h4 {
        margin: 24px 0 0;
        font-size: 0.9375rem;
        font-weight: 600;
      }
      difference-plot {
        margin-top: 8px;
      }
    `,
  ];

  @property({ attribute: false }) run!: Pick<RunRecord, 'config' | 'results' | 'verdicts'>;
  private readonly board = memo(
    (config: RunRecord['config'], results: RunRecord['results'], verdicts: RunRecord['verdicts']) =>
      leaderboardOf({ config, results, verdicts }),
  );

  protected override render() {
    const { config, results, verdicts } = this.run;
    const board = this.board(config, results, verdicts);
    if (!board)
      return html`<p class="small">
        ${
          sweepOf(this.run)
            ? msg('There are no validation images to choose settings by, so there is no leaderboard.')
            : msg('The leaderboard fills when all networks are trained and measured.')
        }
      </p>`;
    return html`<h3>${msg('Which method serves the student best?')}</h3>
      <p class="small">${howChosen(board)}</p>
      <div class="controls">
        <button
          type="button"
          @click=${() => downloadText('leaderboard.csv', 'text/csv', leaderboardCsv(board))}
        >
          ${msg('Leaderboard as CSV')}
        </button>
      </div>
      ${table(board, config.seeds)}
      <p class="small">${howCompared(board, config)}</p>
      ${config.seeds > 1 ? board.references.map((reference) => plot(board, reference)) : nothing}`;
  }
}

function howChosen({ rows }: Leaderboard): string {
  return rows.some(({ tried }) => tried > 1)
    ? msg(
        'Each method stands here with the settings that made the fewest errors on validation images, mean over seeds. Labels alone get the same choice. Test images had no say in it.',
      )
    : msg('Each method was trained with one choice of the other settings, so nothing had to be chosen.');
}

function howCompared(
  { tested, untested }: Leaderboard,
  { seeds, teacher }: RunRecord['config'],
): readonly string[] {
  return [
    counted(tested, {
      one: msg(
        'The difference is in test errors, network beside network of one seed. The order is that of test errors and claims nothing.',
      ),
      other: msg(
        str`Differences are in test errors, network beside network of one seed. What is called better or worse is so after correction for all ${formatCount(tested)} comparisons of this table (Holm). The order is that of test errors and claims nothing.`,
      ),
    }),
    seeds > 1
      ? msg('Ranges are 95 % intervals of the means, each by itself: they are not corrected.')
      : msg('One seed shows little: verdicts speak of the choice of test images only.'),
    untested > 0
      ? msg('What is not tested needs more seeds: the run has not counted on which images those two differ.')
      : '',
    seeds > 1 && !teacher.perSeed ? msg('All seeds share one teacher: this holds for that teacher.') : '',
  ].flatMap((sentence) => (sentence ? [sentence, ' '] : []));
}

function table({ rows, axes, references }: Leaderboard, seeds: number) {
  const hasValidation = rows.some(({ validationError }) => validationError !== undefined);
  return html`<div class="scroll" tabindex="0" role="region" aria-label=${msg('Leaderboard')}>
    <table>
      <caption>
        ${counted(seeds, {
          one: msg('Of 1 seed'),
          other: msg(str`Means over ${formatCount(seeds)} seeds`),
        })}
      </caption>
      <thead>
        <tr>
          <th scope="col">${msg('Method')}</th>
          ${axes.length > 0 ? html`<th scope="col">${msg('Chosen')}</th>` : nothing}
          <th scope="col">${msg('Test errors')}</th>
          ${references.map((reference) => html`<th scope="col">${inLocale(AGAINST[reference])}</th>`)}
          ${hasValidation ? html`<th scope="col">${msg('Validation error')}</th>` : nothing}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          (row) =>
            html`<tr>
              <th scope="row">${inLocale(methodTitle(row.method))}</th>
              ${axes.length > 0 ? html`<td>${chosenText(row)}</td>` : nothing}
              <td>${errorsText(row.testErrors)} ${range(row.interval, errorsText)}</td>
              ${references.map((reference) => html`<td>${difference(row, reference)}</td>`)}
              ${hasValidation ? cell(row.validationError, (share) => formatPercent(share, 2)) : nothing}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

function chosenText({ values, tried }: LeaderboardRow) {
  const setting = settingText({ values });
  return html`${setting === undefined ? '–' : settingWords(setting)}
  ${tried > 1 ? html`<span class="small">${msg(str`of ${formatCount(tried)} tried`)}</span>` : nothing}`;
}

function difference({ method, against }: LeaderboardRow, reference: Reference) {
  const verdict = against[reference];
  if (verdict) {
    const words = inLocale(CONCLUSIONS[verdict.conclusion]);
    const isShown = verdict.conclusion !== 'NO DIFFERENCE SHOWN';
    return html`${signed(verdict.meanDifference)} ${range(verdict.interval, signed)}
      <span class="small">${isShown ? html`<strong>${words}</strong>` : words}</span>`;
  }
  if (method !== 'labels' && method !== reference)
    return html`<span class="small">${msg('not tested')}</span>`;
  return html`<span aria-hidden="true">–</span><span class="visually-hidden">${msg('not compared')}</span>`;
}

function range(interval: Verdict['interval'], format: (value: number) => string) {
  if (!interval) return nothing;
  const [low, high] = interval.map((end) => format(end)) as [string, string];
  return html`<span class="small">${msg(str`${low} to ${high}`)}</span>`;
}

function errorsText(errors: number): string {
  return formatNumber(errors, { maximumFractionDigits: 1 });
}

/** The differences from one reference by seed. */
function plot({ rows }: Leaderboard, reference: Reference) {
  const verdicts = rows.flatMap(({ against }) => against[reference] ?? []);
  const name = ({ candidate }: Verdict) => inLocale(methodTitle(candidate.method));
  return html`<h4>${inLocale(AGAINST[reference])}</h4>
    <difference-plot .verdicts=${verdicts} .name=${name}></difference-plot>`;
}

declare global {
  interface HTMLElementTagNameMap {
    'leaderboard-panel': LeaderboardPanel;
  }
}
