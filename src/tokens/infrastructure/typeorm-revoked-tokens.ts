import { Injectable } from '@nestjs/common';
import { Database } from '../../database/database';
import { purgeBefore } from '../../database/purge';
import { isDuplicate } from '../../database/retry';
import type { EpochMs } from '../../shared/domain/clock';
import { RevokedTokens } from '../application/stores';
import { RevokedToken } from './token.schemas';

/** The list of single revoked tokens in our own table. */
@Injectable()
export class TypeOrmRevokedTokens extends RevokedTokens {
  constructor(private readonly database: Database) {
    super();
  }

  async add(jti: string, expiresAt: EpochMs): Promise<void> {
    try {
      await this.database.repository(RevokedToken).insert({ jti, expiresAt });
    } catch (error) {
      // Revoked twice is revoked.
      if (!isDuplicate(error)) throw error;
    }
  }

  has(jti: string): Promise<boolean> {
    return this.database.repository(RevokedToken).existsBy({ jti });
  }

  purge(at: EpochMs, limit: number): Promise<number> {
    return purgeBefore(this.database, 'grantor_revoked_tokens', 'jti', at, limit);
  }
}
