import { Injectable } from '@nestjs/common';
import { Database } from '../../database/database';
import { ResourceRegistry } from '../application/resources';
import { Resource } from '../domain/resource';

/** Resources in our own table. */
@Injectable()
export class TypeOrmResourceRegistry extends ResourceRegistry {
  constructor(private readonly database: Database) {
    super();
  }

  find(uriHash: string): Promise<Resource | null> {
    return this.database.repository(Resource).findOneBy({ uriHash });
  }

  all(): Promise<Resource[]> {
    return this.database.repository(Resource).find();
  }

  async add(resource: Resource): Promise<void> {
    await this.database.repository(Resource).insert(resource);
  }
}
