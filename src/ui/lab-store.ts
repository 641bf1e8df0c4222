/** The page's state and the one way to change it, an action; and a way to wait for a state. */
import { INITIAL_STATE, reduce, type Action, type LabState } from '../core/state.ts';

export class LabStore {
  private current = INITIAL_STATE;
  private readonly waiting = new Set<() => void>();
  private readonly changed: () => void;

  /** @param changed called after every action */
  constructor(changed: () => void) {
    this.changed = changed;
  }

  get state(): LabState {
    return this.current;
  }

  dispatch(action: Action): void {
    this.current = reduce(this.current, action);
    this.changed();
    for (const check of [...this.waiting]) check();
  }

  /** Resolves as soon as the state is so. */
  until(holds: (state: LabState) => boolean): Promise<void> {
    return new Promise((resolve) => {
      const check = (): void => {
        if (!holds(this.current)) return;
        this.waiting.delete(check);
        resolve();
      };
      this.waiting.add(check);
      check();
    });
  }
}
