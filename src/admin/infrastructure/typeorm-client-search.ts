import { Injectable } from '@nestjs/common';
import type { SelectQueryBuilder } from 'typeorm';
import { Client } from '../../clients/domain/client';
import { type Beginnings, keepBeginning } from '../../database/beginnings';
import { Database } from '../../database/database';
import { lists, readPage } from '../../database/read-page';
import type { Page, PageRequest } from '../../shared/domain/page';
import { type ClientFilters, ClientSearch, type ClientSort } from '../application/client-search';

const NAMES: Beginnings<Client> = { columns: ['nameFolded', 'idFolded'], key: 'ref', few: 500 };

/** Clients of our own table. */
@Injectable()
export class TypeOrmClientSearch extends ClientSearch {
  constructor(private readonly database: Database) {
    super();
  }

  async find(page: PageRequest<ClientSort>, filters: ClientFilters): Promise<Page<Client>> {
    const query = this.clients();
    await this.keep(query, filters);
    return readPage(query, page, 'ref');
  }

  async count(filters: ClientFilters): Promise<number> {
    const query = this.clients();
    await this.keep(query, filters);
    return query.getCount();
  }

  private async keep(query: SelectQueryBuilder<Client>, filters: ClientFilters): Promise<void> {
    const { q, type, owner_id, status, grant_type, scope, unused_since } = filters;
    if (q) await keepBeginning(query, () => this.clients(), q, NAMES);
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
  }

  private clients() {
    return this.database.repository(Client).createQueryBuilder('client');
  }
}
