import type { Purgeable } from '../../shared/application/purgeable';
import type { EpochMs } from '../../shared/domain/clock';
import type { IdempotencyKey, KeptAnswer } from '../domain/idempotency-key';

/** Where keys of work that must be done once are kept. */
export abstract class IdempotencyKeys implements Purgeable {
  /** Takes the key; false when it is taken. Who comes second waits until the first one's transaction has ended. */
  abstract take(key: IdempotencyKey): Promise<boolean>;
  abstract find(hash: string): Promise<IdempotencyKey | null>;
  abstract finish(hash: string, resource: string, answer: KeptAnswer | null): Promise<void>;
  abstract purge(at: EpochMs, limit: number): Promise<number>;
}
