/**
 * <guided-path>: the guided tour, a step at a time: predict, do it in the lab, read what came of it. It asks for everything by
 * commands, trains nothing by itself, and quotes only numbers of the networks and the run on the page.
 */
import { LitElement, html, nothing, type PropertyValues } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import type { TestImages } from '../../core/answers.ts';
import { isActive, isUnderWay } from '../../core/run-state.ts';
import type { LabState } from '../../core/state.ts';
import { inLocale, msg, str } from '../../core/text.ts';
import { send, type Command } from '../commands.ts';
import { LiveAnswers } from '../explore/live-answers.ts';
import { networkAt } from '../explore/trio.ts';
import { memo } from '../memo.ts';
import type { Networks } from '../networks.ts';
import { recordingOf } from '../recordings.ts';
import { base } from '../theme.ts';
import { choices, predictedText, stepButtons, todoText } from './guide-parts.ts';
import { guidedPathStyles } from './guided-path-styles.ts';
import { forgetKept, readKept, writeKept, type Kept } from './kept.ts';
import { keepRoom } from './room.ts';
import {
  changedSettings,
  setUpCommands,
  shownConfig,
  type Answers,
  type Choice,
  type Reading,
  type Step,
} from './step.ts';
import { STEPS } from './steps.ts';

/** The step at which it was left. */
export function leftAt(): number {
  return Math.min(readKept().step, STEPS.length);
}

@customElement('guided-path')
export class GuidedPath extends LitElement {
  static override styles = [base, guidedPathStyles];

  @property({ attribute: false }) state!: LabState;
  @property({ attribute: false }) networks: Networks | undefined;
  @state() private kept = readKept();
  /** Which part of an explanation, from 0. */
  @state() private page = 0;
  @state() private folded = false;
  /** Steps that were set up or explained since the page was opened: what differs now was changed by somebody. */
  private readonly touched = new Set<string>();
  private moved = false;
  @query('h2') private heading!: HTMLElement;

  private readonly four = memo(({ images, labels }: TestImages) => {
    const row = Math.max(0, labels.indexOf(4));
    return images.slice(row * 784, (row + 1) * 784);
  });
  private readonly live = new LiveAnswers(this, (test) => ({
    networks: this.step.reads === 'answers' ? this.networks : undefined,
    images: test && this.four(test),
    moved: this.state.run.status,
  }));

  constructor() {
    super();
    keepRoom(this);
  }

  private get number(): number {
    return this.state.look.guide ?? 1;
  }

  private get step(): Step {
    return STEPS[this.number - 1]!;
  }

  private get answers(): Answers | undefined {
    const { sheet } = this.live;
    const teacher = networkAt(sheet, 'teacher', {});
    if (!sheet || !teacher?.isMeasured) return undefined;
    const student = networkAt(sheet, 'distilled', {});
    return {
      classes: sheet.classes,
      teacher: teacher.logits,
      ...(student?.isMeasured && { student: student.logits }),
    };
  }

  /** What was kept may be of another age of the tour. */
  private get predicted(): Choice | undefined {
    const { id: step, choices: all } = this.step;
    return all.find(({ id }) => id === this.kept.predictions[step]);
  }

  private get isOpen(): boolean {
    return this.predicted !== undefined || this.kept.shown.includes(this.step.id);
  }

  /** Nothing before a prediction, while the page shows another experiment, or while the thing has not happened. */
  private get reading(): Reading | undefined {
    const { state: now, step } = this;
    if (!this.isOpen || changedSettings(step, shownConfig(now)).length > 0) return undefined;
    if (step.reads === 'run' && isUnderWay(now.run)) return undefined;
    return step.read({ state: now, answers: this.answers });
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (this.kept.step !== this.number) this.keep({ step: this.number });
    if (changed.has('state') && changed.get('state')?.look.guide !== this.number) this.page = 0;
    if (this.page > 0 && !this.reading) this.page = 0; // what comes next is explained from its beginning
  }

  protected override updated(): void {
    if (!this.moved) return;
    this.moved = false;
    this.scrollTop = 0;
    this.heading.focus({ preventScroll: true });
  }

  protected override render() {
    const { step, number, folded, reading } = this;
    if (reading) this.touched.add(step.id);
    return html`<section aria-labelledby="title" class=${folded ? 'folded' : ''}>
      <div class="where">
        <p class="small way">
          <span>${msg('Guided tour')} · </span>${msg(str`Step ${number} of ${STEPS.length}`)}
        </p>
        <h2 id="title" tabindex="-1">${inLocale(step.title)}</h2>
        <button
          type="button"
          class="fold"
          aria-expanded=${folded ? 'false' : 'true'}
          aria-label=${folded ? msg('Show the words of this step') : msg('Fold the words of this step')}
          @click=${() => (this.folded = !folded)}
        >
          ${folded ? msg('Show', { id: 'unfold', desc: 'The opposite of Fold' }) : msg('Fold')}
        </button>
        ${stepButtons(STEPS, number, (to) => this.go(to))}
      </div>
      <div class="what">
        <div>${this.body(reading)}</div>
        ${this.ways(reading)}
      </div>
    </section>`;
  }

