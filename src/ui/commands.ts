/** What the user asks for, from any element up to the root, which alone knows how it is done. */
import type { ExperimentConfig } from '../core/experiment.ts';
import type { InputScale } from '../core/imported.ts';
import type { Precision } from '../core/weights-file.ts';
import type { Pace } from '../core/slow-motion.ts';
import type { Role } from '../core/stages.ts';
import type { View } from './address.ts';
import type { Text } from '../core/text.ts';
import type { Language } from './language.ts';
import type { Look } from '../core/state.ts';
import type { ReplayCommand } from './replay.ts';
import type { LibraryCommand } from './run-library.ts';

export type ExportKind = 'run' | 'results' | 'experiment' | `${'accuracy' | 'loss'}.${'png' | 'svg'}`;

/** What needs no words with it. */
export type Press =
  | 'run'
  | 'pause'
  | 'resume'
  | 'step'
  | 'stop'
  | 'reset'
  | 'dismiss'
  | 'retry'
  | 'reload'
  /** Compute with the GPU again, where it was given up. */
  | 'tryGpu'
  /** Run although another tab trains: it is stopped there. */
  | 'takeOver'
  /** Go on with the run that was interrupted, or forget it. */
  | 'continue'
  | 'discard'
  /** Run with a teacher that is trained anew. */
  | 'afresh'
  /** Train teachers again instead of using a file. */
  | 'closeTeacher'
  | 'closeGuide';

export type PagePart = 'stage' | 'tabs';

export type Command =
  | { readonly kind: 'edit'; readonly path: string; readonly text: string }
  | { readonly kind: 'load'; readonly config: ExperimentConfig }
  | { readonly kind: 'open'; readonly files: readonly File[] }
  | { readonly kind: 'openTeacher'; readonly files: readonly File[]; readonly scale: InputScale }
  | { readonly kind: 'notice'; readonly message: Text }
  | { readonly kind: 'export'; readonly what: ExportKind }
  /** A network of the run on the page, as a tfjs model. */
  | {
      readonly kind: 'exportModel';
      readonly role: Role;
      readonly member: number;
      readonly precision: Precision;
    }
  /** A tab under the results, by its id. */
  | { readonly kind: 'openTab'; readonly tab: string }
  /** What Dark knowledge shows. */
  | ({ readonly kind: 'look' } & Pick<Look, 'row' | 'temperature'>)
  /** Scrolls to a part of the page. */
  | { readonly kind: 'bring'; readonly part: PagePart }
  /** A step of the guided tour, or where it was left. */
  | { readonly kind: 'guide'; readonly step?: number }
  | { readonly kind: 'library'; readonly command: LibraryCommand }
  | { readonly kind: 'pace'; readonly pace: Pace }
  | { readonly kind: 'view'; readonly view: View }
  | { readonly kind: 'language'; readonly language: Language }
  | { readonly kind: 'replay'; readonly command: ReplayCommand }
  | { [K in Press]: { readonly kind: K } }[Press];

export class CommandEvent extends Event {
  readonly command: Command;

  constructor(command: Command) {
    super('lab-command', { bubbles: true, composed: true });
    this.command = command;
  }
}

export function send(from: EventTarget, command: Command): void {
  from.dispatchEvent(new CommandEvent(command));
}

declare global {
  interface HTMLElementEventMap {
    'lab-command': CommandEvent;
  }
}
