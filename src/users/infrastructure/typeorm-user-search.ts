import { Injectable } from '@nestjs/common';
import { Database } from '../../database/database';
import { inSpan, readPage, spanOf } from '../../database/read-page';
import type { Page, PageRequest } from '../../shared/domain/page';
import { type UserFilters, UserSearch, type UserSort } from '../application/user-search';
import { foldEmail, LocalUser } from '../domain/user';

/** Finds people in our own table. */
@Injectable()
export class TypeOrmUserSearch extends UserSearch {
  constructor(private readonly database: Database) {
    super();
  }

  find(page: PageRequest<UserSort>, filters: UserFilters): Promise<Page<LocalUser>> {
    const { q, email, role, status, last_seen_before } = filters;
    const query = this.database.repository(LocalUser).createQueryBuilder('user');
    if (q)
      query.andWhere(`(${inSpan('user.nameFolded')} OR ${inSpan('user.emailFolded')})`, spanOf(foldEmail(q)));
    if (email) query.andWhere({ emailFolded: foldEmail(email) });
    if (role) query.andWhere({ role });
    if (status) query.andWhere({ status });
    if (last_seen_before !== undefined) {
      query.andWhere('(user.lastSeenAt IS NULL OR user.lastSeenAt < :before)', { before: last_seen_before });
    }
    return readPage(query, page);
  }
}
