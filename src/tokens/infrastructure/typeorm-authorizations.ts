import { Injectable } from '@nestjs/common';
import { IsNull, Not } from 'typeorm';
import { Database } from '../../database/database';
import { purgeBefore } from '../../database/purge';
import { readPage } from '../../database/read-page';
import { isDuplicate } from '../../database/retry';
import type { EpochMs } from '../../shared/domain/clock';
import type { Page, PageRequest } from '../../shared/domain/page';
import { type AuthorizationSelector, Authorizations } from '../application/stores';
import { Authorization } from '../domain/authorization';

/** Authorizations in our own table. */
@Injectable()
export class TypeOrmAuthorizations extends Authorizations {
  constructor(private readonly database: Database) {
    super();
  }

  async add(authorization: Authorization): Promise<void> {
    await this.rows.insert(authorization);
  }

  find(id: string): Promise<Authorization | null> {
    return this.rows.findOneBy({ id });
  }

  listOf(userId: string, at: EpochMs, page: PageRequest<'createdAt'>): Promise<Page<Authorization>> {
    const query = this.rows
      .createQueryBuilder('given')
      .where({ userId, clientRef: Not(IsNull()), revokedAt: IsNull() })
      .andWhere('(given.expiresAt IS NULL OR given.expiresAt > :at)', { at });
    return readPage(query, page);
  }

  async standing(proposed: Authorization): Promise<Authorization> {
    const standingFor = proposed.standingFor!;
    const existing = await this.rows.findOneBy({ standingFor });
    if (existing) return existing;
    try {
      await this.rows.insert(proposed);
      return proposed;
    } catch (error) {
      if (!isDuplicate(error)) throw error;
      return this.rows.findOneByOrFail({ standingFor });
    }
  }

  async revoke(id: string, at: EpochMs): Promise<boolean> {
    const ended = await this.database.statement(() =>
      this.rows.update({ id, standingFor: IsNull(), revokedAt: IsNull() }, { revokedAt: at }),
    );
    return ended.affected === 1 || (await this.endGeneration({ id })) > 0;
  }

  async revokeAll(selector: AuthorizationSelector, at: EpochMs): Promise<number> {
    if (!selector.userId && !selector.clientRef)
      throw new Error('A revocation must say whose authorizations it is about.');
    const ended = await this.database.statement(() =>
      this.rows.update({ ...selector, standingFor: IsNull(), revokedAt: IsNull() }, { revokedAt: at }),
    );
    return (ended.affected ?? 0) + (await this.endGeneration(selector));
  }

  /** The end is never earlier than it was: refreshes run side by side. */
  async noteUse(id: string, at: EpochMs, until: EpochMs): Promise<void> {
    await this.database.statement(() =>
      this.rows
        .createQueryBuilder()
        .update()
        .set({
          lastUsedAt: at,
          expiresAt: () => 'CASE WHEN expires_at > :until THEN expires_at ELSE :until END',
        })
        .where({ id })
        .setParameters({ until })
        .execute(),
    );
  }

  purge(at: EpochMs, limit: number): Promise<number> {
    return purgeBefore(this.database, 'grantor_authorizations', 'id', at, limit);
  }

  /** A standing Authorization goes on, with none of its tokens so far. */
  private async endGeneration(where: AuthorizationSelector & { id?: string }): Promise<number> {
    const result = await this.database.statement(() =>
      this.rows.update({ ...where, standingFor: Not(IsNull()) }, { generation: () => 'generation + 1' }),
    );
    return result.affected ?? 0;
  }

  private get rows() {
    return this.database.repository(Authorization);
  }
}
