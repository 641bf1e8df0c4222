/** The lab's own trainer, used as the lab uses it: through a session, on the device that tfjs runs on too. */
import * as tf from '@tensorflow/tfjs';
import { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { fusedTrainer } from '../../src/engine/fused/fused-trainer.ts';
import type { OpenPath } from './path.ts';

const NEVER = new AbortController().signal;

export const openOurs: OpenPath = async ({ stage, dataset, teacherLogits }) => {
  const backend = tf.backend();
  if (!(backend instanceof WebGPUBackend)) throw new Error('tfjs does not compute on WebGPU here.');
  const trainer = fusedTrainer(backend.device);
  const supported = trainer.supports(stage);
  if (supported !== true) throw new Error(supported);
  const session = await trainer.open(stage, {
    dataset,
    sourceLogits: stage.sources.map(() => teacherLogits),
    breathe: () => Promise.resolve(),
  });
  return {
    note: '',
    async advance(steps) {
      await session.advance(steps, NEVER);
    },
    async parameters() {
      const { parameters } = await session.snapshot();
      const size = parameters.length / stage.members.length;
      return new Map(stage.members.map((_, s) => [s, parameters.slice(s * size, (s + 1) * size)]));
    },
  };
};
