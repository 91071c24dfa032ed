import { Injectable } from '@nestjs/common';
import { Brackets } from 'typeorm';
import { Client } from '../../clients/domain/client';
import { Database } from '../../database/database';
import { beginningOf, begins, lists, readPage } from '../../database/read-page';
import type { Page, PageRequest } from '../../shared/domain/page';
import { type ClientFilters, ClientSearch } from '../application/client-search';

/** Clients of our own table. */
@Injectable()
export class TypeOrmClientSearch extends ClientSearch {
  constructor(private readonly database: Database) {
    super();
  }

  find(page: PageRequest<'createdAt' | 'name'>, filters: ClientFilters): Promise<Page<Client>> {
    return readPage(this.query(filters), page, 'ref');
  }

  count(filters: ClientFilters): Promise<number> {
    return this.query(filters).getCount();
  }

  private query({ q, type, owner_id, status, grant_type, scope, unused_since }: ClientFilters) {
    const query = this.database.repository(Client).createQueryBuilder('client');
    if (q) {
      const either = new Brackets((or) => or.where(begins('client.name')).orWhere(begins('client.id')));
      query.andWhere(either, { beginning: beginningOf(q) });
    }
    if (type) query.andWhere({ type });
    if (owner_id) query.andWhere({ ownerId: owner_id });
    if (status) query.andWhere({ status });
    if (grant_type) query.andWhere(...lists('client.grantTypes', grant_type));
    if (scope) query.andWhere(...lists('client.scopes', scope));
    if (unused_since !== undefined) {
      query.andWhere(
        'NOT EXISTS (SELECT 1 FROM grantor_client_usage used WHERE used.client_ref = client.ref AND used.last_used_at >= :since)',
        { since: unused_since },
      );
    }
    return query;
  }
}
