import type { EpochMs } from '../../shared/domain/clock';
import { DAY_MS, startOfDay } from '../../shared/domain/day';

export const TOKEN_STATUSES = ['active', 'expired', 'revoked'] as const;
export type TokenStatus = (typeof TOKEN_STATUSES)[number];

/** A name that a person gave to a token of their own; the token itself lives under its Authorization. */
export class PersonalAccessToken {
  id!: string;
  /** Id of the first of those that followed one another by rotation. */
  familyId!: string;
  authorizationId!: string;
  userId!: string;
  name!: string;
  description!: string;
  scopes!: string[];
  prefix!: string;
  last4!: string;
  /** Whether it may rotate itself. */
  rotatable!: boolean;
  createdAt!: EpochMs;
  /** Null: never, where the server allows it. */
  expiresAt!: EpochMs | null;
  lastUsedAt!: EpochMs | null;
  lastUsedIp!: string | null;
  revokedAt!: EpochMs | null;
  /** Id of the token that took its place, while it works a little longer beside it. */
  replacedBy!: string | null;

  constructor(values: Omit<PersonalAccessToken, 'isLive' | 'statusAt'>) {
    Object.assign(this, values);
  }

  isLive(now: EpochMs): boolean {
    return this.statusAt(now) === 'active';
  }

  statusAt(now: EpochMs): TokenStatus {
    if (this.revokedAt !== null) return 'revoked';
    return this.expiresAt === null || this.expiresAt > now ? 'active' : 'expired';
  }
}

/** Ended tokens stay visible for so long, in milliseconds. */
export const SHOWN_AFTER_END = 90 * DAY_MS;

/** A token that nobody has used for so long is revoked, in milliseconds. */
export const UNUSED_FOR = 365 * DAY_MS;

/** Tokens end at 00:00 UTC, so many days after today. */
export const endOfDay = (now: EpochMs, days: number): EpochMs => (Math.floor(now / DAY_MS) + days) * DAY_MS;

/** How many days from today until 00:00 UTC of a date (`2027-02-19`); null when it is none. */
export function daysUntil(now: EpochMs, date: string): number | null {
  const at = startOfDay(date);
  return at === null ? null : daysTo(now, at);
}

/** How many days from today until 00:00 UTC of the day of a moment. */
export const daysTo = (now: EpochMs, moment: EpochMs): number =>
  Math.floor(moment / DAY_MS) - Math.floor(now / DAY_MS);

/** Seconds as whole days, begun ones counted. */
export const daysOf = (seconds: number): number => Math.ceil((seconds * 1000) / DAY_MS);
