import { Injectable } from '@nestjs/common';
import { Database } from '../../database/database';
import { FindQueue } from '../../database/find-queue';
import { InsertQueue } from '../../database/insert-queue';
import { purgeBefore } from '../../database/purge';
import { Table } from '../../database/table';
import type { EpochMs } from '../../shared/domain/clock';
import { RefreshTokenFamilies } from '../application/stores';
import { RefreshTokenFamily } from '../domain/refresh-token';

/** Families of refresh tokens in our own table, one row each. */
@Injectable()
export class TypeOrmRefreshTokenFamilies extends RefreshTokenFamilies {
  private readonly table: Table<RefreshTokenFamily>;
  private readonly queue: InsertQueue<RefreshTokenFamily>;
  private readonly lookups: FindQueue<RefreshTokenFamily>;

  constructor(private readonly database: Database) {
    super();
    this.table = new Table(database, RefreshTokenFamily);
    this.queue = new InsertQueue(database, this.table);
    this.lookups = new FindQueue(database, this.table, 'familyHash');
  }

  add(family: RefreshTokenFamily): Promise<void> {
    return this.queue.insert(family);
  }

  find(familyHash: string): Promise<RefreshTokenFamily | null> {
    return this.lookups.find(familyHash);
  }

  /** The condition on the current hash is what makes a refresh token single use. */
  async rotate(
    familyHash: string,
    from: string,
    to: string,
    times: { rotatedAt: EpochMs; expiresAt: EpochMs },
  ): Promise<boolean> {
    const next = { currentHash: to, previousHash: from, ...times };
    const rotated = await this.database.statement(() =>
      this.table.update({ familyHash, currentHash: from }, next),
    );
    return rotated === 1;
  }

  async prolong(familyHash: string, expiresAt: EpochMs): Promise<void> {
    await this.table.update({ familyHash }, { expiresAt });
  }

  purge(at: EpochMs, limit: number): Promise<number> {
    return purgeBefore(this.database, 'grantor_refresh_tokens', 'family_hash', at, limit);
  }
}
