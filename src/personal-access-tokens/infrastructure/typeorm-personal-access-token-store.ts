import { Injectable } from '@nestjs/common';
import { Between, IsNull, LessThan, MoreThan, Raw } from 'typeorm';
import { Database } from '../../database/database';
import { readPage } from '../../database/read-page';
import { purgeBefore } from '../../database/purge';
import { BoundedMap } from '../../shared/domain/bounded-map';
import type { EpochMs } from '../../shared/domain/clock';
import type { EndingSpan } from '../../shared/domain/ending-span';
import type { Page, PageRequest } from '../../shared/domain/page';
import { PersonalAccessTokenStore, type TokenFilters } from '../application/personal-access-token-store';
import { PersonalAccessToken, type TokenStatus, SHOWN_AFTER_END } from '../domain/personal-access-token';

/** Neither revoked nor past its end. */
const LIVE = '(token.revokedAt IS NULL AND (token.expiresAt IS NULL OR token.expiresAt > :at))';
const ENDED_LATELY = `(NOT ${LIVE} AND COALESCE(token.revokedAt, token.expiresAt) > :since)`;
const STATES: Record<TokenStatus, string> = {
  active: LIVE,
  expired: `(token.revokedAt IS NULL AND NOT ${LIVE})`,
  revoked: 'token.revokedAt IS NOT NULL',
};
const USE_NOTED_EVERY = 60_000;
/** Of so many tokens a node remembers that. */
const NOTED_LIMIT = 10_000;
const NOTE_USE = `UPDATE grantor_personal_access_tokens SET last_used_at = ?, last_used_ip = ?
  WHERE authorization_id = ? AND (last_used_at IS NULL OR last_used_at < ?)`;

/** Names of personal tokens in our own table. */
@Injectable()
export class TypeOrmPersonalAccessTokenStore extends PersonalAccessTokenStore {
  /** When this node has seen last that the use of a token is noted, by Authorization. */
  private readonly noted = new BoundedMap<string, EpochMs>(NOTED_LIMIT);

  constructor(private readonly database: Database) {
    super();
  }

  async add(token: PersonalAccessToken): Promise<void> {
    await this.rows.insert(token);
  }

  find(id: string): Promise<PersonalAccessToken | null> {
    return this.rows.findOneBy({ id });
  }

  findByAuthorization(authorizationId: string): Promise<PersonalAccessToken | null> {
    return this.rows.findOneBy({ authorizationId });
  }

  listFamily(userId: string, familyId: string): Promise<PersonalAccessToken[]> {
    return this.rows.findBy({ userId, familyId, revokedAt: IsNull() });
  }

  /** Two questions, each of which has an index. */
  async listUnused(since: EpochMs, at: EpochMs, limit: number): Promise<PersonalAccessToken[]> {
    const unused = (which: string) =>
      this.rows
        .createQueryBuilder('token')
        .where(which, { since })
        .andWhere(LIVE, { at })
        .limit(limit)
        .getMany();
    const long = await unused('token.lastUsedAt < :since');
    return long.length > 0 ? long : unused('token.lastUsedAt IS NULL AND token.createdAt < :since');
  }

  search(
    userId: string,
    page: PageRequest<'createdAt'>,
    { state, expires_before, last_used_before }: TokenFilters,
    at: EpochMs,
  ): Promise<Page<PersonalAccessToken>> {
    const query = this.of(userId).andWhere(`(${LIVE} OR ${ENDED_LATELY})`, {
      at,
      since: at - SHOWN_AFTER_END,
    });
    if (state) query.andWhere(STATES[state]);
    if (expires_before !== undefined) query.andWhere({ expiresAt: LessThan(expires_before) });
    if (last_used_before !== undefined) {
      query.andWhere('COALESCE(token.lastUsedAt, token.createdAt) < :before', { before: last_used_before });
    }
    return readPage(query, page);
  }

  async change(
    id: string,
    changes: Partial<Pick<PersonalAccessToken, 'name' | 'description' | 'scopes'>>,
  ): Promise<void> {
    await this.rows.update({ id }, changes);
  }

  listLive(userId: string, at: EpochMs): Promise<PersonalAccessToken[]> {
    return this.of(userId).andWhere(LIVE, { at }).getMany();
  }

  listOf(
    userId: string,
    page: PageRequest<'createdAt'>,
    { live, at }: { live: boolean; at: EpochMs },
  ): Promise<Page<PersonalAccessToken>> {
    const query = this.of(userId).andWhere(live ? LIVE : ENDED_LATELY, { at, since: at - SHOWN_AFTER_END });
    return readPage(query, page);
  }

  async replace(id: string, by: string, until: EpochMs): Promise<void> {
    await this.rows.update({ id }, { replacedBy: by, expiresAt: until });
  }

  /** Who sends many requests asks the database once a minute on each node. */
  async noteUse(authorizationId: string, at: EpochMs, ip: string | null): Promise<void> {
    const before = at - USE_NOTED_EVERY;
    if ((this.noted.get(authorizationId) ?? before) > before) return;
    await this.database.statement(() => this.database.execute(NOTE_USE, [at, ip, authorizationId, before]));
    this.noted.set(authorizationId, at);
  }

  async endWith(selector: { authorizationId: string } | { userId: string }, at: EpochMs): Promise<void> {
    await this.rows.update({ ...selector, revokedAt: IsNull() }, { revokedAt: at });
  }

  async endWithAuthorizations(userId: string | null, at: EpochMs): Promise<void> {
    const over = Raw(
      (authorization) =>
        `EXISTS (SELECT 1 FROM grantor_authorizations given WHERE given.id = ${authorization} AND given.revoked_at IS NOT NULL)`,
    );
    const living = { ...(userId !== null && { userId }), revokedAt: IsNull(), authorizationId: over };
    await this.database.statement(() => this.rows.update(living, { revokedAt: at }));
  }

  async revoke(id: string, at: EpochMs): Promise<boolean> {
    return (await this.rows.update({ id, revokedAt: IsNull() }, { revokedAt: at })).affected === 1;
  }

  purge(at: EpochMs, limit: number): Promise<number> {
    return purgeBefore(this.database, 'grantor_personal_access_tokens', 'id', at - SHOWN_AFTER_END, limit);
  }

  listEnding({ from, until, after, limit }: EndingSpan): Promise<PersonalAccessToken[]> {
    return this.rows.find({
      where: {
        expiresAt: Between(from, until),
        id: MoreThan(after),
        revokedAt: IsNull(),
        replacedBy: IsNull(),
      },
      order: { id: 'ASC' },
      take: limit,
    });
  }

  private of(userId: string) {
    return this.rows.createQueryBuilder('token').where({ userId });
  }

  private get rows() {
    return this.database.repository(PersonalAccessToken);
  }
}
