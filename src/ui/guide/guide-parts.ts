/** Pieces of the guided tour: the choices of a prediction, what became of it, what to do, the seven numbers. */
import { html, nothing } from 'lit';
import { isActive } from '../../core/run-state.ts';
import type { LabState } from '../../core/state.ts';
import { inLocale, msg, str } from '../../core/text.ts';
import { changedSettings, shownConfig, type Choice, type Step } from './step.ts';

/** More differing settings than these are not named. */
const MOST_NAMED = 3;

export function stepButtons(steps: readonly Step[], current: number, go: (step: number) => void) {
  return html`<nav class="steps" aria-label=${msg('Steps')}>
    ${steps.map(
      ({ title }, i) =>
        html`<button
          type="button"
          aria-label=${msg(str`Step ${i + 1}, ${inLocale(title)}`)}
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
        html`<button type="button" class="compact" @click=${() => predict(id)}>${inLocale(name)}</button>`,
    )}
  </div>`;
}

/** Nobody keeps a score. */
export function predictedText(step: Step, predicted: Choice | undefined, outcome: string | undefined) {
  return predicted ? html`<p class="small predicted">${comparison(step, predicted, outcome)}</p>` : nothing;
}

function comparison({ question, choices: all }: Step, { id, name }: Choice, outcome: string | undefined) {
  const choice = inLocale(name);
  if (outcome === undefined) return msg(str`${inLocale(question)} You say: “${choice}”.`);
  if (outcome === id) return msg(str`You predicted “${choice}”, and that is how it came out.`);
  const came = all.find((one) => one.id === outcome);
  return came
    ? msg(str`You predicted “${choice}”; it came out as “${inLocale(came.name)}”.`)
    : msg(str`You predicted “${choice}”; it came out as none of the choices.`);
}

/** What stands between the reader and the explanation. */
export function todoText(step: Step, state: LabState, wasSetUp: boolean): string {
  const changed = changedSettings(step, shownConfig(state));
  if (isActive(state.run))
    return changed.length > 0
      ? msg('A run of other settings is under way. Let it end, or press Stop; then set this step up.')
      : msg('The run is under way. What comes of it is read here at its end.');
  if (changed.length === 0 || !wasSetUp) return inLocale(step.todo);
  if (changed.length > MOST_NAMED)
    return msg(
      'The page now shows an experiment that differs from this step’s in several settings, so its numbers are not quoted. Press Set it up to come back.',
    );
  const names = changed.map(({ label }) => inLocale(label)).join(', ');
  return msg(
    str`The page now shows an experiment that differs from this step’s in ${names}, so its numbers are not quoted. Press Set it up to come back.`,
  );
}
