/** Pieces of several panels. */
import { html } from 'lit';
import { msg } from '../../core/text.ts';
import type { ArmResults } from './arms.ts';
import { lineSample } from '../roles.ts';

/** The first cell of an arm's row. */
export function armHeader({ style }: Pick<ArmResults, 'style'>) {
  return html`<th scope="row"><span class="who">${lineSample(style)}${style.label}</span></th>`;
}

/** A number, or a dash that is read as what it means. */
export function cell(value: number | undefined, format: (value: number) => string) {
  return html`<td>
    ${
      value === undefined
        ? html`<span aria-hidden="true">–</span><span class="visually-hidden">${msg('not computed')}</span>`
        : format(value)
    }
  </td>`;
}
