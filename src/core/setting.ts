/** What a row of the settings table says. */
import type { ArchitectureKind } from './architecture.ts';
import type { Axis, AxisValue } from './experiment.ts';

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
  /** Only networks of these kinds have it; of all others it is not shown, and it makes no difference to them. */
  readonly ofNetworks?: readonly ArchitectureKind[];
  /** Networks of one run may differ in it: `vary` can name it. The name it then has in a chart: `T`. */
  readonly symbol?: string;
  /** What an experiment means that was written before this setting was there. */
  readonly before?: SettingValue;
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
  /** `short` is what it is called among the values of an axis. */
  readonly options: readonly { readonly value: string; readonly label: string; readonly short?: string }[];
}
export interface BooleanSetting extends Base {
  readonly kind: 'boolean';
}
export interface LayersSetting extends Base {
  readonly kind: 'layers';
  readonly maxLayers: number;
  readonly maxUnits: number;
}
/** Layers of several networks in a row. */
export interface ChainSetting extends Base {
  readonly kind: 'chain';
  readonly maxNetworks: number;
  readonly maxLayers: number;
  readonly maxUnits: number;
}
/** Some of the classes. */
export interface ClassesSetting extends Base {
  readonly kind: 'classes';
}
/** Settings that are varied, see `Axis`. */
export interface AxesSetting extends Base {
  readonly kind: 'axes';
  readonly maxAxes: number;
  readonly maxValues: number;
}
export type Setting =
  | NumberSetting
  | ChoiceSetting
  | BooleanSetting
  | LayersSetting
  | ChainSetting
  | ClassesSetting
  | AxesSetting;
export type SettingValue = AxisValue | readonly (readonly number[])[] | readonly Axis[];
