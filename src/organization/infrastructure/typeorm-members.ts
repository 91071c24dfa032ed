import { Injectable } from '@nestjs/common';
import { Database } from '../../database/database';
import { beginningOf, begins, readPage } from '../../database/read-page';
import type { Page, PageRequest } from '../../shared/domain/page';
import { LocalUser } from '../../users/domain/user';
import { type MemberFilters, Members, type MemberSort } from '../application/members';

/** Members out of the table of people. */
@Injectable()
export class TypeOrmMembers extends Members {
  constructor(private readonly database: Database) {
    super();
  }

  list(page: PageRequest<MemberSort>, { q, role, status }: MemberFilters): Promise<Page<LocalUser>> {
    const query = this.database.repository(LocalUser).createQueryBuilder('user');
    if (role) query.andWhere({ role });
    if (status) query.andWhere({ status });
    if (q)
      query.andWhere(`(${begins('user.name')} OR ${begins('user.email')})`, { beginning: beginningOf(q) });
    return readPage(query, page);
  }
}
