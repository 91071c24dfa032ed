import { Injectable } from '@nestjs/common';
import { Database } from '../../database/database';
import { FindQueue } from '../../database/find-queue';
import { InsertQueue } from '../../database/insert-queue';
import { purgeBefore } from '../../database/purge';
import { Table } from '../../database/table';
import type { EpochMs } from '../../shared/domain/clock';
import { AuthorizationCodes } from '../application/stores';
import { AuthorizationCode } from '../domain/authorization-code';

/** Codes in our own table. */
@Injectable()
export class TypeOrmAuthorizationCodes extends AuthorizationCodes {
  private readonly table: Table<AuthorizationCode>;
  private readonly queue: InsertQueue<AuthorizationCode>;
  private readonly lookups: FindQueue<AuthorizationCode>;

  constructor(private readonly database: Database) {
    super();
    this.table = new Table(database, AuthorizationCode);
    this.queue = new InsertQueue(database, this.table);
    this.lookups = new FindQueue(database, this.table, 'hash');
  }

  add(code: AuthorizationCode): Promise<void> {
    return this.queue.insert(code);
  }

  find(hash: string): Promise<AuthorizationCode | null> {
    return this.lookups.find(hash);
  }

  /** The condition on `used_at` is what makes a code single use. */
  async redeem(hash: string, at: EpochMs): Promise<boolean> {
    const unused = { hash, usedAt: null };
    return (await this.database.statement(() => this.table.update(unused, { usedAt: at }))) === 1;
  }

  purge(at: EpochMs, limit: number): Promise<number> {
    return purgeBefore(this.database, 'grantor_authorization_codes', 'hash', at, limit);
  }
}
