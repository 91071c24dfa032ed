import { Injectable } from '@nestjs/common';
import { Database } from '../../database/database';
import { FindQueue } from '../../database/find-queue';
import { InsertQueue } from '../../database/insert-queue';
import { purgeBefore } from '../../database/purge';
import { Table } from '../../database/table';
import { BoundedMap } from '../../shared/domain/bounded-map';
import type { EpochMs } from '../../shared/domain/clock';
import { AuthorizationCodes } from '../application/stores';
import { AuthorizationCode } from '../domain/authorization-code';

const MOST_FRESH = 1000;

/** Codes in our own table. */
@Injectable()
export class TypeOrmAuthorizationCodes extends AuthorizationCodes {
  private readonly table: Table<AuthorizationCode>;
  private readonly queue: InsertQueue<AuthorizationCode>;
  private readonly lookups: FindQueue<AuthorizationCode>;
  /** What this node has just written: most often it is redeemed here, within a second. Only the database says who won. */
  private readonly fresh = new BoundedMap<string, AuthorizationCode>(MOST_FRESH);

  constructor(private readonly database: Database) {
    super();
    this.table = new Table(database, AuthorizationCode);
    this.queue = new InsertQueue(database, this.table);
    this.lookups = new FindQueue(database, this.table, 'hash');
  }

  async add(code: AuthorizationCode): Promise<void> {
    const mayBeUndone = this.database.inTransaction;
    await this.queue.insert(code);
    if (!mayBeUndone) this.fresh.set(code.hash, code);
  }

  async find(hash: string): Promise<AuthorizationCode | null> {
    const fresh = this.fresh.get(hash);
    if (!fresh) return this.lookups.find(hash);
    // Who comes again is told by the database what has become of it.
    this.fresh.delete(hash);
    return fresh;
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
