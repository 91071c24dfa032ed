import { Injectable } from '@nestjs/common';
import { In, type SelectQueryBuilder } from 'typeorm';
import { Database } from '../../database/database';
import { InsertQueue } from '../../database/insert-queue';
import { purgeBefore } from '../../database/purge';
import { readPage } from '../../database/read-page';
import { Table } from '../../database/table';
import type { EpochMs } from '../../shared/domain/clock';
import type { Page, PageRequest } from '../../shared/domain/page';
import { sha256 } from '../../shared/domain/secret';
import { AuditArchive } from '../application/audit-archive';
import type { AuditEvent } from '../domain/audit-event';
import type { AuditFilters } from '../domain/audit-filters';
import { eventOf, rowOf } from './audit-event-row';
import { AuditEventRow } from './audit-event.schema';

/** Rows of one statement: each number of rows is prepared once. */
const AT_ONCE = 50;

/** The default audit log: our own table. */
@Injectable()
export class TypeOrmAuditArchive extends AuditArchive {
  private readonly table: Table<AuditEventRow>;
  private readonly queue: InsertQueue<AuditEventRow>;

  constructor(private readonly database: Database) {
    super();
    this.table = new Table(database, AuditEventRow);
    this.queue = new InsertQueue(database, this.table);
  }

  record(event: AuditEvent): Promise<void> {
    return this.queue.insert(rowOf(event));
  }

  async recordAll(events: readonly AuditEvent[]): Promise<void> {
    const rows = events.map(rowOf);
    if (rows.length <= AT_ONCE) return this.database.statement(() => this.table.insertAll(rows));
    await this.database.run(async () => {
      for (let at = 0; at < rows.length; at += AT_ONCE)
        await this.table.insertAll(rows.slice(at, at + AT_ONCE));
    });
  }

  async get(id: string): Promise<AuditEvent | null> {
    const row = await this.rows.findOneBy({ id });
    return row && eventOf(row);
  }

  /**
   * Each type is asked for by itself and the answers are merged: an index gives the rows of one type in the order of
   * time, those of several it would have to sort.
   */
  async find(page: PageRequest<'at'>, { type, ...filters }: AuditFilters): Promise<Page<AuditEvent>> {
    const found: Page<AuditEventRow>[] = [];
    for (const one of type ?? [undefined]) {
      found.push(await readPage(this.query(filters, one).select(['event.id', 'event.at']), page));
    }
    const places = found.flatMap(({ items }) => items).sort(inOrder(page));
    const items = places.slice(0, page.limit);
    const last = items.at(-1);
    const isMore = places.length > page.limit || found.some(({ next }) => next !== null);
    return {
      items: await this.read(items.map(({ id }) => id)),
      next: isMore && last ? { value: last.at, id: last.id } : null,
      ...(page.count && { total: found.reduce((sum, { total }) => sum + (total ?? 0), 0) }),
    };
  }

  forget(before: EpochMs, limit: number): Promise<number> {
    return purgeBefore(this.database, 'grantor_audit_events', 'id', before, limit, 'at');
  }

  private async read(ids: readonly string[]): Promise<AuditEvent[]> {
    const rows = await this.rows.findBy({ id: In(ids) });
    const byId = new Map(rows.map((row) => [row.id, eventOf(row)]));
    return ids.flatMap((id) => byId.get(id) ?? []);
  }

  private query(
    { actor, user_id, client_id, ip, outcome, request_id, from, to }: Omit<AuditFilters, 'type'>,
    type: AuditEventRow['type'] | undefined,
  ): SelectQueryBuilder<AuditEventRow> {
    const query = this.rows.createQueryBuilder('event');
    if (type) query.andWhere({ type });
    if (actor !== undefined) query.andWhere({ actorHash: sha256(actor) });
    if (user_id !== undefined) query.andWhere({ userId: user_id });
    if (client_id !== undefined) query.andWhere({ clientHash: sha256(client_id) });
    if (ip !== undefined) query.andWhere({ ip });
    if (outcome) query.andWhere({ outcome });
    if (request_id !== undefined) query.andWhere({ requestId: request_id });
    if (from !== undefined) query.andWhere('event.at >= :from', { from });
    if (to !== undefined) query.andWhere('event.at < :to', { to });
    return query;
  }

  private get rows() {
    return this.database.repository(AuditEventRow);
  }
}

type Place = Pick<AuditEventRow, 'at' | 'id'>;

const inOrder =
  ({ descending }: PageRequest) =>
  (a: Place, b: Place): number =>
    (a.at - b.at || (a.id < b.id ? -1 : 1)) * (descending ? -1 : 1);
