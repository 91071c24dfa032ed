import { Injectable } from '@nestjs/common';
import { Database } from '../../database/database';
import { purgeBefore } from '../../database/purge';
import { isDuplicate } from '../../database/retry';
import type { EpochMs } from '../../shared/domain/clock';
import { Throttles } from '../application/throttles';
import { Throttle } from '../domain/throttle';

/** Guesses in our own table, so that they are counted on all nodes together. */
@Injectable()
export class TypeOrmThrottles extends Throttles {
  constructor(private readonly database: Database) {
    super();
  }

  find(hash: string): Promise<Throttle | null> {
    return this.rows.findOneBy({ hash });
  }

  async add(throttle: Throttle): Promise<boolean> {
    try {
      await this.database.statement(() => this.rows.insert(throttle));
      return true;
    } catch (error) {
      if (isDuplicate(error)) return false;
      throw error;
    }
  }

  /** The condition on the number of changes is what counts exactly. */
  async replace({ hash, ...values }: Throttle, readChanges: number): Promise<boolean> {
    const result = await this.database.statement(() =>
      this.rows.update({ hash, changes: readChanges }, values),
    );
    return result.affected === 1;
  }

  async forgetName(nameHash: string, at: EpochMs): Promise<void> {
    const nothing = { failures: 0, lockedUntil: 0, expiresAt: at, changes: () => 'changes + 1' };
    await this.database.statement(() => this.rows.update({ nameHash }, nothing));
  }

  purge(at: EpochMs, limit: number): Promise<number> {
    return purgeBefore(this.database, 'grantor_throttles', 'hash', at, limit);
  }

  private get rows() {
    return this.database.repository(Throttle);
  }
}
