import { Injectable } from '@nestjs/common';
import { In, Raw } from 'typeorm';
import { Database } from '../../database/database';
import { readPage } from '../../database/read-page';
import type { RowCache } from '../../database/row-cache';
import { aboutClient } from '../../database/subjects';
import type { Page, PageRequest } from '../../shared/domain/page';
import { isDuplicate } from '../../database/retry';
import { ClientIdTakenError, Clients } from '../application/clients';
import { Client } from '../domain/client';

/** Clients in our own table. */
@Injectable()
export class TypeOrmClients extends Clients {
  private readonly kept: RowCache<Client>;

  constructor(private readonly database: Database) {
    super();
    this.kept = database.cache({ table: 'grantor_clients', about: ({ ref }) => [aboutClient(ref)] });
  }

  async add(client: Client): Promise<void> {
    try {
      await this.database.unseen(() => this.database.repository(Client).insert(client));
    } catch (error) {
      throw isDuplicate(error) ? new ClientIdTakenError() : error;
    }
  }

  findByRef(ref: string): Promise<Client | null> {
    return this.kept.get(ref, () => this.database.repository(Client).findOneBy({ ref }));
  }

  async listByRefs(refs: readonly string[]): Promise<Client[]> {
    return refs.length === 0 ? [] : this.database.repository(Client).findBy({ ref: In([...refs]) });
  }

  list(): Promise<Client[]> {
    return this.database.repository(Client).find({ order: { createdAt: 'ASC', ref: 'ASC' } });
  }

  listPublicAt(origin: string): Promise<Client[]> {
    const redirectUris = Raw((column) => `${column} LIKE :pattern`, {
      pattern: `%"${origin.replace(/[%_]/g, '')}%`,
    });
    return this.database
      .repository(Client)
      .findBy({ status: 'active', authenticationMethod: 'none', redirectUris: redirectUris as never });
  }

  count(): Promise<number> {
    return this.database.repository(Client).count();
  }

  listOf(ownerId: string, page: PageRequest<'createdAt'>): Promise<Page<Client>> {
    const query = this.database.repository(Client).createQueryBuilder('client').where({ ownerId });
    return readPage(query, page, 'ref');
  }

  countOf(ownerId: string): Promise<number> {
    return this.database.repository(Client).countBy({ ownerId });
  }

  async remove(ref: string, readVersion: number): Promise<boolean> {
    const result = await this.database.changing([aboutClient(ref)], () =>
      this.database.repository(Client).delete({ ref, version: readVersion }),
    );
    return result.affected === 1;
  }

  async replace(client: Client, readVersion: number): Promise<boolean> {
    // What revocations write stays: an edit that read the client before must not bring tokens back.
    const { ref, epoch: _e, grantedFrom: _f, accessGeneration: _g, accessFrom: _a, ...values } = client;
    const result = await this.database.changing([aboutClient(ref)], () =>
      this.database.repository(Client).update({ ref, version: readVersion }, values),
    );
    return result.affected === 1;
  }
}
