/** Code and files of tfjs that come over the network when they are needed. */
import { insist } from '../core/insist.ts';

/** @throws whatever the last of its tries has thrown */
export function brought<T>(load: () => Promise<T>): Promise<T> {
  return insist(load, (ms) => new Promise((resolve) => setTimeout(resolve, ms)));
}
