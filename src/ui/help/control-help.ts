/** <control-help>: every control of the page in one sentence, in a dialog that the header opens. */
import { LitElement, css, html } from 'lit';
import { customElement, query, state } from 'lit/decorators.js';
import { inLocale, msg } from '../../core/text.ts';
import { base } from '../theme.ts';
import { namesOf } from './control.ts';
import { CONTROL_GROUPS } from './controls.ts';

@customElement('control-help')
export class ControlHelp extends LitElement {
  static override styles = [
    base,
    css`
      dialog {
        width: min(720px, calc(100vw - 32px));
        height: min(800px, calc(100dvh - 32px));
        padding: 0;
        border: 1px solid var(--control);
        border-radius: 4px;
        background: var(--surface);
        color: var(--ink);
      }
      dialog[open] {
        display: grid;
        grid-template-rows: auto minmax(0, 1fr);
      }
      dialog::backdrop {
        background: rgb(0 0 0 / 40%);
      }
      .head {
        display: flex;
        flex-wrap: wrap;
        gap: 8px 16px;
        align-items: center;
        padding: 16px 24px;
        border-bottom: 1px solid var(--hairline);
      }
      h2 {
        flex: 1 0 100%;
        font: 400 1.375rem/1.25 var(--font-serif);
      }
      .head label {
        display: flex;
        flex: 1;
        gap: 8px;
        align-items: center;
        min-width: 0;
      }
      .head input {
        flex: 1;
        width: 120px;
        min-width: 0;
      }
      .list {
        padding: 0 24px 24px;
        overflow-y: auto;
      }
      h3 {
        margin: 20px 0 4px;
        font-size: 1rem;
      }
      dl {
        display: grid;
        grid-template-columns: minmax(120px, 2fr) minmax(0, 5fr);
        gap: 6px 16px;
        font-size: 0.875rem;
      }
      dt {
        font-weight: 500;
      }
      dd {
        color: var(--ink-muted);
      }
      @media (max-width: 600px) {
        .head {
          padding: 12px 16px;
        }
        .head input,
        .head button {
          min-height: 44px;
        }
        .list {
          padding: 0 16px 16px;
        }
        dl {
          grid-template-columns: minmax(0, 1fr);
          gap: 0;
        }
        dd {
          margin-bottom: 8px;
        }
      }
    `,
  ];

  @state() private wanted = '';
  @query('dialog') private dialog!: HTMLDialogElement;

  /** The browser gives the focus back to the button that opened it. */
  open(): void {
    this.wanted = '';
    this.dialog.showModal();
  }

  protected override render() {
    const found = this.found();
    return html`<dialog tabindex="-1" aria-labelledby="title">
      <div class="head">
        <h2 id="title">${msg('Every control in one sentence')}</h2>
        <label
          >${msg('Find')}
          <input
            type="search"
            .value=${this.wanted}
            @input=${(event: Event) => (this.wanted = (event.target as HTMLInputElement).value)}
        /></label>
        <button type="button" aria-label=${msg('Close the list')} @click=${() => this.dialog.close()}>
          ${msg('Close')}
        </button>
      </div>
      <div class="list" tabindex="0" role="region" aria-label=${msg('Controls')}>
        ${found.map(
          ({ title, controls }) =>
            html`<h3>${title}</h3>
              <dl>
                ${controls.map(
                  ({ name, help }) =>
                    html`<dt>${name}</dt>
                      <dd>${help}</dd>`,
                )}
              </dl>`,
        )}
        <p class="small" aria-live="polite">
          ${found.length === 0 ? msg('No control and no sentence has these letters.') : ''}
        </p>
      </div>
    </dialog>`;
  }

  /** Groups with what holds the wanted letters, in the page's language. */
  private found() {
    const wanted = this.wanted.trim().toLowerCase();
    return CONTROL_GROUPS.map(({ title, controls }) => {
      const group = inLocale(title);
      const said = controls.map((control) => ({
        name: namesOf(control).map(inLocale).join(', '),
        help: inLocale(control.help),
      }));
      const holds = ({ name, help }: { name: string; help: string }): boolean =>
        `${group} ${name} ${help}`.toLowerCase().includes(wanted);
      return { title: group, controls: said.filter(holds) };
    }).filter(({ controls }) => controls.length > 0);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'control-help': ControlHelp;
  }
}
