/** What is measured of a network, made up from its errors: for tests of tables and words. */
import type { Measured } from '../../src/core/run-record.ts';

export function measuredOf(errors: number, more: Partial<Measured> = {}): Measured {
  const images = 10_000;
  const accuracy = 1 - errors / images;
  const wrong = Math.floor(errors / 90); // the same in every cell, and what is left in one
  return {
    evaluation: { images, errors, accuracy, loss: errors / 3000 },
    confusion: Array.from({ length: 10 }, (_, label) =>
      Array.from({ length: 10 }, (__, answer) => {
        if (label === 0 && answer < 2)
          return answer === 0 ? 1000 - 9 * wrong - (errors % 90) : wrong + (errors % 90);
        return answer === label ? 1000 - 9 * wrong : wrong;
      }),
    ),
    perClassAccuracy: Array.from({ length: 10 }, () => accuracy),
    reliability: [{ images, confidence: accuracy + 0.02, accuracy }],
    ece: 0.02,
    trainSeconds: 41.2,
    ...more,
  };
}
