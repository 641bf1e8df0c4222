/** <shipped-teachers>: the teachers that come with the lab, for who does not want to wait until one is trained. */
import { LitElement, css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { ExperimentConfig } from '../core/experiment.ts';
import { shippedTeacherOf, teacherOf, withTeacherOf, type ShippedTeacher } from '../core/shipped.ts';
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
      button {
        min-height: 32px;
        padding: 0 10px;
        font-size: 0.8125rem;
      }
    `,
  ];

  @property({ attribute: false }) config!: ExperimentConfig;
  @property({ attribute: false }) teachers: readonly ShippedTeacher[] = [];

  /** The one that the experiment would train otherwise. */
  private readonly inUse = memo((config: ExperimentConfig, teachers: readonly ShippedTeacher[]) =>
    config.data.dataset === 'mnist' ? shippedTeacherOf(teacherOf(config), teachers) : undefined,
  );

  protected override render() {
    if (this.teachers.length === 0) return nothing;
    const inUse = this.inUse(this.config, this.teachers);
    return html`<p class="small">Trained beforehand, no waiting:</p>
      <ul>
        ${this.teachers.map((teacher) => this.row(teacher, teacher === inUse))}
      </ul>`;
  }

  private row(teacher: ShippedTeacher, isInUse: boolean) {
    const { title, testErrors, testImages } = teacher;
    return html`<li>
      <span>${title}, ${formatCount(testErrors)} of ${formatCount(testImages)} wrong</span>
      ${
        isInUse
          ? html`<span class="small">this one is used</span>`
          : html`<button
              type="button"
              aria-label="Use it: ${title}"
              @click=${() => send(this, { kind: 'load', config: withTeacherOf(this.config, teacher) })}
            >
              Use it
            </button>`
      }
    </li>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'shipped-teachers': ShippedTeachers;
  }
}
