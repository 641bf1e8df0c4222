/** Keeps the screen from going dark while an element is on the page; browsers let go of it whenever the page is not seen. */
import type { ReactiveController, ReactiveControllerHost } from 'lit';

export class WakeLock implements ReactiveController {
  private sentinel: WakeLockSentinel | undefined;
  private held = false;
  private readonly onVisible = (): void => {
    if (document.visibilityState === 'visible') void this.take();
  };

  constructor(host: ReactiveControllerHost) {
    host.addController(this);
  }

  hostConnected(): void {
    this.held = true;
    document.addEventListener('visibilitychange', this.onVisible);
    void this.take();
  }

  hostDisconnected(): void {
    this.held = false;
    document.removeEventListener('visibilitychange', this.onVisible);
    this.letGo();
  }

  private letGo(): void {
    void this.sentinel?.release().catch(() => undefined);
    this.sentinel = undefined;
  }

  private async take(): Promise<void> {
    if (!('wakeLock' in navigator)) return;
    try {
      const sentinel = await navigator.wakeLock.request('screen');
      this.letGo();
      this.sentinel = sentinel;
      if (!this.held) this.letGo(); // left meanwhile
    } catch {
      // Low battery, or a browser that does not allow it: the presenter moves the mouse.
    }
  }
}
