import { Injectable } from '@nestjs/common';
import { Database } from '../../database/database';
import { purgeBefore } from '../../database/purge';
import { isDuplicate } from '../../database/retry';
import type { KeySet } from '../../database/key-set';
import type { RowCache } from '../../database/row-cache';
import { aboutToken } from '../../database/subjects';
import { Table } from '../../database/table';
import type { EpochMs } from '../../shared/domain/clock';
import { RevokedTokens } from '../application/stores';
import { RevokedToken } from './token.schemas';

const TABLE = 'grantor_revoked_tokens';

/** The list of single revoked tokens in our own table. */
@Injectable()
export class TypeOrmRevokedTokens extends RevokedTokens {
  private readonly table: Table<RevokedToken>;
  private readonly all: KeySet;
  /** For those of which the whole list cannot say: there are too many, or it was revoked since the list was read. */
  private readonly kept: RowCache<{ revoked: boolean }>;

  constructor(private readonly database: Database) {
    super();
    this.table = new Table(database, RevokedToken);
    this.all = database.keySet({ table: TABLE, about: aboutToken, read: (limit) => this.some(limit) });
    const about = (_: { revoked: boolean }, jti: string) => [aboutToken(jti)];
    this.kept = database.cache({ table: TABLE, about });
  }

  async add(jti: string, expiresAt: EpochMs): Promise<void> {
    try {
      await this.database.changing([aboutToken(jti)], () => this.table.insert({ jti, expiresAt }));
    } catch (error) {
      // Revoked twice is revoked.
      if (!isDuplicate(error)) throw error;
    }
  }

  async has(jti: string): Promise<boolean> {
    const isThere = await this.all.has(jti);
    if (isThere !== null) return isThere;
    const known = await this.kept.get(jti, async () => ({
      revoked: (await this.table.findOne({ jti })) !== null,
    }));
    return known!.revoked;
  }

  purge(at: EpochMs, limit: number): Promise<number> {
    return purgeBefore(this.database, TABLE, 'jti', at, limit);
  }

  private async some(limit: number): Promise<string[]> {
    const { rows } = await this.database.execute(`SELECT jti FROM ${TABLE} ORDER BY jti LIMIT ${limit}`, []);
    return rows.map(({ jti }) => String(jti));
  }
}
