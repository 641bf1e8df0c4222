/** Whether the page fills the screen, and the way there and back. */
import type { ReactiveController, ReactiveControllerHost } from 'lit';

export class FullScreen implements ReactiveController {
  private readonly host: ReactiveControllerHost;
  private readonly onChange = (): void => this.host.requestUpdate();

  constructor(host: ReactiveControllerHost) {
    this.host = host;
    host.addController(this);
  }

  /** Some phones have none, and a frame may not. */
  get isPossible(): boolean {
    return 'fullscreenEnabled' in document && document.fullscreenEnabled;
  }

  get isOn(): boolean {
    return Boolean(document.fullscreenElement);
  }

  /** A browser that refuses leaves things as they are. */
  toggle(): void {
    if (!this.isPossible) return;
    const turning = this.isOn ? document.exitFullscreen() : document.documentElement.requestFullscreen();
    turning.catch(() => undefined);
  }

  hostConnected(): void {
    document.addEventListener('fullscreenchange', this.onChange);
  }

  hostDisconnected(): void {
    document.removeEventListener('fullscreenchange', this.onChange);
  }
}
