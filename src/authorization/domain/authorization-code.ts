import type { EpochMs } from '../../shared/domain/clock';

/** A code that one client may turn into tokens once (RFC 6749 §4.1.2); only its hash is kept. */
export class AuthorizationCode {
  /** SHA-256 of the code. */
  hash!: string;
  authorizationId!: string;
  clientRef!: string;
  redirectUri!: string;
  redirectUriSent!: boolean;
  codeChallenge!: string | null;
  /** When it can no longer be redeemed. */
  validUntil!: EpochMs;
  /** Set by the one request that redeems it. */
  usedAt!: EpochMs | null;
  /** When the row may be deleted: used codes are remembered for a while, so that a replay is noticed. */
  expiresAt!: EpochMs;

  constructor(values: AuthorizationCode) {
    Object.assign(this, values);
  }
}
