import { Injectable } from '@nestjs/common';
import { Database } from '../../database/database';
import { isDuplicate } from '../../database/retry';
import type { RowCache } from '../../database/row-cache';
import { ABOUT_SCOPES } from '../../database/subjects';
import { ScopeStore, ScopeTakenError } from '../application/scope-store';
import { StoredScope } from '../domain/stored-scope';

/** Scopes of administrators in our own table. */
@Injectable()
export class TypeOrmScopeStore extends ScopeStore {
  private readonly kept: RowCache<StoredScope[]>;

  constructor(private readonly database: Database) {
    super();
    this.kept = database.cache({ table: 'grantor_scopes', about: () => [ABOUT_SCOPES] });
  }

  async all(): Promise<readonly StoredScope[]> {
    const order = { createdAt: 'ASC', name: 'ASC' } as const;
    return (await this.kept.get('all', () => this.rows.find({ order }))) ?? [];
  }

  async add(scope: StoredScope): Promise<void> {
    try {
      await this.changing(() => this.rows.insert(scope));
    } catch (error) {
      throw isDuplicate(error) ? new ScopeTakenError() : error;
    }
  }

  async replace({ name, ...values }: StoredScope, readVersion: number): Promise<boolean> {
    const which = { name, version: readVersion };
    return (await this.changing(() => this.rows.update(which, values))).affected === 1;
  }

  async remove(name: string, readVersion: number): Promise<boolean> {
    return (await this.changing(() => this.rows.delete({ name, version: readVersion }))).affected === 1;
  }

  private changing<T>(work: () => Promise<T>): Promise<T> {
    return this.database.changing([ABOUT_SCOPES], work);
  }

  private get rows() {
    return this.database.repository(StoredScope);
  }
}
