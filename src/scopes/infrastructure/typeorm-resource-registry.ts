import { Injectable } from '@nestjs/common';
import { Database } from '../../database/database';
import { isDuplicate } from '../../database/retry';
import type { RowCache } from '../../database/row-cache';
import { aboutResource } from '../../database/subjects';
import { ResourceRegistry, ResourceTakenError } from '../application/resources';
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
    return this.kept.get(uriHash, () => this.rows.findOneBy({ uriHash }));
  }

  all(): Promise<Resource[]> {
    return this.rows.find({ order: { createdAt: 'ASC', id: 'ASC' } });
  }

  async add(resource: Resource): Promise<void> {
    try {
      await this.database.changing([aboutResource(resource.uriHash)], () => this.rows.insert(resource));
    } catch (error) {
      throw isDuplicate(error) ? new ResourceTakenError() : error;
    }
  }

  async replace({ id, ...values }: Resource, readVersion: number): Promise<boolean> {
    const changed = await this.database.changing([aboutResource(values.uriHash)], () =>
      this.rows.update({ id, version: readVersion }, values),
    );
    return changed.affected === 1;
  }

  async remove({ id, uriHash }: Resource, readVersion: number): Promise<boolean> {
    const gone = await this.database.changing([aboutResource(uriHash)], () =>
      this.rows.delete({ id, version: readVersion }),
    );
    return gone.affected === 1;
  }

  private get rows() {
    return this.database.repository(Resource);
  }
}
