/**
 * <dark-knowledge-panel>: a test image and what the networks see in it at a temperature, class by class, while they train and
 * afterwards; and which classes look alike to them on all test images.
 */
import { LitElement, css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { entropyBits, softened, type AnswerSheet, type TestImages } from '../../core/answers.ts';
import { meanKl } from '../../core/measures.ts';
import type { RunState } from '../../core/run-state.ts';
import type { Look } from '../../core/state.ts';
import { decimal, inLocale, msg, str } from '../../core/text.ts';
import { send } from '../commands.ts';
import { memo } from '../memo.ts';
import type { Networks } from '../networks.ts';
import { base } from '../theme.ts';
import './answer-bars.ts';
import type { BarColumn } from './answer-bars.ts';
import type { PickEvent } from './image-grid.ts';
import './image-picker.ts';
import { LiveAnswers } from './live-answers.ts';
import { panelStyles } from './panel-styles.ts';
import './similarity-matrix.ts';
import { temperatureText, type TemperatureEvent } from './temperature-choice.ts';
import { nobodySentence, networkAt, trioChoices, trioOf, whoseSentence, type Chosen } from './trio.ts';

/** What is shown first: a 4 is often a little of a 9. */
const FIRST_CLASS = 4;

@customElement('dark-knowledge-panel')
export class DarkKnowledgePanel extends LitElement {
  static override styles = [
    base,
    panelStyles,
    css`
      answer-bars {
        margin-top: 16px;
      }
      similarity-matrix {
        margin-top: 40px;
      }
    `,
  ];

  @property({ attribute: false }) networks: Networks | undefined;
  @property({ attribute: false }) run!: RunState;
  /** Of the recipe. */
  @property({ type: Number }) temperature = 1;
  /** Whether the run's students learn from such answers. */
  @property({ type: Boolean }) learned = false;
  /** Which image, and at which T; others than the user may say so, too. */
  @property({ attribute: false }) look: Look = {};
  @state() private chosen: Chosen = {};

  private readonly live = new LiveAnswers(this, (test) => ({
    networks: this.networks,
    images: test && this.image(test, this.rowOf(test)),
    moved: this.run.progress ?? this.run.status,
  }));
  private readonly image = memo((test: TestImages, row: number) =>
    test.images.slice(row * 784, (row + 1) * 784),
  );

  /** The test image that is shown. */
  private rowOf({ labels }: TestImages): number {
    const { row = -1 } = this.look;
    return row in labels ? row : Math.max(0, labels.indexOf(FIRST_CLASS));
  }

  protected override render() {
    return html`<h3>${msg('What does the teacher see in a digit?')}</h3>
      <p class="small">
        ${
          this.learned
            ? msg(
                'A label says one thing: this is a 4. A teacher’s answer says how much of every digit it sees. At T = 1 that hides behind the first guess; a higher T brings it out, and that is what the distilled student learns from.',
              )
            : msg(
                'A label says one thing: this is a 4. A teacher’s answer says how much of every digit it sees. At T = 1 that hides behind the first guess; a higher T brings it out. The method of this recipe teaches something else; look what comes of it.',
              )
        }
      </p>
      ${
        this.networks ? this.answers(this.networks) : html`<p class="pending">${nobodySentence(this.run)}</p>`
      }`;
  }

  private answers(networks: Networks) {
    const { chosen } = this;
    const { test, sheet, error } = this.live;
    const row = test && this.rowOf(test);
    const temperature = this.look.temperature ?? this.temperature;
    const teacher = networkAt(sheet, 'teacher', chosen);
    const pick = ({ row: picked }: PickEvent): void => send(this, { kind: 'look', row: picked });
    return html`<div class="both">
        <image-picker
          .networks=${networks}
          .teacher=${teacher?.isMeasured ? teacher : undefined}
          .test=${test}
          .row=${row}
          @pick=${pick}
        ></image-picker>
        <div>
          <temperature-choice
            .value=${temperature}
            .recipe=${this.temperature}
            @temperature=${({ value }: TemperatureEvent) => send(this, { kind: 'look', temperature: value })}
          ></temperature-choice>
          ${trioChoices(sheet, chosen, (now) => (this.chosen = now))}
          <answer-bars
            .columns=${columnsOf(sheet, chosen, temperature)}
            .classes=${test?.classes ?? 10}
            .truth=${row === undefined ? undefined : test?.labels[row]}
            caption=${msg(str`Softened answers at ${temperatureText(temperature)}`)}
          ></answer-bars>
          ${error ? html`<p class="error" role="alert">${inLocale(error)}</p>` : nothing}
          <p class="small">${whoseSentence(sheet)}</p>
        </div>
      </div>
      <similarity-matrix
        .networks=${networks}
        .sheet=${sheet}
        .test=${test}
        .temperature=${temperature}
        @pick=${pick}
      ></similarity-matrix>`;
  }
}

function columnsOf(
  sheet: AnswerSheet | undefined,
  chosen: Chosen,
  temperature: number,
): readonly BarColumn[] {
  const teacher = networkAt(sheet, 'teacher', chosen);
  return trioOf(sheet, chosen).map(({ style, network, note }): BarColumn => {
    if (!network || !sheet) return { style, note };
    const shares = softened(network.logits, 0, sheet.classes, temperature);
    const foot = [msg(str`Entropy ${decimal(entropyBits(shares).toFixed(2))} bits`)];
    if (teacher && network !== teacher) {
      const kl = meanKl(teacher.logits, network.logits, sheet.classes, temperature);
      foot.push(msg(str`KL from the teacher ${decimal(kl.toFixed(3))}`));
    }
    return { style, shares, note, foot };
  });
}

declare global {
  interface HTMLElementTagNameMap {
    'dark-knowledge-panel': DarkKnowledgePanel;
  }
}
