import { Injectable } from '@nestjs/common';
import { Database } from '../../database/database';
import { isDuplicate } from '../../database/retry';
import { Organizations } from '../application/organizations';
import { Organization } from '../domain/organization';

/** The organization in a table of one row. */
@Injectable()
export class TypeOrmOrganizations extends Organizations {
  constructor(private readonly database: Database) {
    super();
  }

  find(id: string): Promise<Organization | null> {
    return this.rows.findOneBy({ id });
  }

  async replace(organization: Organization, readVersion: number): Promise<boolean> {
    if (readVersion === 0) return this.insert(organization);
    const { id, ...values } = organization;
    return (await this.rows.update({ id, version: readVersion }, values)).affected === 1;
  }

  private async insert(organization: Organization): Promise<boolean> {
    try {
      await this.rows.insert(organization);
      return true;
    } catch (error) {
      if (isDuplicate(error)) return false;
      throw error;
    }
  }

  private get rows() {
    return this.database.repository(Organization);
  }
}
