import { relativeTimeIn } from '../locales/relative-time';
import type { Language } from '../locales/words';
import { type Html, html } from './html';

const STYLES = {
  day: { dateStyle: 'medium' },
  moment: { dateStyle: 'medium', timeStyle: 'short' },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>;

const formats = new Map<string, Intl.DateTimeFormat>();

/** Each is made once: making one takes longer than formatting hundreds of times. */
function formatOf(language: Language, style: keyof typeof STYLES): Intl.DateTimeFormat {
  const key = `${language} ${style}`;
  const format = formats.get(key) ?? new Intl.DateTimeFormat(language, { ...STYLES[style], timeZone: 'UTC' });
  formats.set(key, format);
  return format;
}

/** A time in words, UTC; the script of the pages turns it into the reader's zone. */
export function localTime(language: Language, at: number, style: keyof typeof STYLES): Html {
  const words = formatOf(language, style).format(at);
  const utc = style === 'moment' && ' UTC';
  return html`<time datetime="${new Date(at).toISOString()}" data-style="${style}">${words}${utc}</time>`;
}

/** "2 hours ago", "in 5 days"; the exact time is its title. */
export function relativeTime(language: Language, at: number, now: number): Html {
  const iso = new Date(at).toISOString();
  return html`<time datetime="${iso}" title="${iso.slice(0, 16).replace('T', ' ')} UTC">${relativeTimeIn(language, at - now)}</time>`;
}

const UNITS = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
  ['second', 1],
] as const;

/** "30 days", "90 minutes": in the largest unit that fits without a rest. */
export function lasting(language: Language, seconds: number): string {
  const fits = UNITS.find(([, size]) => seconds >= size && seconds % size === 0) ?? (['second', 1] as const);
  const [unit, length] = fits;
  return new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'long' }).format(
    seconds / length,
  );
}
