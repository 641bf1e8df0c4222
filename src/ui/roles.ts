/** What each role is called and how it is drawn, wherever it appears: a line, an area, a row of a table. */
import { svg, type SVGTemplateResult } from 'lit';
import { methodTitle, settingWords } from '../core/arm-words.ts';
import { METHODS } from '../core/methods.ts';
import { isEnsemble, type Arm, type Role } from '../core/stages.ts';
import { inLocale, msg, str, text } from '../core/text.ts';

export interface LineStyle {
  readonly label: string;
  /** With the light theme's colour as fallback, for images that leave the page. */
  readonly color: string;
  /** Lengths of dashes and gaps in px; empty for a solid line. */
  readonly dash: readonly number[];
}

interface RoleStyle extends LineStyle {
  /** Beside a setting, where there is little room. */
  readonly short: string;
}

const ROLES: Readonly<Record<Role, RoleStyle>> = {
  teacher: {
    label: text('Teacher'),
    short: text('teacher'),
    color: 'var(--role-teacher, #17181c)',
    dash: [2, 3],
  },
  hardLabel: {
    label: text('Hard-label student'),
    short: text('hard-label'),
    color: 'var(--role-hard-label, #d55e00)',
    dash: [7, 4],
  },
  distilled: {
    label: text('Distilled student'),
    short: text('distilled'),
    color: 'var(--role-distilled, #0072b2)',
    dash: [],
  },
  pseudoLabel: {
    label: text('Pseudo-label student'),
    short: text('pseudo-label'),
    color: 'var(--role-pseudo-label, #009e73)',
    dash: [8, 3, 2, 3],
  },
  assistant: {
    label: text('Teacher assistant'),
    short: text('teacher assistant'),
    color: 'var(--ink-muted, #5b5e66)',
    dash: [4, 4],
  },
};

/** A student of the assistant is a distilled student too; it has its colour, and a dash of its own. */
const OF_ASSISTANT: RoleStyle = {
  ...ROLES.distilled,
  label: text('Student of the assistant'),
  short: text('student of the assistant'),
  dash: [12, 3],
};

const TEACHERS_TOGETHER: RoleStyle = {
  ...ROLES.teacher,
  label: text('Teachers together'),
  short: text('teachers together'),
  dash: [8, 2, 2, 2],
};

const EARLIER_GENERATION: RoleStyle = {
  ...ROLES.assistant,
  label: text('Earlier generation'),
  short: text('earlier generation'),
};

/** How students of other methods than soft targets are dashed, in the order of the methods: solid lines are theirs. */
const DASHES = [
  [5, 2],
  [3, 2],
  [10, 2, 3, 2],
  [6, 2, 2, 2],
  [9, 2, 2, 2, 2, 2],
  [4, 2, 4, 6],
  [5, 5],
  [12, 2],
  [3, 5],
  [9, 5, 3, 5],
  [14, 5],
  [3, 2, 3, 2, 8, 2],
  [6, 3, 3, 3],
  [14, 2, 2, 2],
] as const;

/** Arms of one role and method, which differ only in a setting. */
export function isAlike(a: Arm, b: Arm): boolean {
  return a.role === b.role && a.method === b.method;
}

/** Drawn without words. */
function lineOf(arm: Pick<Arm, 'role' | 'method'>): RoleStyle {
  const { role, method } = arm;
  if (isEnsemble(arm)) return TEACHERS_TOGETHER;
  if (role === 'assistant' && method === 'bornAgain') return EARLIER_GENERATION;
  if (role === 'distilled' && method === 'teacherAssistant') return OF_ASSISTANT;
  if (role !== 'distilled' || method === 'softTargets') return ROLES[role];
  const place = Object.keys(METHODS).indexOf(method);
  return { ...ROLES.distilled, dash: DASHES[place % DASHES.length]! };
}

export function roleStyle(arm: Pick<Arm, 'role' | 'method'>): LineStyle {
  const { label, color, dash } = lineOf(arm);
  const title = methodTitle(arm);
  return {
    label: title === undefined ? inLocale(label) : msg(str`Distilled (${inLocale(title)})`),
    ...{ color, dash },
  };
}

/** The name of an arm beside its line, where there is little room: what tells it apart comes first. */
export function lineLabel(arm: Arm): string {
  if (arm.setting === undefined) return roleStyle(arm).label;
  return `${settingWords(arm.setting)}, ${inLocale(methodTitle(arm) ?? lineOf(arm).short)}`;
}

/** The palest shade that still stands out from the page, in percent of the role's colour. */
const PALEST = 45;

/**
 * An arm among all of a run: arms that differ only in a setting have shades of one colour, the full one for the last of them or
 * for that without a setting.
 */
export function armStyle(arm: Arm, all: readonly Arm[]): LineStyle {
  const { setting } = arm;
  const style = roleStyle(arm);
  const settings = [...new Set(all.filter((other) => isAlike(other, arm)).map((other) => other.setting))];
  settings.sort((a, b) => Number(a === undefined) - Number(b === undefined));
  const place = settings.indexOf(setting);
  const label = setting === undefined ? style.label : `${style.label}, ${settingWords(setting)}`;
  if (place === settings.length - 1) return { ...style, label };
  const share = Math.round(PALEST + ((100 - PALEST) * place) / (settings.length - 1));
  return { ...style, label, color: `color-mix(in srgb, ${style.color} ${share}%, var(--surface, #ffffff))` };
}

/** A short piece of an arm's line, as in the charts. */
export function lineSample({ color, dash }: LineStyle): SVGTemplateResult {
  return svg`<svg width="24" height="8" aria-hidden="true" .style=${'flex: none'}>
    <line x1="0" y1="4" x2="24" y2="4" stroke-width="2.5" .style=${`stroke: ${color}`} stroke-dasharray=${dash.join(' ')} />
  </svg>`;
}
