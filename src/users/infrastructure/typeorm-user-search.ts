import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { Database } from '../../database/database';
import { inSpan, readPage, spanOf } from '../../database/read-page';
import type { Page, PageRequest } from '../../shared/domain/page';
import { type UserFilters, UserSearch, type UserSort } from '../application/user-search';
import { foldEmail, LocalUser } from '../domain/user';

/** So many are sorted at once; of more, the first page is soon found by reading in the order that is wanted. */
const FEW = 2000;
/** Not the columns as they are: MariaDB would gather everybody by both indices, for seconds, and sort them then. */
const ANY = `(${inSpan("CONCAT(user.nameFolded, '')")} OR ${inSpan("CONCAT(user.emailFolded, '')")})`;

/** Finds people in our own table. */
@Injectable()
export class TypeOrmUserSearch extends UserSearch {
  constructor(private readonly database: Database) {
    super();
  }

  async find(page: PageRequest<UserSort>, filters: UserFilters): Promise<Page<LocalUser>> {
    const { q, email, role, status, last_seen_before } = filters;
    const query = this.people();
    if (q) {
      const span = spanOf(foldEmail(q));
      const few = await this.few(span);
      if (few?.length === 0) return { items: [], next: null, ...(page.count && { total: 0 }) };
      if (few) query.andWhere({ id: In(few) });
      else query.andWhere(ANY, span);
    }
    if (email) query.andWhere({ emailFolded: foldEmail(email) });
    if (role) query.andWhere({ role });
    if (status) query.andWhere({ status });
    if (last_seen_before !== undefined) {
      query.andWhere('(user.lastSeenAt IS NULL OR user.lastSeenAt < :before)', { before: last_seen_before });
    }
    return readPage(query, page);
  }

  /** The ids of those whose name or address begins so, by an index for each; null: they are many. */
  private async few(span: ReturnType<typeof spanOf>): Promise<string[] | null> {
    const ids = new Set<string>();
    for (const column of ['user.nameFolded', 'user.emailFolded']) {
      const query = this.people().select('user.id').where(inSpan(column), span);
      const found = await query.limit(FEW + 1).getMany();
      if (found.length > FEW) return null;
      for (const { id } of found) ids.add(id);
    }
    return [...ids];
  }

  private people() {
    return this.database.repository(LocalUser).createQueryBuilder('user');
  }
}
