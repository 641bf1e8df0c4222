/** What each role is called and how it is drawn, wherever it appears: a line, an area, a row of a table. */
import { svg, type SVGTemplateResult } from 'lit';
import { settingWords } from '../core/arm-words.ts';
import type { Arm, Role } from '../core/stages.ts';
import { inLocale, text } from '../core/text.ts';

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

const BY_METHOD: Partial<Record<Arm['method'], RoleStyle>> = {
  teacherAssistant: OF_ASSISTANT,
  ensemble: {
    ...ROLES.teacher,
    label: text('Teachers together'),
    short: text('teachers together'),
    dash: [8, 2, 2, 2],
  },
};

/** Arms of one role and method, which differ only in a setting. */
export function isAlike(a: Arm, b: Arm): boolean {
  return a.role === b.role && a.method === b.method;
}

function styleOf({ role, method }: Pick<Arm, 'role' | 'method'>): RoleStyle {
  return BY_METHOD[method] ?? ROLES[role];
}

export function roleStyle(arm: Pick<Arm, 'role' | 'method'>): LineStyle {
  const style = styleOf(arm);
  return { ...style, label: inLocale(style.label) };
}

/** The name of an arm beside its line, where there is little room: what tells it apart comes first. */
export function lineLabel(arm: Arm): string {
  const { label, short } = styleOf(arm);
  return arm.setting === undefined ? inLocale(label) : `${settingWords(arm.setting)}, ${inLocale(short)}`;
}

/** The palest shade that still stands out from the page, in percent of the role's colour. */
const PALEST = 45;

/** An arm among all of a run: arms that differ only in a setting have shades of one colour, the last one the full colour. */
export function armStyle(arm: Arm, all: readonly Arm[]): LineStyle {
  const style = roleStyle(arm);
  if (arm.setting === undefined) return style;
  const alike = all.filter((other) => isAlike(other, arm));
  const place = alike.findIndex(({ setting }) => setting === arm.setting);
  const label = `${style.label}, ${settingWords(arm.setting)}`;
  if (place === alike.length - 1) return { ...style, label };
  const share = Math.round(PALEST + ((100 - PALEST) * place) / (alike.length - 1));
  return { ...style, label, color: `color-mix(in srgb, ${style.color} ${share}%, var(--surface, #ffffff))` };
}

/** A short piece of an arm's line, as in the charts. */
export function lineSample({ color, dash }: LineStyle): SVGTemplateResult {
  return svg`<svg width="24" height="8" aria-hidden="true" .style=${'flex: none'}>
    <line x1="0" y1="4" x2="24" y2="4" stroke-width="2.5" .style=${`stroke: ${color}`} stroke-dasharray=${dash.join(' ')} />
  </svg>`;
}
