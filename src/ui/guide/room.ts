/** Gives the page as much room at its edge as a docked element takes, so that nothing lies or scrolls under it for good. */
import type { ReactiveControllerHost } from 'lit';

/** As the styles of the dock: under this width it hangs from the top. */
const NARROW = '(max-width: 760px)';

export function keepRoom(host: ReactiveControllerHost & HTMLElement): void {
  const { style } = document.documentElement;
  const measure = (): void => {
    const height = `${host.offsetHeight}px`;
    const isNarrow = matchMedia(NARROW).matches;
    style.setProperty('--guide-head', isNarrow ? height : '0px');
    style.setProperty('--guide-foot', isNarrow ? '0px' : height);
    style.scrollPaddingBlock = 'var(--guide-head) var(--guide-foot)';
  };
  const observer = new ResizeObserver(measure);
  host.addController({
    hostConnected: () => observer.observe(host),
    hostDisconnected: () => {
      observer.disconnect();
      for (const name of ['--guide-head', '--guide-foot', 'scroll-padding-block']) style.removeProperty(name);
    },
  });
}
