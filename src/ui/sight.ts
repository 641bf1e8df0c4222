/** Whether an element can be seen: what nobody sees is not loaded, not computed and not drawn. */
import type { ReactiveController, ReactiveControllerHost } from 'lit';

export class Sight implements ReactiveController {
  isSeen = false;
  private readonly host: Element;
  private readonly observer: IntersectionObserver;

  /** @param changed called when it comes into sight and when it goes */
  constructor(host: ReactiveControllerHost & Element, changed: () => void = () => host.requestUpdate()) {
    this.host = host;
    this.observer = new IntersectionObserver((entries) => {
      this.isSeen = entries.at(-1)!.isIntersecting;
      changed();
    });
    host.addController(this);
  }

  hostConnected(): void {
    this.observer.observe(this.host);
  }

  hostDisconnected(): void {
    this.observer.disconnect();
    this.isSeen = false;
  }
}
