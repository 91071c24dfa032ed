import { Injectable } from '@nestjs/common';
import { Platform } from '../../shared/application/platform';
import type { EpochMs } from '../../shared/domain/clock';
import { newId } from '../../shared/domain/id';
import { sha256 } from '../../shared/domain/secret';
import { AccessTokens, Authorizations } from '../../tokens/application/stores';
import { newJti, StoredAccessToken } from '../../tokens/domain/access-token';
import { newAuthorization } from '../../tokens/domain/authorization';
import { PersonalAccessToken, SHOWN_AFTER_END } from '../domain/personal-access-token';
import { PersonalAccessTokenRules } from './personal-access-token-rules';
import { PersonalAccessTokenStore } from './personal-access-token-store';

/** A token and its value in clear, which exists this once. */
export interface MadeToken {
  token: PersonalAccessToken;
  value: string;
}

/** What a new token shall be. */
export type TokenWish = Pick<
  PersonalAccessToken,
  'userId' | 'name' | 'description' | 'scopes' | 'expiresAt' | 'rotatable'
> & {
  /** Of the one that it takes the place of; left out: it begins one. */
  familyId?: string;
};

/** Writes a new personal token: its name, its Authorization, and the hash of its value. */
@Injectable()
export class PersonalAccessTokenMint {
  constructor(
    private readonly store: PersonalAccessTokenStore,
    private readonly accessTokens: AccessTokens,
    private readonly authorizations: Authorizations,
    private readonly rules: PersonalAccessTokenRules,
    private readonly platform: Platform,
  ) {}

  /** Runs in the caller's transaction. */
  async make(wish: TokenWish): Promise<MadeToken> {
    const { userId, scopes, expiresAt } = wish;
    const now = this.platform.now();
    const resource = this.rules.resource.uri;
    const authorization = newAuthorization({
      grantType: 'personal',
      userId,
      client: null,
      scopes,
      resource,
      createdAt: now,
      expiresAt: expiresAt === null ? null : expiresAt + SHOWN_AFTER_END,
    });
    const value = this.platform.secrets.make('personal');
    const id = newId('tok');
    const token = new PersonalAccessToken({
      ...wish,
      id,
      familyId: wish.familyId ?? id,
      authorizationId: authorization.id,
      prefix: this.platform.secrets.prefix('personal'),
      last4: value.slice(-4),
      createdAt: now,
      lastUsedAt: null,
      lastUsedIp: null,
      revokedAt: null,
      replacedBy: null,
    });
    await this.authorizations.add(authorization);
    await this.accessTokens.add(
      new StoredAccessToken({
        hash: sha256(value),
        jti: newJti(authorization, null),
        authorizationId: authorization.id,
        scopes,
        resource,
        issuedAt: now,
        expiresAt,
      }),
    );
    await this.store.add(token);
    return { token, value };
  }

  /** From now on it may do only this. */
  narrow({ authorizationId }: PersonalAccessToken, scopes: string[]): Promise<void> {
    return this.accessTokens.narrow(authorizationId, scopes);
  }

  /** Another token takes its place; name and value end together. */
  async replace(former: PersonalAccessToken, by: string, until: EpochMs): Promise<void> {
    await this.store.replace(former.id, by, until);
    await this.accessTokens.shorten(former.authorizationId, until);
  }
}
