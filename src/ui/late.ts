/**
 * The elements that the first paint does not need, in two portions of which none keeps the page from answering for long. What
 * is already in the page becomes alive when they come.
 */
import { painted } from './painted.ts';

/** What nothing else makes room for when it comes; then what stands under the charts. */
export async function comeLate(): Promise<void> {
  await painted();
  await import('./late-cards.ts');
  await painted();
  await import('./late-stage.ts');
}
