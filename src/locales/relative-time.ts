import type { Language } from './words';

const UNITS: [unit: Intl.RelativeTimeFormatUnit, ms: number][] = [
  ['year', 31_557_600_000],
  ['month', 2_629_800_000],
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
];

/**
 * So many milliseconds from now in words: "2 hours ago", "in 5 days", "tomorrow". A day ahead that has begun counts, so that
 * what lasts for seven days says so as soon as it is made.
 */
export function relativeTimeIn(language: Language, ms: number): string {
  const format = new Intl.RelativeTimeFormat(language, { numeric: 'auto' });
  const fits = UNITS.find(([, length]) => Math.abs(ms) >= length);
  if (!fits) return format.format(0, 'second');
  const [unit, length] = fits;
  const round = ms > 0 && unit === 'day' ? Math.ceil : Math.trunc;
  return format.format(round(ms / length), unit);
}
