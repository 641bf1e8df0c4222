// Two tabs and one turn. Web Locks belong to the origin, so two callers in one page stand for two tabs.
import { afterEach, expect, test, vi } from 'vitest';
import { isTaken, takeTurn, type Turn } from '../../src/worker/turn.ts';

const turns: Turn[] = [];
const take = async (takeOver: boolean, wanted: () => void = vi.fn()): Promise<Turn | undefined> => {
  const turn = await takeTurn(takeOver, wanted);
  if (turn) turns.push(turn);
  return turn;
};
afterEach(async () => {
  for (const turn of turns.splice(0)) await turn.over();
  await vi.waitFor(async () => expect(await isTaken()).toBe(false));
  vi.restoreAllMocks();
});

test('the second one does not get it, until the first one has had it', async () => {
  const first = await take(false);
  expect(await isTaken()).toBe(true);
  expect(await take(false)).toBeUndefined();
  await first!.over();
  expect(await take(false)).toBeDefined(); // at once: the next run of a tab does not find the last one's turn
});

test('who is asked to give way does so in peace', async () => {
  const wanted = vi.fn(() => void turns[0]!.over());
  await take(false, wanted);
  expect(await take(true)).toBeDefined();
  expect(wanted).toHaveBeenCalledOnce();
});

test('who does not give way within five seconds loses it, and is told', async () => {
  vi.spyOn(AbortSignal, 'timeout').mockImplementation(() => AbortSignal.abort(new Error('late')));
  const wanted = vi.fn();
  await take(false, wanted);
  expect(await take(true)).toBeDefined();
  await vi.waitFor(() => expect(wanted).toHaveBeenCalled());
});

test('a page without locks needs no turn', async () => {
  vi.spyOn(navigator, 'locks', 'get').mockReturnValue(undefined as never);
  expect(await take(false)).toBeDefined();
  expect(await take(false)).toBeDefined();
});
