/** The keys of a talk. Few, and none that could end what forty people are looking at but `r`. */
import { text } from '../../core/text.ts';
import { runKeys, type Driver } from './drive.ts';
import type { KeyAction } from './keys.ts';

/** What a presenter can do beside driving the run, by key and by button. */
export interface PresentActions {
  readonly previous: () => void;
  readonly next: () => void;
  readonly charts: () => void;
  readonly slower: () => void;
  readonly faster: () => void;
  readonly reset: () => void;
  readonly replay: () => void;
  readonly fullScreen: () => void;
  readonly leave: () => void;
}

export function presentKeys(driver: Driver, actions: PresentActions): readonly KeyAction[] {
  // Page up and down are what the two buttons of a presenter's remote send.
  return [
    ...runKeys(driver),
    { keys: ['r'], shown: 'r', does: text('Reset'), act: actions.reset },
    { keys: ['ArrowLeft'], shown: '←', does: text('Slower'), act: actions.slower },
    { keys: ['ArrowRight'], shown: '→', does: text('Faster'), act: actions.faster },
    { keys: ['ArrowUp', 'PageUp'], shown: '↑', does: text('Previous panel'), act: actions.previous },
    { keys: ['ArrowDown', 'PageDown'], shown: '↓', does: text('Next panel'), act: actions.next },
    { keys: ['Escape'], shown: 'Esc', does: text('Back to the charts'), act: actions.charts },
    { keys: ['m'], shown: 'm', does: text('The recorded run'), act: actions.replay },
    { keys: ['f'], shown: 'f', does: text('Full screen'), act: actions.fullScreen },
  ];
}
