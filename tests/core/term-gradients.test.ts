// The gradients that the page draws, against differences of the loss that training minimises.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { meanKl } from '../../src/core/measures.ts';
import { evaluate } from '../../src/core/metrics.ts';
import {
  labelGradient,
  lengthOf,
  logitMatchingGradient,
  softGradient,
} from '../../src/core/term-gradients.ts';

const CLASSES = 5;
const logits = fc.array(fc.double({ min: -6, max: 6, noNaN: true }), {
  minLength: CLASSES,
  maxLength: CLASSES,
});

/** Central differences of a loss in each logit; float32 logits, so the step is large. */
function differences(loss: (z: Float32Array) => number, z: readonly number[]): readonly number[] {
  const h = 2 ** -6;
  return z.map((_, c) => {
    const at = (shift: number) => loss(Float32Array.from(z, (value, i) => (i === c ? value + shift : value)));
    return (at(h) - at(-h)) / (2 * h);
  });
}

test('labels pull by q - y', () => {
  fc.assert(
    fc.property(logits, fc.nat(CLASSES - 1), (z, label) => {
      const expected = differences((s) => evaluate(s, Uint8Array.of(label), CLASSES).loss, z);
      labelGradient(z, 0, CLASSES, label).forEach((g, c) => expect(g).toBeCloseTo(expected[c]!, 3));
    }),
  );
});

test('soft targets pull by (q - p) / T, T² times that where the loss has it', () => {
  fc.assert(
    fc.property(logits, logits, fc.integer({ min: 1, max: 20 }), (z, v, t) => {
      const teacher = Float32Array.from(v);
      const expected = differences((s) => meanKl(teacher, s, CLASSES, t), z);
      // Times T, or a high one would leave nothing that a wrong gradient could miss.
      softGradient(z, v, 0, CLASSES, t, false).forEach((g, c) => {
        expect(g).toBeCloseTo(expected[c]!, 3);
        expect(t * g).toBeCloseTo(t * expected[c]!, 2);
      });
      const scaled = softGradient(z, v, 0, CLASSES, t, true);
      softGradient(z, v, 0, CLASSES, t, false).forEach((g, c) => expect(scaled[c]).toBeCloseTo(t * t * g, 8));
    }),
  );
});

test('with T² it comes to the matching of logits as T grows; without, to nothing', () => {
  fc.assert(
    fc.property(logits, logits, (z, v) => {
      const limit = logitMatchingGradient(z, v, 0, CLASSES);
      softGradient(z, v, 0, CLASSES, 1e5, true).forEach((g, c) => expect(g).toBeCloseTo(limit[c]!, 3));
      expect(lengthOf(softGradient(z, v, 0, CLASSES, 1e5, false))).toBeLessThan(1e-4);
    }),
  );
});

test('a student that answers like its teacher is not pulled', () => {
  const z = [3, 1, -2, 0, 0.5];
  const shifted = z.map((value) => value + 7); // the same answers
  expect(lengthOf(softGradient(z, shifted, 0, CLASSES, 4, true))).toBeCloseTo(0, 10);
  expect(lengthOf(logitMatchingGradient(z, shifted, 0, CLASSES))).toBeCloseTo(0, 10);
});
