/** The page's address: the hash holds the experiment, the query how to look at it. Reading one never starts anything. */
import { BACKENDS, TRAINERS, type BackendName, type TrainerName } from '../core/device.ts';
import type { ExperimentConfig } from '../core/experiment.ts';
import { encodeLink } from '../core/link.ts';
import { quote } from '../core/quote.ts';
import { msg, str } from '../core/text.ts';
import { LANGUAGE_TAGS } from './language.ts';
import { queryWithout, replaceAddress } from './query.ts';

export interface AskedRuntime {
  readonly asked: {
    readonly backend?: BackendName;
    readonly trainer?: TrainerName;
    /** Teachers are trained in every run, also where there is one that was trained just so before. */
    readonly teacher?: 'fresh';
    /** A step of the guided tour. */
    readonly guide?: number;
  };
  /** Why something that was asked for is not used. */
  readonly notices: readonly string[];
}

/** Steps of the guided tour, as the address names them. */
export const GUIDE_STEPS = ['1', '2', '3', '4', '5', '6', '7'] as const;

/** What the query asks to compute with. */
export function askedRuntime(search: string): AskedRuntime {
  const query = new URLSearchParams(search);
  const notices: string[] = [];
  const ask = <T extends string>(what: string, names: readonly T[], instead: string): T | undefined => {
    const value = query.get(what);
    const name = names.find((known) => known === value);
    if (value === null || name) return name;
    notices.push(refusal(what, value, names, instead));
    return undefined;
  };
  const best = msg('the best one that works is used');
  const backend = ask('backend', BACKENDS, best);
  const trainer = ask('trainer', TRAINERS, best);
  const teacher = ask('teacher', ['fresh'], msg('a teacher that was kept may be used again'));
  ask('lang', LANGUAGE_TAGS, msg('your browser’s language is used'));
  const guide = ask('guide', GUIDE_STEPS, msg('the guided tour stays closed'));
  return {
    asked: {
      ...{ ...(backend && { backend }), ...(trainer && { trainer }) },
      ...{ ...(teacher && { teacher }), ...(guide && { guide: Number(guide) }) },
    },
    notices,
  };
}

function refusal(what: string, value: string, names: readonly string[], instead: string): string {
  const last = names.at(-1)!;
  const known = names.length > 1 ? msg(str`${names.slice(0, -1).join(', ')} or ${last}`) : last;
  return msg(str`The address asks for the ${what} ${quote(value)}; it must be ${known}, so ${instead}.`);
}

/** What a link opens instead of the lab: only the result, large, or a part of it in another page. */
export type LinkView = 'present' | 'embed';

/** How the page is looked at. */
export type View = 'lab' | LinkView;

/** How the query asks to look at the page; in a frame it is asked for by whoever made the frame. */
export function askedView(search: string): View {
  const query = new URLSearchParams(search);
  return (['embed', 'present'] as const).find((view) => query.has(view)) ?? 'lab';
}

/** Puts the view into the address; what else the query asks for stays. */
export function keepViewInAddress(view: View): void {
  replaceAddress([...(view === 'lab' ? [] : [view]), ...queryWithout('present', 'embed')]);
}

/** An absolute link to the experiment. What else the reader's own address asks for, such as a backend, is not in it. */
export function linkTo(config: ExperimentConfig, view?: LinkView): string {
  const hash = encodeLink(config);
  return location.origin + location.pathname + (view ? `?${view}` : '') + (hash && `#${hash}`);
}

/** Puts the experiment into the address. */
export function keepInAddress(config: ExperimentConfig): void {
  const hash = encodeLink(config);
  replaceAddress(queryWithout(), hash && `#${hash}`);
}

/** Puts the open step of the guided tour into the address, or takes it out; what else the query asks for stays. */
export function keepGuideInAddress(step: number | undefined): void {
  replaceAddress([...queryWithout('guide'), ...(step === undefined ? [] : [`guide=${step}`])]);
}
