import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { Client } from '../../clients/domain/client';
import { Database } from '../../database/database';
import { union } from '../../scopes/domain/scope';
import type { EpochMs } from '../../shared/domain/clock';
import type { Page, PageRequest } from '../../shared/domain/page';
import { Connections } from '../application/connections';
import type { Connection } from '../domain/connection';

/** Everything by which an app can act for a person: the consents, and the Authorizations that live. */
const WAYS = `
  SELECT client_ref, scopes, created_at AS since, NULL AS last_used
    FROM grantor_consents WHERE user_id = ?
  UNION ALL
  SELECT client_ref, scopes, created_at, COALESCE(last_used_at, created_at)
    FROM grantor_authorizations
    WHERE user_id = ? AND client_ref IS NOT NULL AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > ?)`;

type Times = Pick<Connection, 'clientRef' | 'since' | 'lastUsedAt'>;

/** Connections, read from what was allowed and issued: there is no table of them that could say something else. */
@Injectable()
export class TypeOrmConnections extends Connections {
  constructor(private readonly database: Database) {
    super();
  }

  async listOf(userId: string, at: EpochMs, page: PageRequest<'since'>): Promise<Page<Connection>> {
    const { after, limit } = page;
    const beyond = after && [Number(after.value), Number(after.value), after.id];
    const rows = await this.times(
      `${beyond ? 'HAVING MIN(since) < ? OR (MIN(since) = ? AND client_ref < ?)' : ''}
       ORDER BY MIN(since) DESC, client_ref DESC LIMIT ${Math.trunc(limit) + 1}`,
      [userId, userId, at, ...(beyond ?? [])],
    );
    const items = await this.complete(userId, at, rows.slice(0, limit));
    const last = rows.length > limit ? items.at(-1) : undefined;
    return { items, next: last ? { value: last.since, id: last.clientRef } : null };
  }

  async find(userId: string, clientRef: string, at: EpochMs): Promise<Connection | null> {
    const rows = await this.times('HAVING client_ref = ?', [userId, userId, at, clientRef]);
    const [found] = await this.complete(userId, at, rows);
    return found ?? null;
  }

  private async times(which: string, values: (string | number)[]): Promise<Times[]> {
    const rows = (await this.database.manager.query(
      `SELECT client_ref, MIN(since) AS since, MAX(last_used) AS last_used
       FROM (${WAYS}) AS ways GROUP BY client_ref ${which}`,
      values,
    )) as { client_ref: string; since: unknown; last_used: unknown }[];
    return rows.map((row) => ({
      clientRef: row.client_ref,
      since: Number(row.since),
      lastUsedAt: row.last_used === null ? null : Number(row.last_used),
    }));
  }

  private async complete(userId: string, at: EpochMs, rows: Times[]): Promise<Connection[]> {
    if (rows.length === 0) return [];
    const refs = rows.map(({ clientRef }) => clientRef);
    const clients = await this.database.repository(Client).findBy({ ref: In(refs) });
    const marks = refs.map(() => '?').join(', ');
    const allowed = (await this.database.manager.query(
      `SELECT DISTINCT client_ref, scopes FROM (${WAYS}) AS ways WHERE client_ref IN (${marks})`,
      [userId, userId, at, ...refs],
    )) as { client_ref: string; scopes: string }[];
    return rows.map((row) => ({
      ...row,
      client: clients.find(({ ref }) => ref === row.clientRef) ?? null,
      scopes: allowed
        .filter(({ client_ref }) => client_ref === row.clientRef)
        .reduce<string[]>((all, { scopes }) => union(all, JSON.parse(scopes) as string[]), []),
    }));
  }
}
