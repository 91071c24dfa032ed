import { Injectable } from '@nestjs/common';
import { IsNull, Not } from 'typeorm';
import { Client } from '../../clients/domain/client';
import { LIVES_AT } from '../../database/authorization-life';
import { Database } from '../../database/database';
import { isSameResource, type Resource } from '../../scopes/domain/resource';
import { StoredScope } from '../../scopes/domain/stored-scope';
import type { EpochMs } from '../../shared/domain/clock';
import { Authorization } from '../../tokens/domain/authorization';
import { type ResourceUse, ResourceUses } from '../application/resource-uses';

/** Counts in our own tables. */
@Injectable()
export class TypeOrmResourceUses extends ResourceUses {
  constructor(private readonly database: Database) {
    super();
  }

  async count({ uri }: Resource, at: EpochMs): Promise<ResourceUse> {
    // Texts that differ may name the same API, so they are compared here; few clients are limited to some.
    const limited = await this.database.repository(Client).find({
      select: { ref: true, resources: true } as never,
      where: { resources: Not(IsNull()) },
    });
    const scopes = await this.database.repository(StoredScope).findBy({ audience: Not(IsNull()) });
    const isThis = (other: string) => isSameResource(other, uri);
    return {
      clients: limited.filter((client) => client.resources!.some(isThis)).length,
      authorizations: await this.database
        .repository(Authorization)
        .createQueryBuilder('given')
        .leftJoin(Client, 'client', 'client.ref = given.clientRef')
        .where('given.resource = :uri', { uri })
        .andWhere(LIVES_AT, { at })
        .getCount(),
      scopes: scopes.filter(({ audience }) => isThis(audience!)).length,
    };
  }
}
