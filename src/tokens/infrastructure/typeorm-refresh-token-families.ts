import { Injectable } from '@nestjs/common';
import { Database } from '../../database/database';
import { purgeBefore } from '../../database/purge';
import type { EpochMs } from '../../shared/domain/clock';
import { RefreshTokenFamilies } from '../application/stores';
import { RefreshTokenFamily } from '../domain/refresh-token';

/** Families of refresh tokens in our own table, one row each. */
@Injectable()
export class TypeOrmRefreshTokenFamilies extends RefreshTokenFamilies {
  constructor(private readonly database: Database) {
    super();
  }

  async add(family: RefreshTokenFamily): Promise<void> {
    await this.rows.insert(family);
  }

  find(familyHash: string): Promise<RefreshTokenFamily | null> {
    return this.rows.findOneBy({ familyHash });
  }

  /** The condition on the current hash is what makes a refresh token single use. */
  async rotate(
    familyHash: string,
    from: string,
    to: string,
    times: { rotatedAt: EpochMs; expiresAt: EpochMs },
  ): Promise<boolean> {
    const result = await this.database.statement(() =>
      this.rows.update({ familyHash, currentHash: from }, { currentHash: to, previousHash: from, ...times }),
    );
    return result.affected === 1;
  }

  async prolong(familyHash: string, expiresAt: EpochMs): Promise<void> {
    await this.rows.update({ familyHash }, { expiresAt });
  }

  purge(at: EpochMs, limit: number): Promise<number> {
    return purgeBefore(this.database, 'grantor_refresh_tokens', 'family_hash', at, limit);
  }

  private get rows() {
    return this.database.repository(RefreshTokenFamily);
  }
}
