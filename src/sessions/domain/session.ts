import type { EpochMs } from '../../shared/domain/clock';

/** A browser in which somebody is signed in. */
export class Session {
  /** Public id, the `sid` that authorizations record. */
  id!: string;
  /** SHA-256 of the cookie's value. */
  secretHash!: string;
  userId!: string;
  /** When the person last proved who they are. */
  authTime!: EpochMs;
  /** Authentication context (RFC 9068 §2.2.1), e.g. `1`: something the person knows. */
  acr!: string;
  /** Authentication methods (RFC 8176), e.g. `pwd`. */
  amr!: string[];
  ip!: string | null;
  userAgent!: string | null;
  createdAt!: EpochMs;
  lastSeenAt!: EpochMs;
  /** It ends then even when it is used. */
  expiresAt!: EpochMs;

  constructor(values: Omit<Session, 'isLive'>) {
    Object.assign(this, values);
  }

  isLive(now: EpochMs): boolean {
    return this.expiresAt > now;
  }
}
