/** <unfinished-note>: offers to go on with a run that was interrupted. */
import { LitElement, css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { UnfinishedRun } from '../core/checkpoint.ts';
import type { StageKind } from '../core/stages.ts';
import { presetOf } from '../core/state.ts';
import { inLocale, msg, str, text } from '../core/text.ts';
import { send } from './commands.ts';
import { formatCount, formatMoment } from './format.ts';
import { noteStyles } from './note-styles.ts';
import { base } from './theme.ts';

@customElement('unfinished-note')
export class UnfinishedNote extends LitElement {
  static override styles = [
    base,
    noteStyles,
    css`
      .buttons {
        display: flex;
        gap: 6px;
      }
    `,
  ];

  @property({ attribute: false }) unfinished: UnfinishedRun | undefined;

  protected override render() {
    const { unfinished } = this;
    return html`<div aria-live="polite">
      ${
        unfinished
          ? html`<div class="note">
              <p class="text">${sentence(unfinished)}</p>
              <div class="buttons">
                <button type="button" @click=${() => send(this, { kind: 'continue' })}>
                  ${msg('Go on with it')}
                </button>
                <button type="button" @click=${() => send(this, { kind: 'discard' })}>
                  ${msg('Discard')}
                </button>
              </div>
            </div>`
          : nothing
      }
    </div>`;
  }
}

const WHILE: Record<StageKind, string> = {
  teacher: text('while training the teacher'),
  assistant: text('while training the assistant'),
  students: text('while training the students'),
};

const AFTER: Record<StageKind, string> = {
  teacher: text('after training the teacher'),
  assistant: text('after training the assistant'),
  students: text('after training the students'),
};

function sentence({
  config,
  stage,
  epoch,
  epochs,
  step,
  steps,
  savedAt,
  isSameDevice,
}: UnfinishedRun): string {
  const preset = presetOf(config);
  const what = preset
    ? msg(str`A run of “${inLocale(preset.title)}”`)
    : msg('A run with settings of your own');
  const kind = stage.split('-')[0] as StageKind;
  const [kept, at, last] = [formatMoment(savedAt), formatCount(epoch), formatCount(epochs)];
  const interrupted =
    step === steps
      ? msg(str`${what} was interrupted ${inLocale(AFTER[kind])} and kept ${kept}.`)
      : msg(
          str`${what} was interrupted ${inLocale(WHILE[kind])}, in epoch ${at} of ${last} and kept ${kept}.`,
        );
  return isSameDevice
    ? interrupted
    : `${interrupted} ${msg('It ran on another device, so the rest will be rounded a little differently.')}`;
}

declare global {
  interface HTMLElementTagNameMap {
    'unfinished-note': UnfinishedNote;
  }
}
