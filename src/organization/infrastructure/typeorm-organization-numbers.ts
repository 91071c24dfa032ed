import { Injectable } from '@nestjs/common';
import { Client } from '../../clients/domain/client';
import { Database } from '../../database/database';
import { LocalUser } from '../../users/domain/user';
import { type Numbers, OrganizationNumbers } from '../application/organization-numbers';

/** Counts the rows of our own tables. */
@Injectable()
export class TypeOrmOrganizationNumbers extends OrganizationNumbers {
  constructor(private readonly database: Database) {
    super();
  }

  /** Projects go by their name: nothing is built on the sample API. */
  async count(): Promise<Numbers> {
    const [users, clients, projects] = await Promise.all(
      [LocalUser, Client, 'Project'].map((entity) => this.database.repository(entity).count()),
    );
    return { users: users!, clients: clients!, projects: projects! };
  }
}