  private body(reading: Reading | undefined) {
    const { step, isOpen, predicted } = this;
    const part = reading?.parts[Math.min(this.page, reading.parts.length - 1)];
    return html`${
        isOpen
          ? nothing
          : html`<p>${step.words()}</p>
              <p id="question" class="question">${inLocale(step.question)}</p>`
      }
      <div aria-live="polite">
        ${
          reading && part
            ? html`${this.page === 0 ? predictedText(step, predicted, reading.outcome) : nothing}
                <p>${part.words}</p>
                ${this.since()}`
            : isOpen
              ? html`${predictedText(step, predicted, undefined)}
                  <p>${todoText(step, this.state, this.touched.has(step.id))}</p>`
              : nothing
        }
      </div>
      <div class="do">
        ${isOpen ? nothing : choices(step, (id) => this.predict(id))}
        <div class="row">
          ${part ? (part.offers ?? []).map(({ name, commands }) => this.button(name, () => this.ask(commands))) : this.doing()}
        </div>
      </div>`;
  }

  /** Edits after the run leave its numbers true, and apply to the next. */
  private since() {
    const { config, run } = this.state;
    const isEdited = run.config !== undefined && changedSettings(this.step, config).length > 0;
    return isEdited
      ? html`<p class="small">
          ${msg('These are the numbers of the run on the page; you have changed settings since.')}
        </p>`
      : nothing;
  }

  private doing() {
    const { step } = this;
    const { run } = this.state;
    const free = !isActive(run);
    const isRecorded = this.isOpen && step.reads === 'run' && this.recording !== undefined;
    const isPlaying =
      run.status === 'replaying' && changedSettings(step, shownConfig(this.state)).length === 0;
    return html`${this.button(msg('Set it up'), () => this.setUp(), free)}
    ${
      isPlaying
        ? this.button(msg('Go to its end'), () =>
            send(this, { kind: 'replay', command: { what: 'seek', at: run.playback!.seconds } }),
          )
        : isRecorded
          ? this.button(msg('Replay the recorded run'), () => this.replay(), free)
          : nothing
    }
    ${this.button(msg('Show me'), () => this.show(), free)}`;
  }

  /** On, back and out. */
  private ways(reading: Reading | undefined) {
    const { number } = this;
    const more = reading !== undefined && this.page < reading.parts.length - 1;
    const isLast = number === STEPS.length;
    return html`<div class="end">
      ${
        more
          ? this.button(msg('Read on'), () => (this.page += 1), true, true)
          : isLast
            ? this.button(msg('Start over'), () => this.startOver())
            : this.button(msg('Next'), () => this.go(number + 1), true, reading !== undefined)
      }
      ${number > 1 ? this.button(msg('Back'), () => this.go(number - 1)) : nothing}
      ${this.button(msg('Close the tour'), () => send(this, { kind: 'closeGuide' }))}
    </div>`;
  }

  private button(name: string, press: () => void, enabled = true, primary = false) {
    return html`<button
      type="button"
      class=${primary ? 'compact primary' : 'compact'}
      aria-disabled=${enabled ? 'false' : 'true'}
      @click=${() => {
        if (enabled) press();
      }}
    >
      ${name}
    </button>`;
  }

  private get recording() {
    return recordingOf(this.step.presets[0]);
  }

  private ask(commands: readonly Command[]): void {
    for (const command of commands) send(this, command);
  }

  private setUp(): void {
    this.touched.add(this.step.id);
    this.ask(setUpCommands(this.step, this.state));
  }

  private replay(atEnd = false): void {
    const { recording } = this;
    this.setUp();
    if (recording) send(this, { kind: 'replay', command: { what: 'open', recording, atEnd } });
  }

  /** What there is to see, without doing it: the networks' answers, or the end of the recorded run. */
  private show(): void {
    const { step, kept } = this;
    this.keep({ shown: [...new Set([...kept.shown, step.id])] });
    if (step.reads === 'run' && !this.reading) return this.replay(true);
    this.setUp();
    if (step.reads === 'answers') send(this, { kind: 'look', temperature: step.temperatureShown });
  }

  private predict(choice: string): void {
    this.keep({ predictions: { ...this.kept.predictions, [this.step.id]: choice } });
  }

  private go(step: number): void {
    this.moved = true;
    send(this, { kind: 'guide', step });
  }

  private startOver(): void {
    this.kept = forgetKept();
    this.touched.clear();
    this.go(1);
  }

  private keep(change: Partial<Kept>): void {
    this.kept = { ...this.kept, ...change };
    writeKept(this.kept);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'guided-path': GuidedPath;
  }
}
