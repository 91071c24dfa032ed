import { Injectable } from '@nestjs/common';
import { IsNull } from 'typeorm';
import { Database } from '../../database/database';
import { purgeBefore } from '../../database/purge';
import type { EpochMs } from '../../shared/domain/clock';
import { AuthorizationCodes } from '../application/stores';
import { AuthorizationCode } from '../domain/authorization-code';

/** Codes in our own table. */
@Injectable()
export class TypeOrmAuthorizationCodes extends AuthorizationCodes {
  constructor(private readonly database: Database) {
    super();
  }

  async add(code: AuthorizationCode): Promise<void> {
    await this.rows.insert(code);
  }

  find(hash: string): Promise<AuthorizationCode | null> {
    return this.rows.findOneBy({ hash });
  }

  /** The condition on `used_at` is what makes a code single use. */
  async redeem(hash: string, at: EpochMs): Promise<boolean> {
    const result = await this.database.statement(() =>
      this.rows.update({ hash, usedAt: IsNull() }, { usedAt: at }),
    );
    return result.affected === 1;
  }

  purge(at: EpochMs, limit: number): Promise<number> {
    return purgeBefore(this.database, 'grantor_authorization_codes', 'hash', at, limit);
  }

  private get rows() {
    return this.database.repository(AuthorizationCode);
  }
}
