import { expect, test } from 'vitest';
import { createGate } from '../../src/worker/gate.ts';

const settled = async (promise: Promise<unknown>) =>
  Promise.race([promise, new Promise((resolve) => setTimeout(() => resolve('closed'), 10))]);

test('playing passes freely, paused waits, resumed goes on', async () => {
  const gate = createGate(true);
  expect(await gate.pass()).toBe('free');
  gate.pause();
  const waiting = gate.pass();
  expect(await settled(waiting)).toBe('closed');
  gate.play();
  expect(await waiting).toBe('free');
});

test('a step passes once and stays closed; two quick presses are one', async () => {
  const gate = createGate(false);
  gate.step();
  gate.step();
  expect(await gate.pass()).toBe('step');
  expect(await settled(gate.pass())).toBe('closed');
});

test('a step while playing pauses after it', async () => {
  const gate = createGate(true);
  gate.step();
  expect(await gate.pass()).toBe('step');
  expect(await settled(gate.pass())).toBe('closed');
});
