/** What one network of several is called, and the line it has in the charts. */
import type { NetworkId } from '../../core/answers.ts';
import { armKey, armsOf, type Arm } from '../../core/stages.ts';
import { msg, str } from '../../core/text.ts';
import { armStyle, type LineStyle } from '../roles.ts';

export interface Named extends Arm, NetworkId {
  readonly seed: number;
}

/** The arm's style; where an arm has several networks, the label says of which seed, or the how manieth teacher, this one is. */
export function networkStyle(network: Named, all: readonly Named[]): LineStyle {
  const arms = armsOf(all).map(({ arm }) => arm);
  const style = armStyle(network, arms);
  const alike = all.filter((other) => armKey(other) === armKey(network));
  if (alike.length < 2) return style;
  const isOneASeed = new Set(alike.map(({ seed }) => seed)).size === alike.length;
  const which = isOneASeed ? msg(str`seed ${network.seed}`) : msg(str`no. ${alike.indexOf(network) + 1}`);
  return { ...style, label: `${style.label}, ${which}` };
}

/** `students-1`: a name for the value of a list's item. */
export function networkKey({ kind, member }: NetworkId): string {
  return `${kind}-${member}`;
}
