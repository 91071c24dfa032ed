import type { EpochMs } from '../../shared/domain/clock';
import { DAY_MS } from '../../shared/domain/day';

/** Something that ends at a known moment, or never. */
export interface Ending {
  createdAt: EpochMs;
  expiresAt: EpochMs | null;
}

/**
 * Which announcement is due: the shortest of some numbers of days within which it ends; null when none is.
 *
 * What was made for no longer than that needs no announcement: whoever made it knows.
 */
export function dueAnnouncement(
  { createdAt, expiresAt }: Ending,
  days: readonly number[],
  now: EpochMs,
): number | null {
  if (expiresAt === null || expiresAt <= now) return null;
  const lifetime = expiresAt - createdAt;
  const due = days.filter((count) => expiresAt - now <= count * DAY_MS && lifetime > count * DAY_MS);
  return due.length > 0 ? Math.min(...due) : null;
}
