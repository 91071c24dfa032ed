import { Injectable } from '@nestjs/common';
import { IsNull } from 'typeorm';
import { Database } from '../../database/database';
import { purgeBefore } from '../../database/purge';
import type { EpochMs } from '../../shared/domain/clock';
import { LocalUser } from '../../users/domain/user';
import { PersonalAccessTokenStore } from '../application/personal-access-token-store';
import { PersonalAccessToken, SHOWN_AFTER_END } from '../domain/personal-access-token';

const USE_NOTED_EVERY = 60_000;

/** Names of personal tokens in our own table. */
@Injectable()
export class TypeOrmPersonalAccessTokenStore extends PersonalAccessTokenStore {
  constructor(private readonly database: Database) {
    super();
  }

  async add(token: PersonalAccessToken): Promise<void> {
    await this.rows.insert(token);
  }

  find(id: string): Promise<PersonalAccessToken | null> {
    return this.rows.findOneBy({ id });
  }

  /** The row of the person is the lock: rows that are not there yet cannot be locked. */
  async lockOf(userId: string): Promise<PersonalAccessToken[]> {
    if (!this.database.isSqlite) {
      const lock = { mode: 'pessimistic_write' } as const;
      await this.database.repository(LocalUser).findOne({ where: { id: userId }, lock });
    }
    return this.listOf(userId);
  }

  listOf(userId: string): Promise<PersonalAccessToken[]> {
    return this.rows.find({ where: { userId }, order: { createdAt: 'DESC', id: 'ASC' } });
  }

  async noteUse(authorizationId: string, at: EpochMs, ip: string | null): Promise<void> {
    await this.rows
      .createQueryBuilder()
      .update()
      .set({ lastUsedAt: at, lastUsedIp: ip })
      .where('authorization_id = :authorizationId AND (last_used_at IS NULL OR last_used_at < :before)', {
        authorizationId,
        before: at - USE_NOTED_EVERY,
      })
      .execute();
  }

  async endWith(selector: { authorizationId: string } | { userId: string }, at: EpochMs): Promise<void> {
    await this.rows.update({ ...selector, revokedAt: IsNull() }, { revokedAt: at });
  }

  async revoke(id: string, at: EpochMs): Promise<boolean> {
    return (await this.rows.update({ id, revokedAt: IsNull() }, { revokedAt: at })).affected === 1;
  }

  purge(at: EpochMs, limit: number): Promise<number> {
    return purgeBefore(this.database, 'grantor_personal_access_tokens', 'id', at - SHOWN_AFTER_END, limit);
  }

  private get rows() {
    return this.database.repository(PersonalAccessToken);
  }
}
