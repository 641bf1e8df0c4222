/**
 * <setting-field>: one row of the settings table as a control with its label, help, range and error. It keeps what is
 * typed while it is typed; whether that is valid is decided elsewhere.
 */
import { LitElement, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import { CLASSES, formatSetting } from '../core/setting-value.ts';
import { parseSettingText } from '../core/schema.ts';
import type { NumberSetting, Setting, SettingValue } from '../core/setting.ts';
import { decimal, inLocale, msg, str } from '../core/text.ts';
import { send } from './commands.ts';
import { formatCount } from './format.ts';
import { asTyped, fromTyped } from './typed-number.ts';
import { settingFieldStyles } from './setting-field-styles.ts';
import { base } from './theme.ts';

@customElement('setting-field')
export class SettingField extends LitElement {
  static override styles = [base, settingFieldStyles];

  @property({ attribute: false }) setting!: Setting;
  @property({ attribute: false }) value!: SettingValue;
  /** What stands in the field without being valid. */
  @property({ attribute: false }) invalidText: string | undefined;
  @property() error = '';
  /** Shown as what is left to 1: the weight of the other term. */
  @property({ type: Boolean }) complement = false;
  /** Makes no difference as the experiment is. */
  @property({ type: Boolean, reflect: true }) idle = false;
  @state() private draft: string | undefined;

  protected override render() {
    const { setting, error } = this;
    const slider = setting.kind === 'number' ? setting.slider : undefined;
    return html`<div class="field ${setting.kind} ${slider ? 'with-slider' : ''}">
      <label id="label" for=${setting.kind === 'classes' ? nothing : slider ? 'slider' : 'control'}>
        ${inLocale(setting.label)}
      </label>
      ${this.control(slider)}
      <p id="help" class="small">
        ${
          this.idle
            ? msg('Makes no difference to the chosen method.')
            : html`${inLocale(setting.help)} ${rangeText(setting)}`
        }
      </p>
      <p id="error" class="error">${error}</p>
    </div>`;
  }

  private control(slider: NumberSetting['slider']) {
    const { setting, value } = this;
    switch (setting.kind) {
      case 'number':
        return slider ? this.sliderAndNumber(setting, slider) : this.textBox();
      case 'integer':
        return this.numberBox(setting, 1);
      case 'layers':
      case 'chain':
      case 'axes':
        return this.textBox();
      case 'classes':
        return this.toggles(value as readonly number[]);
      case 'choice': {
        const chosen = this.invalidText ?? (value as string);
        return html`<select
          id="control"
          aria-describedby="help error"
          aria-invalid=${this.error ? 'true' : 'false'}
          .value=${live(chosen)}
          @change=${this.typed}
        >
          ${setting.options.map(
            (option) =>
              html`<option value=${option.value} ?selected=${option.value === chosen}>
                ${inLocale(option.label)}
              </option>`,
          )}
        </select>`;
      }
      case 'boolean':
        return html`<input
          id="control"
          type="checkbox"
          aria-describedby="help error"
          .checked=${live(value as boolean)}
          @change=${(event: Event) => this.edit(String((event.target as HTMLInputElement).checked))}
        />`;
    }
    return setting satisfies never;
  }

  /** A button a class, pressed where it is among the values. */
  private toggles(chosen: readonly number[]) {
    const classes = Array.from({ length: CLASSES }, (_, c) => c);
    return html`<div
      id="control"
      class="toggles"
      role="group"
      aria-labelledby="label"
      aria-describedby="help error"
    >
      ${classes.map((c) => {
        const others = chosen.includes(c) ? chosen.filter((other) => other !== c) : [...chosen, c].sort();
        return html`<button
          type="button"
          aria-pressed=${chosen.includes(c)}
          @click=${() => this.edit(formatSetting(others))}
        >
          ${c}
        </button>`;
      })}
    </div>`;
  }

  private sliderAndNumber(setting: NumberSetting, slider: NonNullable<NumberSetting['slider']>) {
    return html`<input
        id="slider"
        type="range"
        min=${slider.min}
        max=${slider.max}
        step=${slider.step}
        aria-describedby="help error"
        .value=${live(formatSetting(this.seen))}
        @input=${this.slid}
      />${this.numberBox(setting, slider.step)}`;
  }

  /** A text box that behaves as a number box: what is typed stays readable, even `1e309` or `abc`. */
  private numberBox(setting: NumberSetting, step: number) {
    return html`<span class="box">
      <input
        id="control"
        type="text"
        role="spinbutton"
        inputmode=${setting.kind === 'integer' ? 'numeric' : 'decimal'}
        autocomplete="off"
        aria-label=${setting.slider ? msg(str`${inLocale(setting.label)}, exact value`) : nothing}
        aria-valuenow=${formatSetting(this.seen)}
        aria-valuemin=${setting.min}
        aria-valuemax=${setting.max}
        aria-invalid=${this.error ? 'true' : 'false'}
        aria-describedby="help error"
        .value=${live(this.shown())}
        @input=${this.typed}
        @blur=${this.left}
        @keydown=${(event: KeyboardEvent) => this.nudge(event, setting, step)}
      />${setting.unit ? html`<span class="small">${inLocale(setting.unit)}</span>` : nothing}</span
    >`;
  }

  private textBox() {
    return html`<input
      id="control"
      type="text"
      autocomplete="off"
      spellcheck="false"
      aria-invalid=${this.error ? 'true' : 'false'}
      aria-describedby="help error"
      .value=${live(this.shown())}
      @input=${this.typed}
      @blur=${this.left}
    />`;
  }

  /** While typing, the text as typed: "8." must not become "8" under the reader's fingers. */
  private shown(): string {
    return this.draft ?? asTyped(this.setting, this.invalidText ?? formatSetting(this.seen));
  }

  /** The value as it is shown. */
  private get seen(): SettingValue {
    return this.complement ? complementOf(Number(this.value)) : this.value;
  }

  private edit(text: string): void {
    send(this, {
      kind: 'edit',
      path: this.setting.path,
      text: this.complement ? complementText(text) : text,
    });
  }

  private typed(event: Event): void {
    this.draft = (event.target as HTMLInputElement | HTMLSelectElement).value;
    this.edit(fromTyped(this.setting, this.draft));
  }

  private slid(event: Event): void {
    this.draft = undefined;
    this.edit((event.target as HTMLInputElement).value);
  }

  private left(): void {
    this.draft = undefined;
  }

  private nudge(event: KeyboardEvent, { path, min, max }: NumberSetting, step: number): void {
    const direction = event.key === 'ArrowUp' ? 1 : event.key === 'ArrowDown' ? -1 : 0;
    if (direction === 0) return;
    event.preventDefault();
    const moved = Number((Number(this.seen) + direction * step).toPrecision(12));
    const text = String(Math.min(max, Math.max(min, moved)));
    if (!parseSettingText(path, text).ok) return;
    this.draft = undefined;
    this.edit(text);
  }
}

function complementOf(value: number): number {
  return Number((1 - value).toPrecision(12));
}

/** What is no share of 1 stays as it was typed, and is refused as that. */
function complementText(text: string): string {
  const value = text.trim() === '' ? NaN : Number(text);
  return value >= 0 && value <= 1 ? String(complementOf(value)) : text;
}

/** The range, where the control itself does not show what is allowed. */
function rangeText(setting: Setting): string {
  switch (setting.kind) {
    case 'number':
      return msg(str`${decimal(setting.min)} to ${decimal(setting.max)}.`);
    case 'integer':
      return msg(str`${formatCount(setting.min)} to ${formatCount(setting.max)}.`);
    case 'layers':
      return msg(str`At most ${setting.maxLayers} layers of ${formatCount(setting.maxUnits)} units.`);
    case 'chain':
    case 'choice':
    case 'boolean':
    case 'classes':
    case 'axes':
      return '';
  }
  return setting satisfies never;
}

declare global {
  interface HTMLElementTagNameMap {
    'setting-field': SettingField;
  }
}
