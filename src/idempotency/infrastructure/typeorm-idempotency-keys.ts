import { Injectable } from '@nestjs/common';
import { Database } from '../../database/database';
import { purgeBefore } from '../../database/purge';
import { isDuplicate } from '../../database/retry';
import type { EpochMs } from '../../shared/domain/clock';
import { IdempotencyKeys } from '../application/idempotency-keys';
import { IdempotencyKey, type KeptAnswer } from '../domain/idempotency-key';

/** Keys in our own table. */
@Injectable()
export class TypeOrmIdempotencyKeys extends IdempotencyKeys {
  constructor(private readonly database: Database) {
    super();
  }

  async take(key: IdempotencyKey): Promise<boolean> {
    try {
      await this.keys.insert(key);
      return true;
    } catch (error) {
      if (isDuplicate(error)) return false;
      throw error;
    }
  }

  find(hash: string): Promise<IdempotencyKey | null> {
    return this.keys.findOneBy({ hash });
  }

  async finish(hash: string, resource: string, answer: KeptAnswer | null): Promise<void> {
    await this.keys.update({ hash }, { resource, answer });
  }

  purge(at: EpochMs, limit: number): Promise<number> {
    return purgeBefore(this.database, 'grantor_idempotency_keys', 'hash', at, limit);
  }

  private get keys() {
    return this.database.repository(IdempotencyKey);
  }
}
