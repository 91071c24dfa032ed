import { Injectable } from '@nestjs/common';
import { LessThanOrEqual, MoreThan } from 'typeorm';
import { Database } from '../../database/database';
import { readPage } from '../../database/read-page';
import { Session } from '../../sessions/domain/session';
import type { EpochMs } from '../../shared/domain/clock';
import type { Page, PageRequest } from '../../shared/domain/page';
import { type SessionFilters, SessionSearch } from '../application/session-search';

/** Sessions of our own table. */
@Injectable()
export class TypeOrmSessionSearch extends SessionSearch {
  constructor(private readonly database: Database) {
    super();
  }

  find(
    page: PageRequest<'createdAt'>,
    { user_id, ip, active }: SessionFilters,
    at: EpochMs,
  ): Promise<Page<Session>> {
    const query = this.database.repository(Session).createQueryBuilder('session');
    if (user_id) query.andWhere({ userId: user_id });
    if (ip) query.andWhere({ ip });
    if (active) query.andWhere({ expiresAt: active === 'true' ? MoreThan(at) : LessThanOrEqual(at) });
    return readPage(query, page);
  }
}
