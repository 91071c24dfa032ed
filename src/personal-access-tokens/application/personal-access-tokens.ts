import { Injectable, type OnModuleInit } from '@nestjs/common';
import { ScopeKeeping } from '../../scopes/application/scope-keeping';
import { Platform } from '../../shared/application/platform';
import type { Page, PageRequest } from '../../shared/domain/page';
import { Problem } from '../../shared/domain/problem';
import { type Party, SecurityEvents, userParty } from '../../shared/domain/security-events';
import type { User } from '../../users/domain/user';
import { AlreadyRotatedProblem } from '../domain/already-rotated-problem';
import { endOfDay, PersonalAccessToken } from '../domain/personal-access-token';
import { PersonalAccessTokenEndings } from './personal-access-token-endings';
import { type MadeToken, PersonalAccessTokenMint } from './personal-access-token-mint';
import { PersonalAccessTokenRules } from './personal-access-token-rules';
import { PersonalAccessTokenStore, type TokenFilters } from './personal-access-token-store';

export interface NewPersonalAccessToken {
  name: string;
  description?: string;
  scopes: string[];
  /** Whole days; null: never, where the server allows it; left out: as the server has it. */
  expiresInDays?: number | null;
  /** Whether it may rotate itself; by default it may not. */
  rotatable?: boolean;
}

export type TokenChanges = Partial<Pick<PersonalAccessToken, 'name' | 'description' | 'scopes'>>;

/** Makes, lists and ends the tokens that people make for their own hand. */
@Injectable()
export class PersonalAccessTokens implements OnModuleInit {
  constructor(
    private readonly store: PersonalAccessTokenStore,
    private readonly mint: PersonalAccessTokenMint,
    private readonly endings: PersonalAccessTokenEndings,
    private readonly rules: PersonalAccessTokenRules,
    private readonly scopes: ScopeKeeping,
    private readonly platform: Platform,
    private readonly events: SecurityEvents,
  ) {}

  /** However a token ended, its name is free again. */
  onModuleInit(): void {
    this.events.subscribe(['token.revoked'], async ({ target }) => {
      if (!target?.id) return;
      const at = this.platform.now();
      if (target.type === 'authorization') await this.store.endWith({ authorizationId: target.id }, at);
      if (target.type === 'user') await this.store.endWith({ userId: target.id }, at);
    });
  }

  /**
   * @returns the token in clear, this once
   * @throws Problem `validation-failed`, `limit-reached`, `role-required`
   */
  async create(user: User, request: NewPersonalAccessToken): Promise<MadeToken> {
    const now = this.platform.now();
    const days = this.rules.days(request.expiresInDays);
    await this.rules.requireValid(user, request, days);
    return this.platform.transaction(async () => {
      const live = await this.lockLive(user.id);
      this.rules.requireRoom(live, request.name.trim());
      await this.scopes.require(request.scopes);
      const made = await this.mint.make({
        userId: user.id,
        name: request.name.trim(),
        description: request.description?.trim() ?? '',
        scopes: [...new Set(request.scopes)],
        rotatable: request.rotatable ?? false,
        expiresAt: days === null ? null : endOfDay(now, days),
      });
      await this.publish('pat.created', made.token, userParty(user.id));
      return made;
    });
  }

  /**
   * Another name or description, or fewer scopes.
   *
   * @throws Problem `not-found` also for one that has ended, `validation-failed`
   */
  async update(user: User, id: string, changes: TokenChanges, actor: Party): Promise<PersonalAccessToken> {
    return this.platform.transaction(async () => {
      const live = await this.lockLive(user.id);
      const token = live.find((one) => one.id === id);
      if (!token) throw Problem.notFound('token');
      const given = trimmed(changes);
      this.rules.requireChangeable(token, given, live);
      if (Object.keys(given).length === 0) return token;
      await this.store.change(id, given);
      if (given.scopes) await this.mint.narrow(token, given.scopes);
      await this.publish('pat.updated', token, actor, Object.keys(given));
      return new PersonalAccessToken({ ...token, ...given });
    });
  }

