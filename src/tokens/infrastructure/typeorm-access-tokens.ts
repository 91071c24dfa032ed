import { Injectable } from '@nestjs/common';
import { IsNull, MoreThan, Or } from 'typeorm';
import { Database } from '../../database/database';
import { FindQueue } from '../../database/find-queue';
import { InsertQueue } from '../../database/insert-queue';
import { purgeBefore } from '../../database/purge';
import type { RowCache } from '../../database/row-cache';
import { aboutTokensOf } from '../../database/subjects';
import { Table } from '../../database/table';
import type { EpochMs } from '../../shared/domain/clock';
import { AccessTokens } from '../application/stores';
import { StoredAccessToken } from '../domain/access-token';

/** Opaque and personal access tokens in our own table, by hash. */
@Injectable()
export class TypeOrmAccessTokens extends AccessTokens {
  private readonly queue: InsertQueue<StoredAccessToken>;
  private readonly lookups: FindQueue<StoredAccessToken>;
  private readonly kept: RowCache<StoredAccessToken>;

  constructor(private readonly database: Database) {
    super();
    const table = new Table(database, StoredAccessToken);
    this.queue = new InsertQueue(database, table);
    this.lookups = new FindQueue(database, table, 'hash');
    const about = ({ authorizationId }: StoredAccessToken) => [aboutTokensOf(authorizationId)];
    this.kept = database.cache({ table: 'grantor_access_tokens', about });
  }

  add(token: StoredAccessToken): Promise<void> {
    return this.queue.insert(token);
  }

  findByHash(hash: string): Promise<StoredAccessToken | null> {
    return this.kept.get(hash, () => this.lookups.find(hash));
  }

  async narrow(authorizationId: string, scopes: string[]): Promise<void> {
    await this.database.changing([aboutTokensOf(authorizationId)], () =>
      this.rows.update({ authorizationId }, { scopes }),
    );
  }

  async shorten(authorizationId: string, until: EpochMs): Promise<void> {
    const longer = { authorizationId, expiresAt: Or(IsNull(), MoreThan(until)) };
    await this.database.changing([aboutTokensOf(authorizationId)], () =>
      this.rows.update(longer, { expiresAt: until }),
    );
  }

  purge(at: EpochMs, limit: number): Promise<number> {
    return purgeBefore(this.database, 'grantor_access_tokens', 'hash', at, limit);
  }

  private get rows() {
    return this.database.repository(StoredAccessToken);
  }
}
