/**
 * The fast trainer: a whole population of multilayer perceptrons in a handful of dispatches a step, hand-written WGSL
 * on the device that tfjs uses too. It draws the same batches, masks and shifts as the reference trainer and minimises
 * the same objectives; `step.ts` shows a step, `kernels/` holds one kernel a file.
 */
import type { TermName } from '../../core/terms.ts';
import type { Stage } from '../../core/stages.ts';
import { english, str, text } from '../../core/text.ts';
import type { Trainer } from '../trainer.ts';
import { chooseTile } from './autotune.ts';
import { total } from './kernels/total.ts';
import { layoutOf } from './layout.ts';
import { compile } from './program.ts';
import { openSession } from './session.ts';
import { ANSWER_TERMS } from './kernels/answer-terms.ts';
import { answerStep, trainingStep } from './step.ts';
import { canRun, isTileName, TILES } from './tiles.ts';

/** What `kernels/loss.ts` computes. */
const TERMS: ReadonlySet<TermName> = new Set(['crossEntropy', 'softTargets', ...ANSWER_TERMS]);

export function fusedTrainer(device: GPUDevice): Trainer {
  return {
    name: 'fused',
    // Handing a step over costs little beside its arithmetic; an estimate for progress bars only.
    overheadMacs: 2e6,

    supports({ objectives, architecture, members }) {
      if (architecture.kind !== 'mlp') return text('The fused trainer knows networks of dense layers only.');
      if (members.some((member) => member.temperatureSchedule ?? member.softWeightSchedule))
        return text('The fused trainer keeps T and alpha as they are in all steps.');
      if (members.some(({ peer }) => peer !== undefined))
        return text('The fused trainer teaches answers that are known before the first step.');
      const other = objectives.find(({ term, during }) => during !== undefined || !TERMS.has(term));
      return other ? english(text(str`The fused trainer does not know the term "${other.term}".`)) : true;
    },

    async prepare(stage: Stage) {
      const layout = layoutOf(stage);
      const tile = TILES[await chooseTile(device, stage)];
      const kernels = [
        ...trainingStep(stage, layout, tile),
        ...answerStep(layout, tile, true),
        total(layout),
      ];
      await Promise.all(kernels.map((kernel) => compile(device, kernel)));
    },

    async open(stage, deps) {
      const asked = deps.variants?.['matmul'];
      const isUsable = isTileName(asked) && canRun(device, asked);
      return openSession(device, stage, deps, isUsable ? asked : await chooseTile(device, stage));
    },
  };
}
