import { Injectable } from '@nestjs/common';
import { type Beginnings, keepBeginning } from '../../database/beginnings';
import { Database } from '../../database/database';
import { readPage } from '../../database/read-page';
import type { Page, PageRequest } from '../../shared/domain/page';
import { type UserFilters, UserSearch, type UserSort } from '../application/user-search';
import { foldEmail, LocalUser } from '../domain/user';

const NAMES: Beginnings<LocalUser> = { columns: ['nameFolded', 'emailFolded'], key: 'id', few: 2000 };

/** Finds people in our own table. */
@Injectable()
export class TypeOrmUserSearch extends UserSearch {
  constructor(private readonly database: Database) {
    super();
  }

  async find(page: PageRequest<UserSort>, filters: UserFilters): Promise<Page<LocalUser>> {
    const { q, email, role, status, last_seen_before } = filters;
    const query = this.people();
    if (q) await keepBeginning(query, () => this.people(), q, NAMES);
    if (email) query.andWhere({ emailFolded: foldEmail(email) });
    if (role) query.andWhere({ role });
    if (status) query.andWhere({ status });
    if (last_seen_before !== undefined) {
      query.andWhere('(user.lastSeenAt IS NULL OR user.lastSeenAt < :before)', { before: last_seen_before });
    }
    return readPage(query, page);
  }

  private people() {
    return this.database.repository(LocalUser).createQueryBuilder('user');
  }
}
