import { Injectable } from '@nestjs/common';
import { Database } from '../../database/database';
import { purgeBefore } from '../../database/purge';
import { type FindOptionsWhere, LessThan, LessThanOrEqual, MoreThan, type Repository } from 'typeorm';
import { isDuplicate } from '../../database/retry';
import { Table } from '../../database/table';
import type { EpochMs } from '../../shared/domain/clock';
import { Throttles } from '../application/throttles';
import { Throttle } from '../domain/throttle';

/** Counts in our own table, so that they hold for all nodes together. */
@Injectable()
export class TypeOrmThrottles extends Throttles {
  private readonly table: Table<Throttle>;

  constructor(private readonly database: Database) {
    super();
    this.table = new Table(database, Throttle);
  }

  find(hash: string): Promise<Throttle | null> {
    return this.table.findOne({ hash });
  }

  async add(throttle: Throttle): Promise<boolean> {
    try {
      await this.database.statement(() => this.table.insert(throttle));
      return true;
    } catch (error) {
      if (isDuplicate(error)) return false;
      throw error;
    }
  }

  /** The condition on the number of changes is what counts exactly. */
  async replace({ hash, ...values }: Throttle, readChanges: number): Promise<boolean> {
    const seen = { hash, changes: readChanges };
    return (await this.database.statement(() => this.table.update(seen, values))) === 1;
  }

  /** Three statements that each say whether they were the one; who finds none of them true is over the limit. */
  async take(hash: string, limit: number, { at, until }: { at: EpochMs; until: EpochMs }) {
    for (;;) {
      const oneMore = { failures: () => 'failures + 1', changes: () => 'changes + 1' };
      const inside = { hash, expiresAt: MoreThan(at), failures: LessThan(limit) };
      if (await this.update(inside, oneMore)) return null;
      const afresh = { failures: 1, lockedUntil: 0, expiresAt: until, changes: () => 'changes + 1' };
      if (await this.update({ hash, expiresAt: LessThanOrEqual(at) }, afresh)) return null;
      const seen = await this.find(hash);
      if (seen && seen.expiresAt > at && seen.failures >= limit) return seen.expiresAt;
      if (seen) continue;
      const first = { hash, nameHash: null, failures: 1, lockedUntil: 0, changes: 1, expiresAt: until };
      if (await this.add(new Throttle(first))) return null;
    }
  }

  private async update(
    where: FindOptionsWhere<Throttle>,
    values: Parameters<Repository<Throttle>['update']>[1],
  ): Promise<boolean> {
    return (await this.database.statement(() => this.rows.update(where, values))).affected === 1;
  }

  async latestLock(nameHash: string): Promise<EpochMs> {
    return Number((await this.rows.maximum('lockedUntil', { nameHash })) ?? 0);
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
