/** <digits-panel>: accuracy digit by digit, and where digits were left out, the bias that brings them back. */
import { LitElement, css, html, nothing, type PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { BiasedAnswers } from '../../core/class-prior.ts';
import type { Result } from '../../core/run-record.ts';
import { counted, msg, signed, str } from '../../core/text.ts';
import { formatCount, formatPercent } from '../format.ts';
import { base } from '../theme.ts';
import { byArm, type ArmResults } from './arms.ts';
import { meanOver } from '../../core/summary.ts';
import { armHeader, cell } from './panel-parts.ts';
import { panelStyles } from './panel-styles.ts';

type Swept = Result & Required<Pick<Result, 'biasSweep' | 'biasMatched'>>;

@customElement('digits-panel')
export class DigitsPanel extends LitElement {
  static override styles = [
    base,
    panelStyles,
    css`
      .omitted {
        color: var(--ink);
        font-weight: 600;
      }
      .omitted span {
        display: block;
        font-weight: 400;
      }
      h4 {
        margin: 24px 0 4px;
        font-size: 1rem;
      }
      input[type='range'] {
        width: min(320px, 100%);
        accent-color: var(--ink);
      }
      output {
        min-width: 5ch;
        font-weight: 600;
      }
    `,
  ];

  @property({ attribute: false }) results: readonly Result[] = [];
  @state() private chosen: number | undefined;
  @state() private bias = 0;

  protected override willUpdate(changed: PropertyValues<this>): void {
    // Another run may have other networks under the same number.
    if (changed.has('results') && this.results.length < (changed.get('results')?.length ?? 0))
      this.chosen = undefined;
  }

  protected override render() {
    const arms = byArm(this.results);
    const omitted = omittedBy(this.results);
    const swept = this.results.filter(
      (result): result is Swept => result.biasSweep !== undefined && result.biasMatched !== undefined,
    );
    return html`<h3>${msg('Which digits does each network get right?')}</h3>
      <p class="small">
        ${
          several(arms)
            ? msg('Share of each digit’s test images that is answered right, means over seeds.')
            : msg('Share of each digit’s test images that is answered right.')
        }
        ${omittedSentence(this.results)}
      </p>
      <div class="scroll" tabindex="0" role="region" aria-label=${msg('Accuracy by digit')}>
        <table>
          <thead>
            <tr>
              <th scope="col">${msg('Network')}</th>
              ${heads(arms[0]?.results[0]?.perClassAccuracy.length ?? 0, omitted)}
            </tr>
          </thead>
          <tbody>
            ${arms.map(
              (arm) =>
                html`<tr>
                  ${armHeader(arm)}
                  ${arm.results[0]!.perClassAccuracy.map((_, digit) =>
                    cell(
                      meanOver(arm.results, (result) => result.perClassAccuracy[digit]),
                      formatPercent,
                    ),
                  )}
                </tr>`,
            )}
          </tbody>
        </table>
      </div>
      ${
        swept.length > 0
          ? this.biasTool(swept)
          : omitted.length > 0 && this.results.some(({ role }) => role === 'distilled')
            ? html`<p class="small">
                ${msg('A bias that brings them back would be matched on validation images, and this experiment holds none out.')}
              </p>`
            : nothing
      }`;
  }

  private biasTool(swept: readonly Swept[]) {
    const distilled = swept.findIndex(({ role }) => role === 'distilled');
    const result = swept[this.chosen ?? distilled] ?? swept[0]!;
    const steps = result.biasSweep;
    const at = nearest(steps, this.bias);
    const { bias, testErrors, perClassAccuracy } = result.biasMatched;
    const { omittedClasses: omitted = [] } = result;
    const isMatched = at === nearest(steps, bias);
    return html`<h4>${msg('Raise what nobody showed')}</h4>
      <p class="small">
        ${
          omitted.length === 1
            ? msg(
                str`A student that never saw ${omitted[0]!} has learnt that nothing is one. Add a number to that logit and see what it knows all the same.`,
              )
            : msg(
                str`A student that never saw ${omitted.join(', ')} has learnt that nothing is one. Add a number to those logits and see what it knows all the same.`,
              )
        }
        ${msg(str`The slider works on the ${formatCount(at.images)} validation images: nothing is chosen on test images.`)}
      </p>
      <div class="controls">
        ${
          swept.length > 1
            ? html`<select aria-label=${msg('Student')} @change=${this.choose}>
                ${swept.map(
                  (one, i) =>
                    html`<option value=${i} ?selected=${one === result}>
                      ${byArm([one])[0]!.style.label}, ${msg(str`seed ${one.seed}`)}
                    </option>`,
                )}
              </select>`
            : nothing
        }
        <label for="bias">${msg('Bias')}</label>
        <input
          id="bias"
          type="range"
          min=${steps[0]!.bias}
          max=${steps.at(-1)!.bias}
          step="0.1"
          .value=${String(at.bias)}
          @input=${this.slide}
        />
        <output for="bias">${signed(at.bias)}</output>
        <button type="button" @click=${() => (this.bias = bias)}>${msg('Match the class prior')}</button>
      </div>
      <div class="scroll" tabindex="0" role="region" aria-label=${msg('Accuracy by digit with the bias')}>
        <table>
          <caption>
            ${counted(at.errors, {
              one: msg(str`1 error of ${formatCount(at.images)} validation images.`),
              other: msg(
                str`${formatCount(at.errors)} errors of ${formatCount(at.images)} validation images.`,
              ),
            })}
          </caption>
          <thead>
            <tr>
              <th scope="col">${msg('Bias')}</th>
              ${heads(at.perClassAccuracy.length, omitted)}
            </tr>
          </thead>
          <tbody>
            ${this.biasRow(msg(str`${signed(at.bias)}, validation images`), at.perClassAccuracy)}
            ${isMatched ? this.biasRow(msg(str`${signed(bias, 2)}, test images`), perClassAccuracy) : nothing}
          </tbody>
        </table>
      </div>
      <p class="small">
        ${
          isMatched
            ? msg(
                str`Matched to how often the digits come among the validation images, the student makes ${formatCount(testErrors)} errors on the ${formatCount(result.testImages)} test images, and ${formatCount(result.testErrors)} without a bias.`,
              )
            : nothing
        }
      </p>`;
  }

  private biasRow(title: string, accuracy: readonly (number | null)[]) {
    return html`<tr>
      <th scope="row">${title}</th>
      ${accuracy.map((share) => cell(share ?? undefined, formatPercent))}
    </tr>`;
  }

  private choose(event: Event): void {
    this.chosen = Number((event.target as HTMLSelectElement).value);
    this.bias = 0;
  }

  private slide(event: Event): void {
    this.bias = Number((event.target as HTMLInputElement).value);
  }
}

/** Digits that some student was not shown. */
function omittedBy(results: readonly Result[]): readonly number[] {
  return [...new Set(results.flatMap(({ omittedClasses = [] }) => omittedClasses))].sort((a, b) => a - b);
}

function omittedSentence(results: readonly Result[]): string {
  const sets = results
    .filter(({ role }) => role !== 'teacher')
    .map(({ omittedClasses = [] }) => omittedClasses.join(', '));
  const [first] = sets;
  if (sets.every((set) => set === '')) return '';
  return sets.every((set) => set === first)
    ? msg(str`No student saw ${first!}.`)
    : msg('Not all students saw every digit.');
}

function heads(digits: number, omitted: readonly number[]) {
  return Array.from({ length: digits }, (_, digit) =>
    omitted.includes(digit)
      ? html`<th scope="col" class="omitted">${digit} <span>${msg('not shown')}</span></th>`
      : html`<th scope="col">${digit}</th>`,
  );
}

function several(arms: readonly ArmResults[]): boolean {
  return arms.some(({ results }) => results.length > 1);
}

function nearest(steps: readonly BiasedAnswers[], bias: number): BiasedAnswers {
  return steps.reduce((best, step) =>
    Math.abs(step.bias - bias) < Math.abs(best.bias - bias) ? step : best,
  );
}

declare global {
  interface HTMLElementTagNameMap {
    'digits-panel': DigitsPanel;
  }
}
