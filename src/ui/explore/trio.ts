/**
 * The three networks that panels show side by side: a teacher, a student of the labels and a student of the teacher. Where a
 * run has several that could take a place, the user chooses.
 */
import { html, nothing } from 'lit';
import type { AnswerSheet, NetworkAnswers } from '../../core/answers.ts';
import type { RunState } from '../../core/run-state.ts';
import type { Arm } from '../../core/stages.ts';
import { inLocale, msg, str, text } from '../../core/text.ts';
import { formatCount } from '../format.ts';
import { roleStyle, type LineStyle } from '../roles.ts';
import { networkKey, networkStyle } from './network-name.ts';

export type Place = 'teacher' | 'baseline' | 'distilled';

const PLACES: readonly Place[] = ['teacher', 'baseline', 'distilled'];

/** Of networks that are not there yet. */
const PLACE_ARMS: Readonly<Record<Place, Pick<Arm, 'role' | 'method'>>> = {
  teacher: { role: 'teacher', method: 'labels' },
  baseline: { role: 'hardLabel', method: 'labels' },
  distilled: { role: 'distilled', method: 'softTargets' },
};

const PLACE_NAMES: Readonly<Record<Place, string>> = {
  teacher: text('Teacher'),
  baseline: text('Student of the labels'),
  distilled: text('Student of the teacher'),
};

/** Keys of the chosen networks. */
export type Chosen = Partial<Record<Place, string>>;

export interface Placed {
  readonly place: Place;
  readonly style: LineStyle;
  readonly network: NetworkAnswers | undefined;
  /** How far it has learnt. */
  readonly note: string;
}

/** The three, or the teacher alone where nobody else will come. */
export function trioOf(sheet: AnswerSheet | undefined, chosen: Chosen): readonly Placed[] {
  const places = sheet?.whose === 'teacher' ? PLACES.slice(0, 1) : PLACES;
  return places.map((place) => {
    const network = networkAt(sheet, place, chosen);
    const style = network ? networkStyle(network, sheet!.networks) : roleStyle(PLACE_ARMS[place]);
    return { place, style, network, note: noteOf(place, network) };
  });
}

export function networkAt(
  sheet: AnswerSheet | undefined,
  place: Place,
  chosen: Chosen,
): NetworkAnswers | undefined {
  const candidates = candidatesFor(sheet, place);
  return candidates.find((network) => networkKey(network) === chosen[place]) ?? candidates[0];
}

/** A select for each place that several networks could take. */
export function trioChoices(
  sheet: AnswerSheet | undefined,
  chosen: Chosen,
  choose: (chosen: Chosen) => void,
) {
  const places = PLACES.filter((place) => candidatesFor(sheet, place).length > 1);
  if (!sheet || places.length === 0) return nothing;
  return html`<div class="controls">
    ${places.map((place) => {
      const current = networkAt(sheet, place, chosen);
      const pick = (event: Event): void =>
        choose({ ...chosen, [place]: (event.target as HTMLSelectElement).value });
      return html`<label
        >${inLocale(PLACE_NAMES[place])}
        <select @change=${pick}>
          ${candidatesFor(sheet, place).map(
            (network) =>
              html`<option value=${networkKey(network)} ?selected=${network === current}>
                ${networkStyle(network, sheet.networks).label}
              </option>`,
          )}
        </select></label
      >`;
    })}
  </div>`;
}

/** Why nobody answers. */
export function nobodySentence({ status }: Pick<RunState, 'status'>): string {
  return status === 'idle'
    ? msg('Networks answer here as soon as there are any: press Run.')
    : msg('The networks of this run are not here: only its figures were kept. Run it here to look closer.');
}

/** Whose answers they are, as a sentence. */
export function whoseSentence(sheet: AnswerSheet | undefined): string {
  switch (sheet?.whose) {
    case undefined:
      return msg('The answers are on their way.');
    case 'teacher':
      return msg(
        'This teacher comes with the lab, trained beforehand. Press Run, and students answer beside it as they learn.',
      );
    case 'recording':
      return msg(
        'These networks come with the lab, from a recorded run of this preset. Press Run, and your own take their place.',
      );
    case 'run':
      return sheet.networks.length > 0
        ? msg('Computed here, by the networks of this run.')
        : msg('The networks of this run answer here as soon as they begin to learn.');
  }
}

function candidatesFor(sheet: AnswerSheet | undefined, place: Place): readonly NetworkAnswers[] {
  return sheet?.networks.filter((network) => placeOf(network) === place) ?? [];
}

function placeOf({ role }: Arm): Place {
  if (role === 'teacher' || role === 'assistant') return 'teacher';
  return role === 'hardLabel' ? 'baseline' : 'distilled';
}

function noteOf(place: Place, network: NetworkAnswers | undefined): string {
  if (!network) return place === 'teacher' ? '' : msg('waits for the teacher');
  const { step, steps } = network;
  return step < steps ? msg(str`after step ${formatCount(step)} of ${formatCount(steps)}`) : msg('trained');
}
