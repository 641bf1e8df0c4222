/** What each role is called and how it is drawn, wherever it appears: a line, an area, a row of a table. */
import { svg, type SVGTemplateResult } from 'lit';
import type { Role } from '../core/stages.ts';

export interface RoleStyle {
  readonly label: string;
  /** With the light theme's colour as fallback, for images that leave the page. */
  readonly color: string;
  /** Lengths of dashes and gaps in px; empty for a solid line. */
  readonly dash: readonly number[];
}

export const ROLES: Readonly<Record<Role, RoleStyle>> = {
  teacher: { label: 'Teacher', color: 'var(--role-teacher, #17181c)', dash: [2, 3] },
  hardLabel: { label: 'Hard-label student', color: 'var(--role-hard-label, #d55e00)', dash: [7, 4] },
  distilled: { label: 'Distilled student', color: 'var(--role-distilled, #0072b2)', dash: [] },
  pseudoLabel: {
    label: 'Pseudo-label student',
    color: 'var(--role-pseudo-label, #009e73)',
    dash: [8, 3, 2, 3],
  },
  assistant: { label: 'Teacher assistant', color: 'var(--ink-muted, #5b5e66)', dash: [4, 4] },
};

/** A short piece of the role's line, as in the charts. */
export function lineSample(role: Role): SVGTemplateResult {
  const { color, dash } = ROLES[role];
  return svg`<svg width="24" height="8" aria-hidden="true" style="flex: none">
    <line x1="0" y1="4" x2="24" y2="4" stroke-width="2.5" style="stroke: ${color}" stroke-dasharray=${dash.join(' ')} />
  </svg>`;
}
