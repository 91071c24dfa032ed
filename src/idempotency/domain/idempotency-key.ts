import type { EpochMs } from '../../shared/domain/clock';

/** Work that was asked for under a key, so that asking again does not do it again. It never holds an answer. */
export class IdempotencyKey {
  /** SHA-256 of who asked and of the key. */
  hash!: string;
  /** SHA-256 of what was asked. */
  requestHash!: string;
  /** What came of it: an id, never a secret; null while the work goes on. */
  resource!: string | null;
  createdAt!: EpochMs;
  expiresAt!: EpochMs;

  constructor(values: IdempotencyKey) {
    Object.assign(this, values);
  }
}
