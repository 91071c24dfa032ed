import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { Database } from '../../database/database';
import { purgeBefore } from '../../database/purge';
import type { EpochMs } from '../../shared/domain/clock';
import { DAY_MS } from '../../shared/domain/day';
import { ClientUsages, type UsageDelta, type UsageSummary } from '../application/client-usages';
import { ClientUsage } from '../domain/client-usage';

/** So long is it remembered when a client was used last. */
const KEPT_MS = 400 * DAY_MS;

/** Counts in our own table. */
@Injectable()
export class TypeOrmClientUsages extends ClientUsages {
  constructor(private readonly database: Database) {
    super();
  }

  async add({ clientRef, day, tokens, lastUsedAt }: UsageDelta): Promise<void> {
    const insert =
      'INSERT INTO grantor_client_usage (id, client_ref, day, tokens, last_used_at, expires_at) VALUES (?, ?, ?, ?, ?, ?)';
    const add = this.database.isSqlite
      ? 'ON CONFLICT (id) DO UPDATE SET tokens = tokens + excluded.tokens, last_used_at = MAX(last_used_at, excluded.last_used_at)'
      : 'ON DUPLICATE KEY UPDATE tokens = tokens + VALUES(tokens), last_used_at = GREATEST(last_used_at, VALUES(last_used_at))';
    const values = [`${clientRef}.${day}`, clientRef, day, tokens, lastUsedAt, lastUsedAt + KEPT_MS];
    await this.database.statement(() => this.database.manager.query(`${insert} ${add}`, values));
  }

  async summary(clientRef: string, sinceDay: number): Promise<UsageSummary> {
    const row = await this.rows
      .createQueryBuilder('usage')
      .select('MAX(usage.lastUsedAt)', 'last')
      .addSelect('SUM(CASE WHEN usage.day >= :sinceDay THEN usage.tokens ELSE 0 END)', 'tokens')
      .where({ clientRef })
      .setParameter('sinceDay', sinceDay)
      .getRawOne<{ last: unknown; tokens: unknown }>();
    return { tokens: Number(row?.tokens ?? 0), lastUsedAt: row?.last ? Number(row.last) : null };
  }

  async lastUsed(clientRefs: readonly string[]): Promise<Map<string, EpochMs>> {
    if (clientRefs.length === 0) return new Map();
    const rows = await this.rows
      .createQueryBuilder('usage')
      .select('usage.clientRef', 'ref')
      .addSelect('MAX(usage.lastUsedAt)', 'last')
      .where({ clientRef: In([...clientRefs]) })
      .groupBy('usage.clientRef')
      .getRawMany<{ ref: string; last: unknown }>();
    return new Map(rows.map(({ ref, last }) => [ref, Number(last)]));
  }

  purge(at: EpochMs, limit: number): Promise<number> {
    return purgeBefore(this.database, 'grantor_client_usage', 'id', at, limit);
  }

  private get rows() {
    return this.database.repository(ClientUsage);
  }
}
