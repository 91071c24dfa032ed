import { Injectable } from '@nestjs/common';
import { IsNull, MoreThan, Or } from 'typeorm';
import { Database } from '../../database/database';
import { purgeBefore } from '../../database/purge';
import type { EpochMs } from '../../shared/domain/clock';
import { AccessTokens } from '../application/stores';
import { StoredAccessToken } from '../domain/access-token';

/** Opaque and personal access tokens in our own table, by hash. */
@Injectable()
export class TypeOrmAccessTokens extends AccessTokens {
  constructor(private readonly database: Database) {
    super();
  }

  async add(token: StoredAccessToken): Promise<void> {
    await this.database.repository(StoredAccessToken).insert(token);
  }

  findByHash(hash: string): Promise<StoredAccessToken | null> {
    return this.database.repository(StoredAccessToken).findOneBy({ hash });
  }

  async narrow(authorizationId: string, scopes: string[]): Promise<void> {
    await this.database.repository(StoredAccessToken).update({ authorizationId }, { scopes });
  }

  async shorten(authorizationId: string, until: EpochMs): Promise<void> {
    await this.database
      .repository(StoredAccessToken)
      .update({ authorizationId, expiresAt: Or(IsNull(), MoreThan(until)) }, { expiresAt: until });
  }

  purge(at: EpochMs, limit: number): Promise<number> {
    return purgeBefore(this.database, 'grantor_access_tokens', 'hash', at, limit);
  }
}
