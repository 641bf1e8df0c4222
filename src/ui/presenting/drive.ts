/** What the keys of the run do, whichever view they are pressed in. */
import { isActive } from '../../core/run-state.ts';
import type { LabState } from '../../core/state.ts';
import { text } from '../../core/text.ts';
import { send } from '../commands.ts';
import { blockedBecause } from '../run-gate.ts';
import type { KeyAction } from './keys.ts';

/** An element that knows the page's state and sends commands up. */
export type Driver = EventTarget & { readonly state: LabState };

/** Space and the full stop. What is finished is not run over: that takes a Reset first. */
export function runKeys(driver: Driver): readonly KeyAction[] {
  return [
    {
      keys: ['Space'],
      shown: text('Space'),
      does: text('Run, pause, resume'),
      act: () => runOrPause(driver),
    },
    { keys: ['.'], shown: '.', does: text('One step'), repeats: true, act: () => step(driver) },
  ];
}

function runOrPause(driver: Driver): void {
  const { run } = driver.state;
  if (run.playback) {
    if (run.status !== 'replaying') return;
    return send(driver, { kind: 'replay', command: { what: run.playback.playing ? 'pause' : 'play' } });
  }
  if (run.status === 'paused') return send(driver, { kind: 'resume' });
  if (isActive(run) && run.status !== 'stopping') return send(driver, { kind: 'pause' });
  if (run.status !== 'finished' && mayBegin(driver)) send(driver, { kind: 'run' });
}

function step(driver: Driver): void {
  const { run } = driver.state;
  if (run.status === 'running' || run.status === 'paused') return send(driver, { kind: 'step' });
  if (run.status !== 'finished' && !run.playback && mayBegin(driver)) send(driver, { kind: 'step' });
}

function mayBegin({ state }: Driver): boolean {
  return !isActive(state.run) && blockedBecause(state) === undefined;
}
