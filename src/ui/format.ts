/** Numbers as people read them in the page's language. Units are set off by a no-break space. */
import { decimal, formatNumber, language, msg, str } from '../core/text.ts';

export function formatCount(count: number): string {
  return formatNumber(count, { maximumFractionDigits: 0 });
}

/** 0.9619 is `96.2 %`. */
export function formatPercent(share: number, digits = 1): string {
  // Not toFixed, which would write 81.05 as 81.0: the charts round like this too.
  const fraction = { minimumFractionDigits: digits, maximumFractionDigits: digits };
  return `${formatNumber(100 * share, fraction)}\u00a0%`;
}

/** As `formatPercent`, with a decimal only where there is something in it: `90 %`, `12.5 %`. */
export function formatShare(share: number): string {
  return `${decimal(Number((100 * share).toFixed(1)))}\u00a0%`;
}

/** How many times, as `2.3×`. */
export function formatRatio(ratio: number): string {
  return `${ratio >= 100 ? formatCount(ratio) : decimal(ratio.toFixed(ratio >= 10 ? 0 : 1))}×`;
}

export function formatMegabytes(bytes: number): string {
  return decimal((bytes / 1e6).toFixed(1));
}

export function formatSeconds(seconds: number): string {
  return seconds >= 100 ? formatCount(seconds) : decimal(seconds.toFixed(1));
}

/** A rough estimate said roughly: `about 40 s left`, `about 3 min left`. */
export function formatTimeLeft(seconds: number): string {
  if (seconds < 8) return msg('a few seconds left');
  if (seconds < 90) return msg(str`about ${Math.ceil(seconds / 10) * 10}\u00a0s left`);
  const minutes = Math.round(seconds / 60);
  if (minutes < 90) return msg(str`about ${minutes}\u00a0min left`);
  return msg(str`about ${Math.round(minutes / 60)}\u00a0h left`);
}

/** `1:03` for 63 seconds. */
export function formatClock(seconds: number): string {
  const whole = Math.floor(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}

/** `473 kB`, `1.1 MB`. */
export function formatBytes(bytes: number): string {
  return bytes < 1e6 ? `${formatCount(bytes / 1e3)}\u00a0kB` : `${formatMegabytes(bytes)}\u00a0MB`;
}

/** `0.4 ms`, `12 ms`. */
export function formatMilliseconds(ms: number): string {
  return `${ms < 10 ? decimal(ms.toFixed(1)) : formatCount(ms)}\u00a0ms`;
}

const MOMENT = {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
} as const;

/** `on 25 Nov 2026, 10:15`, in the reader's time. @param ms since 1970 */
export function formatMoment(ms: number): string {
  const day = new Intl.DateTimeFormat(language() === 'en' ? 'en-GB' : language(), MOMENT).format(ms);
  return msg(str`on ${day}`);
}
