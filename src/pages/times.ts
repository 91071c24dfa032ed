import type { Language } from '../locales/words';
import { type Html, html } from './html';

const STYLES = {
  day: { dateStyle: 'medium' },
  moment: { dateStyle: 'medium', timeStyle: 'short' },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>;

const UNITS: [unit: Intl.RelativeTimeFormatUnit, ms: number][] = [
  ['year', 31_557_600_000],
  ['month', 2_629_800_000],
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
];

/** A time in words, UTC; the script of the pages turns it into the reader's zone. */
export function localTime(language: Language, at: number, style: keyof typeof STYLES): Html {
  const words = new Intl.DateTimeFormat(language, { ...STYLES[style], timeZone: 'UTC' }).format(at);
  const utc = style === 'moment' && ' UTC';
  return html`<time datetime="${new Date(at).toISOString()}" data-style="${style}">${words}${utc}</time>`;
}

/** "2 hours ago", "in 5 days"; the exact time is its title. */
export function relativeTime(language: Language, at: number, now: number): Html {
  const iso = new Date(at).toISOString();
  return html`<time datetime="${iso}" title="${iso.slice(0, 16).replace('T', ' ')} UTC">${relative(language, at - now)}</time>`;
}

function relative(language: Language, ms: number): string {
  const format = new Intl.RelativeTimeFormat(language, { numeric: 'auto' });
  const fits = UNITS.find(([, length]) => Math.abs(ms) >= length);
  return fits ? format.format(Math.trunc(ms / fits[1]), fits[0]) : format.format(0, 'second');
}
