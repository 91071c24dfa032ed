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

/** Tokens end at 00:00 UTC, on the day after so many whole days. */
export const endOfDay = (now: EpochMs, days: number): EpochMs =>
  Math.floor(now / DAY) * DAY + (days + 1) * DAY;
