/**
 * The size of everything on a stage. It is laid out for the window of the smallest projector and grows with the window as a
 * whole, charts and panels too, whose lines and type are measured in pixels.
 */
import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** What the stage is laid out for, in px. */
const LAID_OUT = { width: 1280, height: 720 };
/** What is smaller scrolls rather than becoming too small to read. */
const LEAST = 0.75;

export class Scale implements ReactiveController {
  private readonly host: ReactiveControllerHost;
  private readonly onResize = (): void => this.host.requestUpdate();

  constructor(host: ReactiveControllerHost) {
    this.host = host;
    host.addController(this);
  }

  get value(): number {
    return Math.max(LEAST, Math.min(innerWidth / LAID_OUT.width, innerHeight / LAID_OUT.height));
  }

  hostConnected(): void {
    addEventListener('resize', this.onResize);
  }

  hostDisconnected(): void {
    removeEventListener('resize', this.onResize);
  }
}
