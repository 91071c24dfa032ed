import type { EpochMs } from '../../shared/domain/clock';

/** A name that a person gave to a token of their own; the token itself lives under its Authorization. */
export class PersonalAccessToken {
  id!: string;
  authorizationId!: string;
  userId!: string;
  name!: string;
  description!: string;
  scopes!: string[];
  prefix!: string;
  last4!: string;
  createdAt!: EpochMs;
  /** Null: never, where the server allows it. */
  expiresAt!: EpochMs | null;
  lastUsedAt!: EpochMs | null;
  lastUsedIp!: string | null;
  revokedAt!: EpochMs | null;
  /** Id of the token that took its place, while it works a little longer beside it. */
  replacedBy!: string | null;

  constructor(values: Omit<PersonalAccessToken, 'isLive'>) {
    Object.assign(this, values);
  }

  isLive(now: EpochMs): boolean {
    return this.revokedAt === null && (this.expiresAt === null || this.expiresAt > now);
  }
}

const DAY = 86_400_000;

/** Ended tokens stay visible for so long, in milliseconds. */
export const SHOWN_AFTER_END = 90 * DAY;

/** Tokens end at 00:00 UTC, so many days after today. */
export const endOfDay = (now: EpochMs, days: number): EpochMs => (Math.floor(now / DAY) + days) * DAY;

/** How many days from today until 00:00 UTC of a date (`2027-02-19`); null when it is none. */
export function daysUntil(now: EpochMs, date: string): number | null {
  const at = /^\d{4}-\d{2}-\d{2}$/.test(date) ? Date.parse(`${date}T00:00:00Z`) : NaN;
  return Number.isNaN(at) ? null : at / DAY - Math.floor(now / DAY);
}
