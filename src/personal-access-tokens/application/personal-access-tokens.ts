import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Platform } from '../../shared/application/platform';
import { newId } from '../../shared/domain/id';
import { Problem } from '../../shared/domain/problem';
import { sha256 } from '../../shared/domain/secret';
import { type Party, SecurityEvents, userParty } from '../../shared/domain/security-events';
import { AccessTokens, Authorizations } from '../../tokens/application/stores';
import { TokenRevoker } from '../../tokens/application/token-revoker';
import { newJti, StoredAccessToken } from '../../tokens/domain/access-token';
import { newAuthorization } from '../../tokens/domain/authorization';
import type { User } from '../../users/domain/user';
import { endOfDay, PersonalAccessToken, SHOWN_AFTER_END } from '../domain/personal-access-token';
import { PersonalAccessTokenRules } from './personal-access-token-rules';
import { PersonalAccessTokenStore } from './personal-access-token-store';

export interface NewPersonalAccessToken {
  name: string;
  description?: string;
  scopes: string[];
  /** Whole days; null: never, where the server allows it; left out: as the server has it. */
  expiresInDays?: number | null;
}

/** Makes and ends the tokens that people make for their own hand. */
@Injectable()
export class PersonalAccessTokens implements OnModuleInit {
  constructor(
    private readonly store: PersonalAccessTokenStore,
    private readonly accessTokens: AccessTokens,
    private readonly authorizations: Authorizations,
    private readonly revoker: TokenRevoker,
    private readonly rules: PersonalAccessTokenRules,
    private readonly platform: Platform,
    private readonly events: SecurityEvents,
  ) {}

  /** However a token ended, its name is free again. */
  onModuleInit(): void {
    this.events.subscribe(async ({ type, target }) => {
      if (type !== 'token.revoked' || !target?.id) return;
      const at = this.platform.now();
      if (target.type === 'authorization') await this.store.endWith({ authorizationId: target.id }, at);
      if (target.type === 'user') await this.store.endWith({ userId: target.id }, at);
    });
  }

  /**
   * @returns the token in clear, this once
   * @throws Problem `validation-failed`, `limit-reached`
   */
  async create(
    user: User,
    request: NewPersonalAccessToken,
  ): Promise<{ token: PersonalAccessToken; value: string }> {
    const now = this.platform.now();
    const days = this.rules.days(request.expiresInDays);
    await this.rules.requireValid(user, request, days);
    const value = this.platform.secrets.make('personal');
    const expiresAt = days === null ? null : endOfDay(now, days);
    const resource = this.rules.resource.uri;
    const authorization = newAuthorization({
      grantType: 'personal',
      userId: user.id,
      clientRef: null,
      scopes: request.scopes,
      resource,
      createdAt: now,
      expiresAt: expiresAt === null ? null : expiresAt + SHOWN_AFTER_END,
    });
    const token = new PersonalAccessToken({
      id: newId('tok'),
      authorizationId: authorization.id,
      userId: user.id,
      name: request.name.trim(),
      description: request.description ?? '',
      scopes: request.scopes,
      prefix: this.platform.secrets.prefix('personal'),
      last4: value.slice(-4),
      createdAt: now,
      expiresAt,
      lastUsedAt: null,
      lastUsedIp: null,
      revokedAt: null,
    });
    await this.platform.transaction(async () => {
      this.rules.requireRoom(await this.store.lockOf(user.id), token.name, now);
      await this.authorizations.add(authorization);
      await this.accessTokens.add(
        new StoredAccessToken({
          hash: sha256(value),
          jti: newJti(authorization),
          authorizationId: authorization.id,
          scopes: request.scopes,
          resource,
          issuedAt: now,
          expiresAt,
        }),
      );
      await this.store.add(token);
      await this.publish('pat.created', token, userParty(user.id));
    });
    return { token, value };
  }

  listOf(userId: string): Promise<PersonalAccessToken[]> {
    return this.store.listOf(userId);
  }

  /** Ends it at once. @throws Problem `not-found` for an unknown token and for somebody else's */
  async revoke(id: string, userId: string, actor: Party): Promise<void> {
    const token = await this.store.find(id);
    if (!token || token.userId !== userId) throw Problem.notFound('token');
    await this.platform.transaction(async () => {
      if (!(await this.store.revoke(id, this.platform.now()))) return;
      await this.revoker.revokeAuthorization(token.authorizationId, actor);
      await this.publish('pat.revoked', token, actor);
    });
  }

  /** Remembers when and from where a token was used last; once a minute is enough. */
  noteUse(authorizationId: string, ip: string | null): Promise<void> {
    return this.store.noteUse(authorizationId, this.platform.now(), ip);
  }

  private publish(
    type: 'pat.created' | 'pat.revoked',
    token: PersonalAccessToken,
    actor: Party,
  ): Promise<void> {
    const target = { type: 'token', id: token.id } as const;
    return this.platform.publish({ type, outcome: 'success', actor, target, userId: token.userId });
  }
}
