import type { EpochMs } from '../../shared/domain/clock';

export const MAX_LIVE_SECRETS = 2;

/** One of up to two live secrets of a confidential client; only its hash is kept. */
export class ClientSecret {
  id!: string;
  clientRef!: string;
  /** SHA-256 of the secret; of something that nobody knows while there is a foreign hash. */
  hash!: string;
  /** As another server has hashed it (bcrypt, Argon2), until it is used here for the first time; null: it is ours. */
  foreignHash!: string | null;
  last4!: string;
  /** The user who made it; null: the CLI. */
  createdBy!: string | null;
  createdAt!: EpochMs;
  expiresAt!: EpochMs | null;
  lastUsedAt!: EpochMs | null;
  /** When somebody said that it stands where others can read it. */
  leakReportedAt!: EpochMs | null;

  constructor(values: Omit<ClientSecret, 'isLive'>) {
    Object.assign(this, values);
  }

  isLive(now: EpochMs): boolean {
    return this.expiresAt === null || this.expiresAt > now;
  }
}
