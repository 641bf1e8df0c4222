/**
 * <loss-panel>: the two terms of the loss as what they do, pull at a student's logits: on one image, at any T and alpha, with
 * and without T², and against T from 1 to infinity, computed from the networks on the page. It changes nothing of the recipe.
 */
import { LitElement, css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { AnswerSheet, NetworkAnswers, TestImages } from '../../core/answers.ts';
import { hasSoftTargets } from '../../core/effects.ts';
import type { DistillationConfig } from '../../core/experiment.ts';
import { METHODS } from '../../core/methods.ts';
import type { RunState } from '../../core/run-state.ts';
import { labelGradient, lengthOf, logitMatchingGradient, softGradient } from '../../core/term-gradients.ts';
import { decimal, inLocale, msg, str } from '../../core/text.ts';
import type { CurveSeries, LevelLine } from '../charts/curves.ts';
import '../curve-chart.ts';
import { formatShare } from '../format.ts';
import { spoken, type Language } from '../language.ts';
import { memo } from '../memo.ts';
import type { Networks } from '../networks.ts';
import { base } from '../theme.ts';
import './image-grid.ts';
import type { PickEvent } from './image-grid.ts';
import { LiveAnswers } from './live-answers.ts';
import { networkKey, networkStyle } from './network-name.ts';
import { panelStyles } from './panel-styles.ts';
import './pull-bars.ts';
import type { PullColumn } from './pull-bars.ts';
import './temperature-choice.ts';
import type { TemperatureEvent } from './temperature-choice.ts';
import { nobodySentence, networkAt, whoseSentence } from './trio.ts';

/** Images of each class: the first ones are shown, all of them are averaged over. */
const EACH = 20;
const TEMPERATURES = [1, 1.5, 2, 3, 4, 5, 6, 8, 10, 12, 14, 16, 18, 20];

@customElement('loss-panel')
export class LossPanel extends LitElement {
  static override styles = [
    base,
    panelStyles,
    css`
      input[type='range'] {
        width: 200px;
        min-height: 24px;
        accent-color: var(--ink);
      }
      pull-bars,
      curve-chart {
        margin-top: 16px;
      }
      curve-chart {
        max-width: 640px;
      }
    `,
  ];

  @property({ attribute: false }) networks: Networks | undefined;
  @property({ attribute: false }) run!: RunState;
  /** Of the recipe. */
  @property({ attribute: false }) distillation!: DistillationConfig;
  @state() private tried: Partial<Pick<DistillationConfig, 'temperature' | 'softWeight' | 'tSquared'>> = {};
  @state() private picked = 0;
  @state() private student = '';

  private readonly sample = memo(sampleOf);
  private readonly live = new LiveAnswers(this, (test) => ({
    networks: this.networks,
    images: test && this.sample(test).images,
    moved: this.run.progress ?? this.run.status,
  }));
  private readonly curves = memo(curvesOf);

  protected override render() {
    const { test, sheet, error } = this.live;
    const { method } = this.distillation;
    const teacher = networkAt(sheet, 'teacher', {});
    const students = sheet?.networks.filter(({ kind }) => kind === 'students') ?? [];
    const student = students.find((one) => networkKey(one) === this.student) ?? students.at(-1);
    return html`<h3>${msg('How does each term of the loss pull?')}</h3>
      <p class="small">
        ${msg('A step of training moves each of a student’s ten logits. The labels push up the right one and push down the rest; the soft targets push towards the teacher’s answer, second guesses included. Try another T and weight: this only shows, your recipe stays as it is.')}
        ${
          hasSoftTargets(method)
            ? nothing
            : msg(
                str`The method of this recipe, ${inLocale(METHODS[method].title)}, has another loss; these two terms are those of soft targets, to compare.`,
              )
        }
      </p>
      ${
        !this.networks
          ? html`<p class="pending">${nobodySentence(this.run)}</p>`
          : test && sheet && teacher && student
            ? this.pulls(this.sample(test), sheet, teacher, student, students)
            : html`<p class="pending">
                ${inLocale(error) || (sheet?.whose === 'teacher' ? msg('There is no student to pull at yet: press Run.') : whoseSentence(sheet))}
              </p>`
      }`;
  }

  private pulls(
    sample: TestImages,
    sheet: AnswerSheet,
    teacher: NetworkAnswers,
    student: NetworkAnswers,
    students: readonly NetworkAnswers[],
  ) {
    const { temperature, softWeight, tSquared } = { ...this.distillation, ...this.tried };
    const { labels, classes } = sample;
    const row = this.picked;
    const label = labels[row]!;
    const [s, t] = [student.logits, teacher.logits];
    const hard = labelGradient(s, row, classes, label).map((g) => (1 - softWeight) * g);
    const matching = logitMatchingGradient(s, t, row, classes);
    // As T grows the term without T² comes to nothing.
    const unweighted =
      temperature === Infinity
        ? matching.map((g) => (tSquared ? g : 0))
        : softGradient(s, t, row, classes, temperature, tSquared);
    const soft = unweighted.map((g) => softWeight * g);
    const [hardLength, softLength] = [lengthOf(hard), lengthOf(soft)];
    const columns: readonly PullColumn[] = [
      pull(msg('The labels'), 'var(--role-hard-label)', hard),
      pull(msg('The soft targets'), 'var(--role-distilled)', soft),
      pull(
        msg('Together'),
        'var(--ink)',
        hard.map((g, c) => g + soft[c]!),
      ),
    ];
    const share = softLength + hardLength > 0 ? softLength / (softLength + hardLength) : 0;
    const { series, levels } = this.curves(sample, s, t, spoken());
    return html`<div class="both">
        <div>
          <image-grid
            name=${msg('Images to try')}
            .test=${sample}
            .rows=${Array.from({ length: 2 * classes }, (_, i) => i)}
            .chosen=${row}
            @pick=${this.pick}
          ></image-grid>
          <p class="small">${whoseSentence(sheet)}</p>
        </div>
        <div>
          <temperature-choice
            .value=${temperature}
            .recipe=${this.distillation.temperature}
            @temperature=${({ value }: TemperatureEvent) => this.try({ temperature: value })}
          ></temperature-choice>
          <div class="controls">
            <label
              >${msg('Teacher’s weight')}
              <input
                type="range"
                min="0"
                max="1"
                step="0.05"
                .value=${String(softWeight)}
                aria-valuetext=${formatShare(softWeight)}
                @input=${(event: Event) =>
                  this.try({ softWeight: Number((event.target as HTMLInputElement).value) })}
            /></label>
            <span>${formatShare(softWeight)}</span>
            <label
              ><input
                type="checkbox"
                .checked=${tSquared}
                @change=${(event: Event) => this.try({ tSquared: (event.target as HTMLInputElement).checked })}
              />${msg('with T²')}</label
            >
            ${students.length > 1 ? this.studentChoice(sheet, student, students) : nothing}
          </div>
          <pull-bars
            caption=${msg('Where each term moves the logits')}
            .columns=${columns}
            .truth=${label}
          ></pull-bars>
          <p aria-live="polite">
            ${msg(str`On this image the soft targets do ${formatShare(share)} of the pulling.`)}
            ${
              temperature === Infinity || !tSquared
                ? nothing
                : msg(
                    str`At T = ${decimal(temperature)} their pull is ${formatShare(distance(unweighted, matching))} away from plain matching of logits, which is what T → ∞ comes to.`,
                  )
            }
          </p>
        </div>
      </div>
      <curve-chart
        heading=${msg('Pull of the soft targets against T')}
        x-label="T"
        y-label=${msg('Gradient length')}
        .series=${series}
        .levels=${levels}
        .xDomain=${[1, 20] as const}
      ></curve-chart>
      <p class="small">
        ${msg(str`Means over ${labels.length} test images, unweighted. It is often said that T → ∞ carries no information: so it is without T². With T² the pull does not go to nothing but to the difference of the logits.`)}
      </p>`;
  }

  private studentChoice(sheet: AnswerSheet, chosen: NetworkAnswers, students: readonly NetworkAnswers[]) {
    return html`<label
      >${msg('Student')}
      <select @change=${(event: Event) => (this.student = (event.target as HTMLSelectElement).value)}>
        ${students.map(
          (one) =>
            html`<option value=${networkKey(one)} ?selected=${one === chosen}>
              ${networkStyle(one, sheet.networks).label}
            </option>`,
        )}
      </select></label
    >`;
  }

  private readonly pick = ({ row }: PickEvent): void => {
    this.picked = row;
  };

  private try(change: LossPanel['tried']): void {
    this.tried = { ...this.tried, ...change };
  }
}

/** The first images of each class in turn: 0, 1, ... 9, 0, 1, ... */
function sampleOf({ images, labels, classes }: TestImages): TestImages {
  const rows = Array.from({ length: classes }, (_, c) =>
    [...labels.keys()].filter((row) => labels[row] === c).slice(0, EACH),
  );
  const some = Array.from({ length: EACH }, (_, n) => rows.flatMap((of) => of[n] ?? [])).flat();
  const pixels = new Uint8Array(some.length * 784);
  some.forEach((row, i) => pixels.set(images.subarray(row * 784, (row + 1) * 784), i * 784));
  return { images: pixels, labels: Uint8Array.from(some, (row) => labels[row]!), classes };
}

function pull(name: string, color: string, gradient: readonly number[]): PullColumn {
  return { name, color, gradient, foot: msg(str`Length ${decimal(lengthOf(gradient).toFixed(3))}`) };
}

/** How far a is from b, as a share of b's length. */
function distance(a: readonly number[], b: readonly number[]): number {
  const length = lengthOf(b);
  return length === 0 ? 0 : lengthOf(a.map((value, c) => value - b[c]!)) / length;
}

/** The soft term's mean length at every T, with and without T², and what it comes to. */
function curvesOf(
  { labels, classes }: TestImages,
  student: Float32Array,
  teacher: Float32Array,
  _: Language,
): { readonly series: readonly CurveSeries[]; readonly levels: readonly LevelLine[] } {
  const mean = (length: (row: number) => number): number =>
    labels.reduce((sum, _, row) => sum + length(row), 0) / labels.length;
  const points = (tSquared: boolean) =>
    TEMPERATURES.map((x) => ({
      x,
      y: mean((row) => lengthOf(softGradient(student, teacher, row, classes, x, tSquared))),
    }));
  const color = 'var(--role-distilled, #0072b2)';
  return {
    series: [
      { id: 'with', label: msg('with T²'), color, dash: [], points: points(true) },
      { id: 'without', label: msg('without T²'), color, dash: [3, 3], points: points(false) },
    ],
    levels: [
      {
        id: 'limit',
        label: msg('T → ∞, with T²'),
        color: 'var(--ink-muted, #5b5e66)',
        dash: [8, 4],
        value: mean((row) => lengthOf(logitMatchingGradient(student, teacher, row, classes))),
      },
    ],
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'loss-panel': LossPanel;
  }
}
