import type { Language } from './words';

const UNITS: [unit: Intl.RelativeTimeFormatUnit, ms: number][] = [
  ['year', 31_557_600_000],
  ['month', 2_629_800_000],
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
];

/** So many milliseconds from now in words: "2 hours ago", "in 5 days", "tomorrow". */
export function relativeTimeIn(language: Language, ms: number): string {
  const format = new Intl.RelativeTimeFormat(language, { numeric: 'auto' });
  const fits = UNITS.find(([, length]) => Math.abs(ms) >= length);
  return fits ? format.format(Math.trunc(ms / fits[1]), fits[0]) : format.format(0, 'second');
}
