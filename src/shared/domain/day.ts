import type { EpochMs } from './clock';

/** Milliseconds. */
export const DAY_MS = 86_400_000;

/** 00:00 UTC of a day (`2027-02-19`); null for what is none. */
export function startOfDay(day: string): EpochMs | null {
  const at = /^\d{4}-\d{2}-\d{2}$/.test(day) ? Date.parse(`${day}T00:00:00Z`) : NaN;
  return Number.isNaN(at) ? null : at;
}
