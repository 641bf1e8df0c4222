/** <shipped-teachers>: the teachers that come with the lab, for who does not want to wait until one is trained. */
import { LitElement, css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { ExperimentConfig } from '../core/experiment.ts';
import { shippedTeacherOf, teacherOf, withTeacherOf, type ShippedTeacher } from '../core/shipped.ts';
import type { DatasetState } from '../core/state.ts';
import { msg, str } from '../core/text.ts';
import { send } from './commands.ts';
import { formatCount } from './format.ts';
import { memo } from './memo.ts';
import { base } from './theme.ts';

@customElement('shipped-teachers')
export class ShippedTeachers extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: block;
      }
      ul {
        display: grid;
        gap: 4px;
        margin: 4px 0 0;
        padding: 0;
        list-style: none;
      }
      li {
        display: flex;
        flex-wrap: wrap;
        align-items: baseline;
        justify-content: space-between;
        gap: 4px 12px;
        font-size: 0.875rem;
        font-variant-numeric: tabular-nums;
      }
    `,
  ];

  @property({ attribute: false }) config!: ExperimentConfig;
  /** With the teachers that come with it. */
  @property({ attribute: false }) loaded: DatasetState | undefined;

  /** The one that the experiment would train again. */
  private readonly chosen = memo((config: ExperimentConfig, teachers: readonly ShippedTeacher[]) =>
    config.data.dataset === 'mnist' ? shippedTeacherOf(teacherOf(config), teachers) : undefined,
  );

  protected override render() {
    const { loaded, config } = this;
    const teachers = loaded?.teachers ?? [];
    if (!loaded || teachers.length === 0) return nothing;
    const chosen = this.chosen(config, teachers);
    return html`<p class="small">
        ${msg('Trained beforehand; one click sets all that it was trained with, its seed too.')}
      </p>
      <ul>
        ${teachers.map((teacher) => this.row(teacher, teacher === chosen, loaded))}
      </ul>`;
  }

  private row(teacher: ShippedTeacher, isChosen: boolean, loaded: DatasetState) {
    const { title, testErrors, testImages } = teacher;
    const word = isChosen ? msg('Chosen') : msg('Use it');
    const choose = (): void => {
      if (!isChosen) send(this, { kind: 'load', config: withTeacherOf(this.config, teacher, loaded) });
    };
    // The same button before and after, so that it keeps the focus.
    return html`<li>
      <span>${msg(str`${title}, ${formatCount(testErrors)} of ${formatCount(testImages)} wrong`)}</span>
      <button
        type="button"
        class="compact"
        aria-label="${word}: ${title}"
        aria-disabled=${isChosen ? 'true' : 'false'}
        @click=${choose}
      >
        ${word}
      </button>
    </li>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'shipped-teachers': ShippedTeachers;
  }
}
