import { Injectable } from '@nestjs/common';
import { Database } from '../../database/database';
import type { RowCache } from '../../database/row-cache';
import { aboutResource } from '../../database/subjects';
import { ResourceRegistry } from '../application/resources';
import { Resource } from '../domain/resource';

/** Resources in our own table. */
@Injectable()
export class TypeOrmResourceRegistry extends ResourceRegistry {
  private readonly kept: RowCache<Resource>;

  constructor(private readonly database: Database) {
    super();
    const about = ({ uriHash }: Resource) => [aboutResource(uriHash)];
    this.kept = database.cache({ table: 'grantor_resources', about });
  }

  find(uriHash: string): Promise<Resource | null> {
    return this.kept.get(uriHash, () => this.database.repository(Resource).findOneBy({ uriHash }));
  }

  all(): Promise<Resource[]> {
    return this.database.repository(Resource).find();
  }

  async add(resource: Resource): Promise<void> {
    await this.database.unseen(() => this.database.repository(Resource).insert(resource));
  }
}
