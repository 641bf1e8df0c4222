/** <present-prompt>: before a run: what will be trained, and the question to the audience; and what saves the presenter time. */
import { LitElement, css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { datasetOf, type LabState } from '../../core/state.ts';
import { msg, str } from '../../core/text.ts';
import { send } from '../commands.ts';
import { withoutVerdict } from '../lab-stage.ts';
import { cardSentence } from '../sentences.ts';
import { base } from '../theme.ts';
import { recordingFor, titleOf, withShippedTeacher } from './fallbacks.ts';

@customElement('present-prompt')
export class PresentPrompt extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: grid;
        grid-template-rows: minmax(min-content, 1fr) auto auto;
        gap: 12px;
        min-height: 0;
        overflow: auto;
      }
      .question {
        align-self: center;
        font: 400 2.875rem/1.15 var(--font-serif);
        letter-spacing: -0.012em;
        text-wrap: balance; /* two lines, in every language */
      }
      dl {
        display: grid;
        grid-template-columns: repeat(3, minmax(0, 1fr));
        gap: 0 40px;
        font-size: 1.1875rem;
        line-height: 1.3;
      }
      dt {
        font-weight: 600;
      }
      dd {
        color: var(--ink-muted);
        text-wrap: pretty;
      }
      .offers {
        display: flex;
        flex-wrap: wrap;
        gap: 8px 16px;
        align-items: center;
      }
      @media (max-width: 700px) {
        dl {
          grid-template-columns: minmax(0, 1fr);
          gap: 12px;
        }
        .question {
          font-size: 2rem;
        }
      }
    `,
  ];

  @property({ attribute: false }) state!: LabState;

  protected override render() {
    const { state } = this;
    const { config, run, failure } = state;
    const classes = datasetOf(state)?.classes ?? 10;
    const recording = recordingFor(config);
    const withTeacher = withShippedTeacher(state);
    const fact = (title: string, text: string) =>
      html`<div>
        <dt>${title}</dt>
        <dd>${text}</dd>
      </div>`;
    return html`<p class="question">${withoutVerdict(run)}</p>
      <dl>
        ${fact(msg('Data'), cardSentence('data', config, classes))}
        ${fact(msg('Teacher'), cardSentence('teacher', config, classes))}
        ${fact(msg('Students'), cardSentence('student', config, classes))}
      </dl>
      <div class="offers">
        ${
          failure && recording
            ? html`<button
                type="button"
                class="primary"
                @click=${() => send(this, { kind: 'replay', command: { what: 'open', recording } })}
              >
                ${msg(str`Show the recorded run of “${titleOf(recording)}” instead`)}
              </button>`
            : nothing
        }
        ${
          withTeacher
            ? html`<button type="button" @click=${() => send(this, { kind: 'load', config: withTeacher })}>
                ${msg('Start with the teacher that comes with the lab')}
              </button>`
            : nothing
        }
      </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'present-prompt': PresentPrompt;
  }
}
