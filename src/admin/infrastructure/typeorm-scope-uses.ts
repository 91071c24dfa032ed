import { Injectable } from '@nestjs/common';
import type { SelectQueryBuilder } from 'typeorm';
import { Client } from '../../clients/domain/client';
import { LIVES_AT } from '../../database/authorization-life';
import { Database } from '../../database/database';
import { lists } from '../../database/read-page';
import type { EpochMs } from '../../shared/domain/clock';
import { StoredAccessToken } from '../../tokens/domain/access-token';
import { Authorization } from '../../tokens/domain/authorization';
import { type ScopeUse, ScopeUses } from '../application/scope-uses';

/** Counts in our own tables. */
@Injectable()
export class TypeOrmScopeUses extends ScopeUses {
  constructor(private readonly database: Database) {
    super();
  }

  async count(scope: string, at: EpochMs): Promise<ScopeUse> {
    const clients = this.database
      .repository(Client)
      .createQueryBuilder('client')
      .where(...lists('client.scopes', scope));
    const given = this.database
      .repository(Authorization)
      .createQueryBuilder('given')
      .where(...lists('given.scopes', scope));
    const tokens = this.database
      .repository(StoredAccessToken)
      .createQueryBuilder('token')
      .innerJoin(Authorization, 'given', 'given.id = token.authorizationId')
      .where(...lists('token.scopes', scope))
      .andWhere('(token.expiresAt IS NULL OR token.expiresAt > :at)');
    return {
      clients: await clients.getCount(),
      authorizations: await living(given, at).getCount(),
      tokens: await living(tokens, at).getCount(),
    };
  }
}

const living = <T extends object>(query: SelectQueryBuilder<T>, at: EpochMs): SelectQueryBuilder<T> =>
  query.leftJoin(Client, 'client', 'client.ref = given.clientRef').andWhere(LIVES_AT, { at });
