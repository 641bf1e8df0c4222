/** <recipe-rail>: the experiment as four cards in the order data flows; closed, a card is one sentence. */
import { LitElement, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { TeacherReport } from '../core/checkpoint.ts';
import { concernsNetworks, hasEffect, learnsSoftAnswers, methodsOf } from '../core/effects.ts';
import type { ErrorReport } from '../core/errors.ts';
import type { ExperimentConfig } from '../core/experiment.ts';
import { METHODS } from '../core/methods.ts';
import type { Card, Setting } from '../core/setting.ts';
import { readSetting, SETTINGS, writeSetting } from '../core/settings.ts';
import type { DatasetState, LabState } from '../core/state.ts';
import type { Problem } from '../core/schema.ts';
import { counted, inLocale, msg, str, text } from '../core/text.ts';
import type { AlphaEvent, AlphaTerm } from './alpha-choice.ts';
import { CARDS } from './cards.ts';
import { formatMegabytes } from './format.ts';
import { painted } from './painted.ts';
import { remember, remembered } from './remembered.ts';
import { recipeRailStyles } from './recipe-rail-styles.ts';
import { cardSentence, editedCards } from './sentences.ts';
import './setting-field.ts';
import { base } from './theme.ts';

const METHOD = 'distillation.method';
const ALPHA = 'alpha-weighs';
const SOFT_WEIGHT = 'distillation.softWeight';
/** The same setting, where alpha weighs the labels. */
const LABEL_WEIGHT = {
  label: text('Label weight alpha'),
  help: text('How much the student listens to the labels rather than to the teacher.'),
};

@customElement('recipe-rail')
export class RecipeRail extends LitElement {
  static override styles = [base, recipeRailStyles];

  @property({ attribute: false }) config!: ExperimentConfig;
  @property({ attribute: false }) invalid: LabState['invalid'] = {};
  @property({ attribute: false }) problems: readonly Problem[] = [];
  /** The experiment of the run on the page. */
  @property({ attribute: false }) ran: ExperimentConfig | undefined;
  @property({ attribute: false }) loaded: DatasetState | undefined;
  /** Whether a teacher that was trained before may be used. */
  @property({ type: Boolean, attribute: 'offers-teachers' }) offersTeachers = false;
  /** What takes the teacher's place. */
  @property({ attribute: false }) teacherFile: TeacherReport | undefined;
  /** Of the shipped images still on their way. */
  @property({ attribute: false }) download: LabState['download'];
  /** Why the user's own files were refused. */
  @property({ attribute: false }) dataFailure: ErrorReport | undefined;
  /** Whether closed cards hold their fields: there are many, and they would hold up the first paint. */
  @state() private complete = false;

  protected override firstUpdated(): void {
    void painted().then(() => (this.complete = true));
  }

  /** As chosen on an earlier visit. */
  @state() private alphaWeighs: AlphaTerm = remembered(ALPHA) === 'labels' ? 'labels' : 'soft';
  private readonly weigh = ({ weighs }: AlphaEvent): void => {
    remember(ALPHA, weighs);
    this.alphaWeighs = weighs;
  };

  protected override render() {
    const edited = editedCards(this.config, this.ran);
    return html`<h2>${msg('Recipe')}</h2>
      <div class="flow">
        ${CARDS.map(({ card, title }) => this.card(card, inLocale(title), edited.has(card)))}
      </div>`;
  }

  private card(card: Card, title: string, edited: boolean) {
    const classes = this.loaded?.classes ?? 10;
    const head = html`<h3>${title}</h3>
      ${this.badge(card, edited)}
      <p class="sentence">
        ${
          card === 'teacher' && this.teacherFile
            ? msg(str`${this.teacherFile.title}, from a file.`)
            : cardSentence(card, this.config, classes)
        }
      </p>
      <card-hints
        card=${card}
        classes=${classes}
        .config=${this.config}
        .teacherParameters=${this.teacherFile?.parameters}
      ></card-hints>`;
    // Temperature and alpha are what the lab is about: their card does not close.
    if (card === 'distillation')
      return html`<section class="card ${card}" aria-label=${title}>
        <div class="summary">${head}</div>
        ${this.body(card)}
      </section>`;
    return html`<details class="card ${card}">
      <summary class="summary">${head}</summary>
      ${this.complete ? this.body(card) : nothing}
    </details>`;
  }

  private badge(card: Card, edited: boolean) {
    const wrong = SETTINGS.filter((setting) => setting.card === card && this.errorOf(setting) !== '').length;
    if (wrong > 0)
      return html`<span class="mark error"
        >${counted(wrong, { one: msg('1 value to correct'), other: msg(str`${wrong} values to correct`) })}</span
      >`;
    return edited ? html`<span class="mark small">${msg('applies to the next run')}</span>` : nothing;
  }

  private body(card: Card) {
    const settings = SETTINGS.filter(
      (setting) => setting.card === card && concernsNetworks(setting, this.config),
    );
    const more = settings.filter((setting) => setting.more);
    return html`<div class="body">
      ${card === 'teacher' && this.offersTeachers && !this.teacherFile ? this.shippedTeachers() : nothing}
      ${settings
        .filter((setting) => !setting.more)
        .map((setting) => [
          this.field(setting),
          setting.path === METHOD && !this.isSoft ? this.formula() : nothing,
        ])}
      ${
        card === 'data' && this.config.data.dataset === 'own'
          ? html`<own-files .failure=${this.dataFailure} .loaded=${this.loaded}></own-files>`
          : nothing
      }
      ${card === 'data' && this.loaded && this.download ? moreImages(this.download) : nothing}
      ${card === 'teacher' ? html`<teacher-file .teacher=${this.teacherFile}></teacher-file>` : nothing}
      ${
        card === 'distillation'
          ? html`${this.isSoft ? this.formula() : nothing}
              <alpha-choice
                .weighs=${this.alphaWeighs}
                ?hidden=${!methodsOf(this.chosen).some(learnsSoftAnswers)}
                @alpha=${this.weigh}
              ></alpha-choice>`
          : nothing
      }
      ${
        more.length > 0
          ? html`<details class="more">
              <summary>${msg('More')}</summary>
              <div class="body">${more.map((setting) => this.field(setting))}</div>
            </details>`
          : nothing
      }
    </div>`;
  }

  /** Soft targets are what T and alpha were made for: there these come first. Other methods are told of before their numbers. */
  private get isSoft(): boolean {
    return this.chosen.distillation.method === 'softTargets';
  }

  /** The experiment with the method that is chosen, were it possible with the networks there are. */
  private get chosen(): ExperimentConfig {
    const refused = this.invalid[METHOD]?.text ?? '';
    return Object.hasOwn(METHODS, refused) ? writeSetting(this.config, METHOD, refused) : this.config;
  }

  private formula() {
    return html`<loss-formula .config=${this.chosen} weighs=${this.alphaWeighs}></loss-formula>`;
  }

  private shippedTeachers() {
    return html`<shipped-teachers .config=${this.config} .loaded=${this.loaded}></shipped-teachers>`;
  }

  private field(setting: Setting) {
    const isAlphaOfLabels = setting.path === SOFT_WEIGHT && this.alphaWeighs === 'labels';
    return html`<setting-field
      data-path=${setting.path}
      .setting=${isAlphaOfLabels ? { ...setting, ...LABEL_WEIGHT } : setting}
      ?complement=${isAlphaOfLabels}
      ?idle=${!hasEffect(setting.path, this.chosen)}
      .value=${readSetting(this.config, setting.path)}
      .invalidText=${this.invalid[setting.path]?.text}
      .error=${this.errorOf(setting)}
    ></setting-field>`;
  }

  private errorOf({ path }: Setting): string {
    return (
      this.invalid[path]?.message ?? this.problems.find((problem) => problem.path === path)?.message ?? ''
    );
  }
}

function moreImages({ loadedBytes, totalBytes }: NonNullable<LabState['download']>) {
  const [loaded, total] = [formatMegabytes(loadedBytes), formatMegabytes(totalBytes)];
  return html`<p class="small">${msg(str`More images are coming: ${loaded} of ${total} MB are here.`)}</p>`;
}

declare global {
  interface HTMLElementTagNameMap {
    'recipe-rail': RecipeRail;
  }
}
