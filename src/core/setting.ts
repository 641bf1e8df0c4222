/** What a row of the settings table says. */
export type Card = 'data' | 'teacher' | 'student' | 'distillation';

interface Base {
  /** Where it lives in the config, e.g. `distillation.temperature`. */
  readonly path: string;
  /** Its short name in a link; never reused for another setting. */
  readonly key: string;
  readonly label: string;
  /** One sentence for the learner. */
  readonly help: string;
  readonly card: Card;
  /** Shown only when the card's "more" is open. */
  readonly more?: true;
}

export interface NumberSetting extends Base {
  readonly kind: 'number' | 'integer';
  readonly min: number;
  readonly max: number;
  readonly unit?: string;
  /** Where a slider helps: its own, narrower range. */
  readonly slider?: { readonly min: number; readonly max: number; readonly step: number };
}
export interface ChoiceSetting extends Base {
  readonly kind: 'choice';
  readonly options: readonly { readonly value: string; readonly label: string }[];
}
export interface BooleanSetting extends Base {
  readonly kind: 'boolean';
}
export interface LayersSetting extends Base {
  readonly kind: 'layers';
  readonly maxLayers: number;
  readonly maxUnits: number;
}
export type Setting = NumberSetting | ChoiceSetting | BooleanSetting | LayersSetting;
export type SettingValue = number | string | boolean | readonly number[];
