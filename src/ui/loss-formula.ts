/** <loss-formula>: what the student of the chosen method minimises, with the current numbers, in words, and where it comes from. */
import { LitElement, css, html, mathml, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { makesDifference } from '../core/effects.ts';
import type { ExperimentConfig, Schedule } from '../core/experiment.ts';
import { METHOD_WORDS, type MethodWords } from '../core/method-words.ts';
import { decimal, inLocale, listed, msg } from '../core/text.ts';
import type { AlphaTerm } from './alpha-choice.ts';
import { mixSentence } from './sentences.ts';
import { base } from './theme.ts';

@customElement('loss-formula')
export class LossFormula extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: block;
      }
      math {
        display: block math;
        width: fit-content;
        font: 1rem/1.3 var(--font-math);
        text-align: start;
      }
      mtd {
        padding: 3px 4px 3px 0;
        text-align: start;
      }
      .soft {
        border-bottom: 3px solid var(--role-distilled);
      }
      .hard {
        border-bottom: 3px solid var(--role-hard-label);
      }
      .formula {
        font: 1.0625rem/1.5 var(--font-math);
      }
      .formula span {
        display: inline-block;
      }
      sub {
        font-size: 0.7em;
        line-height: 0; /* lines keep their distance */
      }
      .small {
        margin-top: 8px;
        text-wrap: pretty;
      }
      a {
        color: inherit;
      }
      .mix {
        display: flex;
        height: 6px;
        gap: 2px;
        margin: 12px 0 4px;
      }
      .mix span {
        min-width: 0;
      }
      .teacher {
        background: var(--role-distilled);
      }
      .labels {
        background: var(--role-hard-label);
      }
    `,
  ];

  @property({ attribute: false }) config!: ExperimentConfig;
  /** Which term the reader calls alpha's. */
  @property() weighs: AlphaTerm = 'soft';

  protected override render() {
    const { method } = this.config.distillation;
    const words = METHOD_WORDS[method];
    const numbers = this.numbers(words.formula);
    return html`${method === 'softTargets' ? this.softTargets() : this.other(words)}
      ${numbers.length > 0 ? html`<p class="words">${listed(numbers)}</p>` : nothing}
      <p class="small">${signsIn(words.formula)}</p>
      <p class="small">${inLocale(words.explains)} ${sourceOf(words)}</p>`;
  }

  /** With its numbers in it: KL from the teacher's softened answer p to the student's q, cross-entropy with the labels y at T = 1. */
  private softTargets() {
    const { temperature, softWeight, strength, tSquared } = this.config.distillation;
    const hardWeight = Number((1 - softWeight).toFixed(6));
    const times = (factor: number) => mathml`<mn>${decimal(factor)}</mn><mo>·</mo>`;
    return html`<math>
        <mtable columnalign="left">
          <mtr>
            <mtd><mi>L</mi><mo>=</mo></mtd>
            <mtd class="soft"
              >${times(softWeight)}${strength === 1 ? nothing : times(strength)}${
                tSquared
                  ? mathml`<msup><mn>${decimal(temperature)}</mn><mn>2</mn></msup
                      ><mo>·</mo>`
                  : nothing
              }<mi>KL</mi><mo>(</mo><msub><mi>p</mi><mn>${decimal(temperature)}</mn></msub
              ><mo>‖</mo><msub><mi>q</mi><mn>${decimal(temperature)}</mn></msub
              ><mo>)</mo></mtd
            >
          </mtr>
          <mtr>
            <mtd
              ><mphantom><mi>L</mi></mphantom
              ><mo>+</mo></mtd
            >
            <mtd class="hard"
              >${times(hardWeight)}<mi>CE</mi><mo>(</mo><mi>y</mi><mo>,</mo><msub><mi>q</mi><mn>1</mn></msub
              ><mo>)</mo></mtd
            >
          </mtr>
        </mtable>
      </math>
      <div class="mix" aria-hidden="true">
        <span class="teacher" .style=${`flex: ${softWeight}`}></span>
        <span class="labels" .style=${`flex: ${hardWeight}`}></span>
      </div>
      <p class="words">${mixSentence(this.config)}</p>`;
  }

  /** As it is written there. */
  private other({ formula }: MethodWords) {
    const shown = this.config.distillation.tSquared ? formula : formula.replace('T² ', '');
    return html`<p class="formula">${typeset(this.weighs === 'labels' ? alphaOfLabels(shown) : shown)}</p>`;
  }

  /** The numbers that stand in the formula by their signs, or none but those that fall. */
  private numbers(formula: string): readonly string[] {
    const { method, temperature, temperatureSchedule, softWeight, softWeightSchedule, strength } =
      this.config.distillation;
    const isLive = method === 'softTargets';
    const number = (sign: string, value: number, end: number, schedule: Schedule): readonly string[] => {
      const falls = schedule !== 'constant';
      if (!formula.includes(sign) || (isLive && !falls)) return [];
      return [`${sign} = ${decimal(value)}${falls ? ` → ${end}` : ''}`];
    };
    const alpha = this.weighs === 'labels' ? Number((1 - softWeight).toFixed(6)) : softWeight;
    return [
      ...number('α', alpha, this.weighs === 'labels' ? 1 : 0, softWeightSchedule),
      ...(makesDifference('distillation.temperature', method)
        ? number('T', temperature, 1, temperatureSchedule)
        : []),
      ...number('s', strength, strength, 'constant'),
    ];
  }
}

/** The same where alpha weighs the labels. */
function alphaOfLabels(formula: string): string {
  return formula
    .split('(1 − α)')
    .map((part) => part.replaceAll('α', '(1 − α)'))
    .join('α');
}

/** `p_T`, and lines that end between terms. */
function typeset(formula: string) {
  return formula
    .split(/ (?=\+ )|(?<=\),) /)
    .map(
      (term) =>
        html`<span
          >${term.split(/_(\w)/).map((part, i) => (i % 2 === 0 ? part : html`<sub>${part}</sub>`))}</span
        > `,
    );
}

/** What the signs of a formula stand for. */
function signsIn(formula: string): string {
  const when = (sign: RegExp, words: string) => (sign.test(formula) ? [words] : []);
  return [
    formula.includes('p')
      ? msg('p is the teacher’s answer and q the student’s, softened by the T beside them.')
      : formula.includes('q_T')
        ? msg('q is the student’s answer, softened by the T beside it.')
        : msg('q is the student’s answer.'),
    ...when(/\by\b/, msg('y is the label.')),
    ...when(/argmax v|\bz\b/, msg('v and z are the logits of teacher and student.')),
    ...when(/\bu\b/, msg('u and v are hidden layers of student and teacher.')),
    ...when(/\[t/, msg('t is the share of the steps that are done.')),
    ...when(/∂x/, msg('x is the image.')),
  ].join(' ');
}

/** Linked, where it is on arXiv. */
function sourceOf({ source }: MethodWords) {
  const [, names, id] = /^(.*)arXiv (\d{4}\.\d{4,5})$/.exec(source) ?? [];
  return id === undefined
    ? `${source}.`
    : html`${names}<a href="https://arxiv.org/abs/${id}" target="_blank" rel="noopener">arXiv ${id}</a>.`;
}

declare global {
  interface HTMLElementTagNameMap {
    'loss-formula': LossFormula;
  }
}
