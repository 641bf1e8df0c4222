/** <present-verdict>: what came out, to be read from the back row: each student's errors as a number and a bar. */
import { LitElement, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Result } from '../../core/run-record.ts';
import type { RunState } from '../../core/run-state.ts';
import { armKey, kindOfRole, type Role } from '../../core/stages.ts';
import { deviationOf, meanOf } from '../../core/summary.ts';
import { counted, msg, str } from '../../core/text.ts';
import { verdictWords } from '../../core/verdict-words.ts';
import { byArm } from '../explore/arms.ts';
import { formatCount } from '../format.ts';
import { lineSample, type LineStyle } from '../roles.ts';
import { base } from '../theme.ts';
import { presentVerdictStyles } from './present-verdict-styles.ts';

/** More rows than these cannot be read from afar: then only the two of the main comparison are shown. */
const MOST_ROWS = 6;

/** More than these have a line each. */
const MOST_LARGE = 3;
/** What is compared with comes first. */
const ORDER: readonly Role[] = ['hardLabel', 'pseudoLabel', 'distilled'];

interface Row {
  readonly key: string;
  readonly role: Role;
  readonly style: LineStyle;
  readonly errors: number;
  readonly deviation?: number;
}

@customElement('present-verdict')
export class PresentVerdict extends LitElement {
  static override styles = [base, presentVerdictStyles];

  /** With a verdict. */
  @property({ attribute: false }) run!: RunState;
  @property({ type: Boolean }) sharesTeacher = false;

  protected override render() {
    const { results, verdicts } = this.run;
    const [main] = verdicts;
    if (!main) return nothing;
    const testImages = results[0]?.testImages ?? 0;
    const { sentence, caution } = verdictWords(main, testImages, this.sharesTeacher);
    const mains = [main.candidate, main.baseline].map(armKey);
    const students = rowsOf(results, 'students').sort(
      (a, b) => ORDER.indexOf(a.role) - ORDER.indexOf(b.role),
    );
    const shown = students.length > MOST_ROWS ? students.filter(({ key }) => mains.includes(key)) : students;
    const teachers = rowsOf(results, 'teacher');
    const rows = [...shown, ...(teachers.length === 1 ? teachers : [])];
    const most = Math.max(...rows.map(({ errors }) => errors), 1);
    const left = students.length - shown.length;
    return html`<h2>${msg(str`Errors on ${formatCount(testImages)} test images`)}</h2>
      <ul class=${shown.length > MOST_LARGE ? 'many' : ''} data-students=${shown.length}>
        ${rows.map((row) => rowTemplate(row, most, mains.includes(row.key)))}
      </ul>
      <p class="sentence" role="status">${sentence}</p>
      <p class="caution">${caution} ${left > 0 ? elsewhereText(left) : nothing}</p>`;
  }
}

function elsewhereText(students: number): string {
  return counted(students, {
    one: msg('1 more student is in the panels.'),
    other: msg(str`${formatCount(students)} more students are in the panels.`),
  });
}

function rowsOf(results: readonly Result[], kind: 'students' | 'teacher'): Row[] {
  return byArm(results.filter(({ role }) => kindOfRole(role) === kind)).map(({ arm, style, results: of }) => {
    const errors = of.map(({ testErrors }) => testErrors);
    return {
      ...{ key: armKey(arm), role: arm.role, style, errors: meanOf(errors) },
      ...(of.length > 1 && { deviation: deviationOf(errors) }),
    };
  });
}

function rowTemplate({ role, style, errors, deviation }: Row, most: number, isMain: boolean) {
  return html`<li
    class="${role === 'teacher' ? 'teacher' : ''} ${isMain ? 'main' : ''}"
    .style=${`--share: ${errors / most}; --color: ${style.color}`}
  >
    <span class="who">${lineSample(style)}${style.label}</span>
    <span class="errors"
      >${formatCount(errors)}<span class="visually-hidden">
        ${counted(Math.round(errors), { one: msg('error'), other: msg('errors') })}</span
      >${deviation === undefined ? nothing : html`<span class="spread"> ± ${formatCount(deviation)}</span>`}</span
    >
    <span class="bar"></span>
  </li>`;
}

declare global {
  interface HTMLElementTagNameMap {
    'present-verdict': PresentVerdict;
  }
}
