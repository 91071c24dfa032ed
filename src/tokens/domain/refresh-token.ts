import { createHmac } from 'node:crypto';
import type { EpochMs } from '../../shared/domain/clock';
import { base62, randomBase62, type SecretFormat, sha256 } from '../../shared/domain/secret';

export const FAMILY_LENGTH = 22;
const SECRET_LENGTH = 36;

/**
 * All refresh tokens that followed one another from one Authorization, in one row.
 *
 * A token is a secret family part and a secret. The row keeps the hashes of the current secret and of the one before
 * it; any other secret for a living family is a token that was used already (RFC 9700 §4.14.2).
 */
export class RefreshTokenFamily {
  /** SHA-256 of the family part. */
  familyHash!: string;
  authorizationId!: string;
  clientRef!: string;
  userId!: string | null;
  currentHash!: string;
  previousHash!: string | null;
  rotatedAt!: EpochMs | null;
  createdAt!: EpochMs;
  /** Idle limit: moves with each use, never beyond the absolute one. */
  expiresAt!: EpochMs;
  absoluteExpiresAt!: EpochMs;

  constructor(values: RefreshTokenFamily) {
    Object.assign(this, values);
  }
}

/** A refresh token taken apart. */
export interface ParsedRefreshToken {
  family: string;
  familyHash: string;
  secretHash: string;
}

export const newRefreshToken = (format: SecretFormat): string =>
  format.make('refresh', randomBase62(FAMILY_LENGTH) + randomBase62(SECRET_LENGTH));

/** Null when it cannot be one of ours. */
export function parseRefreshToken(format: SecretFormat, token: string): ParsedRefreshToken | null {
  const body = format.body('refresh', token);
  if (body?.length !== FAMILY_LENGTH + SECRET_LENGTH) return null;
  const family = body.slice(0, FAMILY_LENGTH);
  return { family, familyHash: sha256(family), secretHash: sha256(body.slice(FAMILY_LENGTH)) };
}

/**
 * The token that follows the presented one: always the same, so that a grace window can give it again
 * without anything being stored that could be stolen.
 */
export function successorOf(
  format: SecretFormat,
  presented: string,
  family: string,
  serverKey: Uint8Array,
): string {
  const secret = base62(createHmac('sha256', serverKey).update(presented).digest(), SECRET_LENGTH);
  return format.make('refresh', family + secret);
}
