/** Pieces of the guided tour: the choices of a prediction, what became of it, what to do, the seven numbers. */
import { html, nothing } from 'lit';
import { isActive } from '../../core/run-state.ts';
import type { LabState } from '../../core/state.ts';
import { changedSettings, shownConfig, type Choice, type Step } from './step.ts';

/** More differing settings than these are not named. */
const MOST_NAMED = 3;

export function stepButtons(steps: readonly Step[], current: number, go: (step: number) => void) {
  return html`<nav class="steps" aria-label="Steps">
    ${steps.map(
      ({ title }, i) =>
        html`<button
          type="button"
          aria-label="Step ${i + 1}, ${title}"
          aria-current=${i + 1 === current ? 'step' : nothing}
          @click=${() => go(i + 1)}
        >
          ${i + 1}
        </button>`,
    )}
  </nav>`;
}

export function choices({ choices: all }: Step, predict: (id: string) => void) {
  return html`<div class="row" role="group" aria-labelledby="question">
    ${all.map(
      ({ id, name }) =>
        html`<button type="button" class="compact" @click=${() => predict(id)}>${name}</button>`,
    )}
  </div>`;
}

/** Nobody keeps a score. */
export function predictedText(step: Step, predicted: Choice | undefined, outcome: string | undefined) {
  if (!predicted) return nothing;
  if (outcome === undefined)
    return html`<p class="small predicted">${step.question} You say: ${quoted(predicted)}.</p>`;
  if (outcome === predicted.id)
    return html`<p class="small predicted">
      You predicted ${quoted(predicted)}, and that is how it came out.
    </p>`;
  const came = step.choices.find(({ id }) => id === outcome);
  return html`<p class="small predicted">
    You predicted ${quoted(predicted)}; it came out as ${came ? quoted(came) : 'none of the choices'}.
  </p>`;
}

function quoted({ name }: Choice): string {
  return `“${name}”`;
}

/** What stands between the reader and the explanation. */
export function todoText(step: Step, state: LabState, wasSetUp: boolean) {
  const changed = changedSettings(step, shownConfig(state));
  if (isActive(state.run))
    return changed.length > 0
      ? html`A run of other settings is under way. Let it end, or press Stop; then set this step up.`
      : html`The run is under way. What comes of it is read here at its end.`;
  if (changed.length === 0) return step.todo;
  if (!wasSetUp) return step.todo;
  const names = changed.map(({ label }) => label);
  return html`The page now shows an experiment that differs from this step’s in
  ${names.length > MOST_NAMED ? 'several settings' : names.join(', ')}, so its numbers are not quoted. Press
  Set it up to come back.`;
}
