/** Which trainers a run may use and in which order: what was asked for, and what the backend allows. */
import type { TrainerName } from '../core/device.ts';
import { text } from '../core/text.ts';
import type { Backend } from './backend.ts';
import { fusedTrainer } from './fused/fused-trainer.ts';
import { importedTrainer } from './imported-trainer.ts';
import { tfjsTrainer } from './tfjs-trainer.ts';
import type { Trainer } from './trainer.ts';

export interface TrainerChoice {
  /** In order of preference; each stage is trained by the first that can do it. */
  readonly trainers: readonly [Trainer, ...Trainer[]];
  /** One sentence on why the fused trainer is not among them; absent where it is. */
  readonly reason?: string;
}

/** The fused trainer first, where there is a GPU for it; the reference comes after it, since it can train every
 * stage; last who answers for models that were trained elsewhere. */
export function chooseTrainers(
  asked: TrainerName | undefined,
  { device }: Pick<Backend, 'device'>,
): TrainerChoice {
  const reference = (reason: string): TrainerChoice => ({ trainers: [tfjsTrainer, importedTrainer], reason });
  if (asked === 'tfjs') return reference(text('The reference trainer was asked for.'));
  if (!device) return reference(text('The fused trainer needs WebGPU.'));
  return { trainers: [fusedTrainer(device), tfjsTrainer, importedTrainer] };
}
