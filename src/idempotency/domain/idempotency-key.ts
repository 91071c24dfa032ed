import type { EpochMs } from '../../shared/domain/clock';

/** An answer that may be given again: it holds no secret. */
export interface KeptAnswer {
  status: number;
  /** Headers that belong to the answer, such as Location. */
  headers: Record<string, string>;
  /** JSON text, or empty. */
  body: string;
}

/** Work that was asked for under a key, so that asking again does not do it again. */
export class IdempotencyKey {
  /** SHA-256 of who asked and of the key. */
  hash!: string;
  /** SHA-256 of what was asked. */
  requestHash!: string;
  /** What came of it: an id, never a secret; null while the work goes on. */
  resource!: string | null;
  /** Null: it held a secret, or it was a page; it is never given again. */
  answer!: KeptAnswer | null;
  createdAt!: EpochMs;
  expiresAt!: EpochMs;

  constructor(values: IdempotencyKey) {
    Object.assign(this, values);
  }
}
