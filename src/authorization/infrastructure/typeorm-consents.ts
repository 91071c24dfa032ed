import { Injectable } from '@nestjs/common';
import { Database } from '../../database/database';
import { isDuplicate } from '../../database/retry';
import type { RowCache } from '../../database/row-cache';
import { aboutConsentsOf, aboutConsentsTo } from '../../database/subjects';
import { Table } from '../../database/table';
import { isSubset, union } from '../../scopes/domain/scope';
import type { EpochMs } from '../../shared/domain/clock';
import { newId } from '../../shared/domain/id';
import { sha256 } from '../../shared/domain/secret';
import { Consents } from '../application/stores';
import { Consent } from '../domain/consent';

/** Consents in our own table. */
@Injectable()
export class TypeOrmConsents extends Consents {
  private readonly table: Table<Consent>;
  private readonly kept: RowCache<Consent>;

  constructor(private readonly database: Database) {
    super();
    this.table = new Table(database, Consent);
    const about = ({ userId, clientRef }: Consent) => [aboutConsentsOf(userId), aboutConsentsTo(clientRef)];
    this.kept = database.cache({ table: 'grantor_consents', about });
  }

  find(userId: string, clientRef: string, resource: string): Promise<Consent | null> {
    return this.kept.get(`${userId} ${clientRef} ${resource}`, () =>
      this.table.findOne({ userId, clientRef, resourceHash: sha256(resource) }),
    );
  }

  listOf(userId: string): Promise<Consent[]> {
    return this.rows.find({ where: { userId }, order: { createdAt: 'ASC', id: 'ASC' } });
  }

  async allow(
    userId: string,
    clientRef: string,
    resource: string,
    scopes: readonly string[],
    at: EpochMs,
  ): Promise<void> {
    const known = await this.find(userId, clientRef, resource);
    if (known && isSubset(scopes, known.scopes)) return;
    if (known) {
      const wider = { scopes: union(known.scopes, scopes), updatedAt: at };
      await this.database.changing([aboutConsentsOf(userId)], () =>
        this.rows.update({ id: known.id }, wider),
      );
      return;
    }
    const consent = new Consent({
      id: newId('consent'),
      userId,
      clientRef,
      resource,
      resourceHash: sha256(resource),
      scopes: [...scopes],
      createdAt: at,
      updatedAt: at,
    });
    try {
      await this.database.unseen(() => this.rows.insert(consent));
    } catch (error) {
      // The same person has allowed the same app in another tab: add to that.
      if (!isDuplicate(error)) throw error;
      await this.allow(userId, clientRef, resource, scopes, at);
    }
  }

  async countPeople(clientRef: string): Promise<number> {
    const query = this.rows.createQueryBuilder('consent').where({ clientRef });
    const row = await query
      .select('COUNT(DISTINCT consent.userId)', 'people')
      .getRawOne<{ people: unknown }>();
    return Number(row?.people ?? 0);
  }

  async removeOf(selector: { userId?: string; clientRef?: string }): Promise<number> {
    if (!selector.userId && !selector.clientRef) throw new Error('Say whose consents to remove.');
    const { userId, clientRef } = selector;
    const subject = userId ? aboutConsentsOf(userId) : aboutConsentsTo(clientRef!);
    return this.database.changing([subject], async () => (await this.rows.delete(selector)).affected ?? 0);
  }

  private get rows() {
    return this.database.repository(Consent);
  }
}
