// The bookkeeping of the fault catalogue: which test holds which promise, and what is said of those that none holds.
import { expect, test } from 'vitest';
import { faultLine, faultOf, FAULTS, missingFaults, type FaultId } from '../fault-catalogue.ts';

const IDS = Object.keys(FAULTS) as FaultId[];
const passing = IDS.map((id) => ({ name: `${id} holds`, passed: true }));

test('a test is of the fault that its name begins with', () => {
  expect(faultOf('D1 a PNG is refused')).toBe('D1');
  expect(faultOf('D13 few images')).toBe('D13');
  for (const name of ['D1', 'D14 x', 'd1 x', ' D1 x', 'D1: x', 'a PNG, D1 ', 'constructor x', ''])
    expect(faultOf(name)).toBeUndefined();
});

test('a fault is missing without a test that passed, or with one that did not', () => {
  expect(missingFaults(passing)).toEqual([]);
  expect(missingFaults(passing.filter(({ name }) => !/^(G4|S1) /.test(name)))).toEqual(['G4', 'S1']);
  const failing = { name: 'D1 another', passed: false };
  expect(missingFaults([failing, ...passing])).toEqual(['D1']);
  expect(missingFaults([...passing, failing])).toEqual(['D1']);
  expect(missingFaults([])).toEqual(IDS);
});

test('the line names what is missing', () => {
  expect(faultLine([])).toBe(`Fault catalogue: ${IDS.length} of ${IDS.length} ids passed`);
  expect(faultLine(['G4', 'S1'])).toBe(
    `Fault catalogue: ${IDS.length - 2} of ${IDS.length} ids passed; missing: G4, S1`,
  );
});

test('every group is numbered without a gap', () => {
  const groups = { D: 13, C: 8, T: 7, G: 10, W: 4, P: 4, S: 5, N: 4, U: 4 };
  const numbered = Object.entries(groups).flatMap(([group, count]) =>
    Array.from({ length: count }, (_, i) => `${group}${i + 1}`),
  );
  expect(IDS).toEqual(numbered);
});