  /**
   * A new value for the same purpose; the former one works for `overlapSeconds` more.
   *
   * @throws Problem `not-found`, `already-rotated`, and as `create` where the person may no longer have such a token
   */
  async rotate(
    user: User,
    id: string,
    request: { expiresInDays?: number | null; overlapSeconds: number },
  ): Promise<MadeToken> {
    const now = this.platform.now();
    const days = this.rules.days(request.expiresInDays);
    const former = await this.find(user.id, id);
    if (former.replacedBy === null) await this.rules.requireValid(user, former, days);
    return this.platform.transaction(async () => {
      const live = await this.lockLive(user.id);
      const current = live.find((token) => token.id === id);
      if (current?.replacedBy !== null) throw new AlreadyRotatedProblem(await this.find(user.id, id));
      const expiresAt = days === null ? null : endOfDay(now, days);
      const made = await this.mint.make({ ...wishOf(current), expiresAt });
      await this.replace(former, made.token.id, now + request.overlapSeconds * 1000);
      await this.publish('pat.rotated', made.token, userParty(user.id));
      return made;
    });
  }

  /** Live ones or those that ended in the last 90 days, the newest first. */
  listOf(
    userId: string,
    page: PageRequest<'createdAt'>,
    { live }: { live: boolean },
  ): Promise<Page<PersonalAccessToken>> {
    return this.store.listOf(userId, page, { live, at: this.platform.now() });
  }

  /** As `listOf`, whatever their state, as far as the filters want it. */
  search(
    userId: string,
    page: PageRequest<'createdAt'>,
    filters: TokenFilters,
  ): Promise<Page<PersonalAccessToken>> {
    return this.store.search(userId, page, filters, this.platform.now());
  }

  /** The one behind a call. @throws Problem `not-found` */
  async findByAuthorization(authorizationId: string): Promise<PersonalAccessToken> {
    const token = await this.store.findByAuthorization(authorizationId);
    if (!token) throw Problem.notFound('token');
    return token;
  }

  /** @throws Problem `not-found` for an unknown token and for somebody else's */
  async find(userId: string, id: string): Promise<PersonalAccessToken> {
    const token = await this.store.find(id);
    if (token?.userId !== userId) throw Problem.notFound('token');
    return token;
  }

  /** Ends it at once. @throws Problem `not-found` */
  async revoke(id: string, userId: string, actor: Party): Promise<void> {
    await this.endings.revoke(await this.find(userId, id), actor);
  }

  /** Remembers when and from where a token was used last; once a minute is enough. */
  noteUse(authorizationId: string, ip: string | null): Promise<void> {
    return this.store.noteUse(authorizationId, this.platform.now(), ip);
  }

  /** How many there are, and which names are taken, is looked at by one at a time. */
  private async lockLive(userId: string): Promise<PersonalAccessToken[]> {
    await this.platform.lock(`personal tokens of ${userId}`);
    return this.store.listLive(userId, this.platform.now());
  }

  private async replace(former: PersonalAccessToken, by: string, until: number): Promise<void> {
    const end = Math.min(former.expiresAt ?? Infinity, until);
    await this.mint.replace(former, by, end);
    if (end <= this.platform.now()) await this.endings.revoke(former, userParty(former.userId));
  }

  private publish(
    type: `pat.${'created' | 'updated' | 'rotated'}`,
    token: PersonalAccessToken,
    actor: Party,
    changed: string[] = [],
  ): Promise<void> {
    const target = { type: 'token', id: token.id } as const;
    const changes = changed.map((path) => ({ path }));
    return this.platform.publish({ type, outcome: 'success', actor, target, userId: token.userId, changes });
  }
}

/** What its successor has of a token. */
const wishOf = ({ userId, name, description, scopes, rotatable, familyId }: PersonalAccessToken) => ({
  ...{ userId, name, description, scopes, rotatable, familyId },
});

/** What was given, without blanks around it. */
const trimmed = ({ name, description, scopes }: TokenChanges): TokenChanges => ({
  ...(name !== undefined && { name: name.trim() }),
  ...(description !== undefined && { description: description.trim() }),
  ...(scopes !== undefined && { scopes: [...new Set(scopes)] }),
});
