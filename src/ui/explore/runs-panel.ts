/**
 * <runs-panel>: the runs that this browser keeps: shown again, laid over the charts, renamed, repeated, exported, removed.
 * One that is damaged is handed out as it was found, or removed.
 */
import { LitElement, css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { counted, inLocale, msg, str } from '../../core/text.ts';
import { send } from '../commands.ts';
import { formatCount, formatMoment } from '../format.ts';
import { openFile } from '../open-file.ts';
import { EMPTY_SHELF, type KeptRun, type LibraryCommand } from '../run-library.ts';
import { base } from '../theme.ts';
import './kept-here.ts';
import { panelStyles } from './panel-styles.ts';

@customElement('runs-panel')
export class RunsPanel extends LitElement {
  static override styles = [
    base,
    panelStyles,
    css`
      td,
      th {
        text-align: start;
      }
      table {
        width: 100%;
      }
      .name input {
        width: 100%;
        min-width: 16ch;
        max-width: 24ch;
        min-height: 32px;
      }
      .buttons {
        display: flex;
        justify-content: end;
        gap: 4px;
      }
      .volatile {
        margin-top: 12px;
        padding: 8px 0 8px 16px;
        border-inline-start: 3px solid var(--wrong);
        overflow-wrap: anywhere;
      }
      .tag {
        padding: 0 6px;
        border: 1px solid var(--control);
        border-radius: 4px;
      }
      .tag.wrong {
        border-color: var(--wrong);
        color: var(--wrong);
      }
      .headline {
        min-width: 20ch;
        font-variant-numeric: tabular-nums;
      }
    `,
  ];

  @property({ attribute: false }) shelf = EMPTY_SHELF;
  /** While something trains, no other run takes its place on the page. */
  @property({ type: Boolean }) busy = false;
  /** The run that is about to be removed, if it is asked for once more. */
  @state() private removing: string | undefined;

  protected override render() {
    const { runs, volatile, said } = this.shelf;
    return html`<h3>${msg('Which runs have there been?')}</h3>
      <p class="small">
        ${msg('Every run that ends is kept in this browser and nowhere else. Lay up to six over the charts to compare them.')}
      </p>
      ${volatile ? html`<p class="volatile" role="alert">${inLocale(volatile)}</p>` : nothing}
      <div class="controls">
        <button type="button" @click=${() => void openFile(this)}>${msg('Open a run')}</button>
        <span class="small">${runsText(runs.length)}</span>
      </div>
      ${runs.length > 0 ? this.table(runs) : nothing}
      <kept-here .said=${said} .runs=${runs} ?busy=${this.busy}></kept-here>`;
  }

  private table(runs: readonly KeptRun[]) {
    return html`<div class="scroll" tabindex="0" role="region" aria-label=${msg('Kept runs')}>
      <table>
        <thead>
          <tr>
            <th scope="col">${msg('In the charts')}</th>
            <th scope="col">${msg('Name')}</th>
            <th scope="col">${msg('Outcome')}</th>
            <th scope="col"><span class="visually-hidden">${msg('What to do with it')}</span></th>
          </tr>
        </thead>
        <tbody>
          ${runs.map((run) => this.row(run))}
        </tbody>
      </table>
    </div>`;
  }

  private row(run: KeptRun) {
    const { id, name, damaged } = run;
    if (damaged) return this.damagedRow(run);
    return html`<tr>
      <td>
        <input
          type="checkbox"
          aria-label=${msg(str`Lay ${name} over the charts`)}
          .checked=${this.shelf.overlaid.some((one) => one.id === id)}
          @change=${() => this.ask({ what: 'overlay', id })}
        />
      </td>
      <td class="name">
        <input
          aria-label=${msg(str`Name of ${name}`)}
          maxlength="80"
          .value=${name}
          @change=${(event: Event) =>
            this.ask({ what: 'rename', id, name: (event.target as HTMLInputElement).value })}
        />
      </td>
      ${this.outcome(run)}
      <td>
        <div class="buttons">
          ${this.button(run, msg('Show'), { what: 'show', id }, !this.busy)}
          ${this.button(run, msg('Use its settings'), { what: 'settings', id })}
          ${this.button(run, msg('Export'), { what: 'export', id })} ${this.removal(run)}
        </div>
      </td>
    </tr>`;
  }

  /** It cannot be shown: it can only be reported or given up. */
  private damagedRow(run: KeptRun) {
    const { id } = run;
    return html`<tr>
      <td></td>
      <td class="name">${nameOf(run)}</td>
      ${this.outcome(run)}
      <td>
        <div class="buttons">
          ${this.button(run, msg('Export as found'), { what: 'asFound', id })} ${this.removal(run)}
        </div>
      </td>
    </tr>`;
  }

  private outcome({ headline, imported, savedAt, fleeting, damaged }: KeptRun) {
    return html`<td>
      <p class="headline">${inLocale(headline)}</p>
      <p class="small">
        ${imported ? html`<span>${msg('imported')}</span> ` : nothing}
        ${damaged ? html`<span class="tag wrong">${msg('damaged')}</span> ` : nothing}
        ${fleeting ? html`<span class="tag">${msg('only in this page')}</span> ` : nothing}
        ${savedAt > 0 ? formatMoment(savedAt) : nothing}
      </p>
    </td>`;
  }

  private removal(run: KeptRun) {
    const { id } = run;
    if (this.removing === id) return this.button(run, msg('Remove for good'), { what: 'remove', id });
    return html`<button
      type="button"
      class="compact"
      aria-label=${msg(str`Remove ${nameOf(run)}`)}
      @click=${() => (this.removing = id)}
    >
      ${msg('Remove')}
    </button>`;
  }

  private button(run: KeptRun, label: string, command: LibraryCommand, enabled = true) {
    return html`<button
      type="button"
      class="compact"
      aria-label="${label}: ${nameOf(run)}"
      aria-disabled=${enabled ? 'false' : 'true'}
      @click=${() => enabled && this.ask(command)}
    >
      ${label}
    </button>`;
  }

  private ask(command: LibraryCommand): void {
    this.removing = undefined;
    send(this, { kind: 'library', command });
  }
}

function nameOf({ name }: KeptRun): string {
  return name || msg('A run without a name');
}

function runsText(count: number): string {
  if (count === 0) return msg('None yet: press Run.');
  return counted(count, { one: msg('1 run'), other: msg(str`${formatCount(count)} runs`) });
}

declare global {
  interface HTMLElementTagNameMap {
    'runs-panel': RunsPanel;
  }
}
