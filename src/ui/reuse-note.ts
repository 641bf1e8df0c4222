/** <reuse-note>: says that this run has not trained its teacher itself, where that one comes from, and trains it afresh. */
import { LitElement, css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Reuse } from '../core/environment.ts';
import type { RunRecord } from '../core/run-record.ts';
import { msg, str } from '../core/text.ts';
import { send } from './commands.ts';
import { formatMoment } from './format.ts';
import { base } from './theme.ts';

const MOST_CHARACTERS = 40;

@customElement('reuse-note')
export class ReuseNote extends LitElement {
  static override styles = [
    base,
    css`
      p {
        display: flex;
        flex-wrap: wrap;
        align-items: baseline;
        gap: 4px 12px;
      }
    `,
  ];

  /** Of the run on the page. */
  @property({ attribute: false }) reused: NonNullable<RunRecord['reused']> = [];
  /** Whether this page has run it, and can run it again. */
  @property({ type: Boolean, attribute: 'ran-here' }) ranHere = false;

  protected override render() {
    const [first, ...others] = this.reused.filter(({ stage }) => stage.startsWith('teacher'));
    if (!first) return nothing;
    return html`<p class="small">
      <span
        >${sentence(first)}${others.length > 0 ? ` ${msg('Others of its teachers are used again too.')}` : ''}</span
      >
      ${
        // A file is put away where it was chosen.
        first.from === 'file' || !this.ranHere
          ? nothing
          : html`<button type="button" class="compact" @click=${() => send(this, { kind: 'afresh' })}>
              ${msg('Train it afresh')}
            </button>`
      }
    </p>`;
  }
}

/** A software adapter's name goes on with every version of its parts. */
function shortened(device: string): string {
  return device.length > MOST_CHARACTERS ? `${device.slice(0, MOST_CHARACTERS)}…` : device;
}

function sentence({ from, title, trainedAt, trainedOn }: Reuse): string {
  const name = title ?? msg('without a name');
  switch (from) {
    case 'browser':
      return trainedAt === undefined
        ? msg('The teacher is used again from an earlier run in this browser.')
        : msg(
            str`The teacher is used again from an earlier run in this browser, trained ${formatMoment(trainedAt)}.`,
          );
    case 'file':
      return msg(str`The teacher came from a file: ${name}.`);
    case 'lab':
      return trainedOn
        ? msg(str`The teacher comes with the lab: ${name}, trained beforehand on ${shortened(trainedOn)}.`)
        : msg(
            str`The teacher comes with the lab: ${name}, trained beforehand on a device that is not named.`,
          );
  }
  return from satisfies never;
}

declare global {
  interface HTMLElementTagNameMap {
    'reuse-note': ReuseNote;
  }
}
