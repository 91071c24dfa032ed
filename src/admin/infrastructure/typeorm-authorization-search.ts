import { Injectable } from '@nestjs/common';
import { IsNull, Not } from 'typeorm';
import { Database } from '../../database/database';
import { lists, readPage } from '../../database/read-page';
import type { EpochMs } from '../../shared/domain/clock';
import type { Page, PageRequest } from '../../shared/domain/page';
import { Authorization } from '../../tokens/domain/authorization';
import { type AuthorizationFilters, AuthorizationSearch } from '../application/authorization-search';

/** Authorizations of our own table. */
@Injectable()
export class TypeOrmAuthorizationSearch extends AuthorizationSearch {
  constructor(private readonly database: Database) {
    super();
  }

  find(
    page: PageRequest<'createdAt'>,
    { user_id, clientRef, scope }: AuthorizationFilters,
    at: EpochMs,
  ): Promise<Page<Authorization>> {
    const query = this.database
      .repository(Authorization)
      .createQueryBuilder('given')
      .where({ userId: user_id ?? Not(IsNull()), clientRef: clientRef ?? Not(IsNull()), revokedAt: IsNull() })
      .andWhere('(given.expiresAt IS NULL OR given.expiresAt > :at)', { at });
    if (scope) query.andWhere(...lists('given.scopes', scope));
    return readPage(query, page);
  }
}
