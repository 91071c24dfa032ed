import { Injectable } from '@nestjs/common';
import type { Client } from '../../clients/domain/client';
import { Platform } from '../../shared/application/platform';
import { currentRequest } from '../../shared/application/request-context';
import { OAuthError } from '../../shared/domain/oauth-error';
import type { Parameters } from '../../shared/domain/parameters';
import { PasswordCheck } from '../../sessions/application/password-check';
import { TooManyTries } from '../../throttles/application/too-many-tries';
import { Authorizations } from '../../tokens/application/stores';
import { Authorization, newAuthorization, UNUSED_MS } from '../../tokens/domain/authorization';
import type { User } from '../../users/domain/user';
import { Grant, type IssuedTokens } from './grant';
import { RequestRules, TokenKit } from './token-kit';

/**
 * `grant_type=password` (RFC 6749 §4.3): a legacy switch, off by default, because the app sees the person's password
 * (RFC 9700 §2.4).
 */
@Injectable()
export class PasswordGrant extends Grant {
  readonly type = 'password';

  constructor(
    private readonly passwords: PasswordCheck,
    private readonly authorizations: Authorizations,
    private readonly kit: TokenKit,
    private readonly rules: RequestRules,
    private readonly platform: Platform,
  ) {
    super();
  }

  async exchange(client: Client, params: Parameters): Promise<IssuedTokens> {
    const username = params.require('username');
    const password = params.require('password');
    const requested = this.rules.requestedScopes(params, client);
    const resource = await this.rules.requestedResource(params, client);
    const user = await this.authenticate(client, username, password);
    if (!user?.isActive) throw OAuthError.invalidGrant('The user name or the password is not right');
    const now = this.platform.now();
    const proposed = newAuthorization({
      grantType: this.type,
      userId: user.id,
      client,
      scopes: requested,
      resource,
      authTime: now,
      acr: '1',
      amr: ['pwd'],
      createdAt: now,
      expiresAt: now + UNUSED_MS,
    });
    const scopes = await this.kit.currentScopes(proposed, client, user);
    const authorization = new Authorization({ ...proposed, scopes });
    await this.authorizations.add(authorization);
    return this.kit.issueFirst(authorization, client, user, scopes);
  }

  /**
   * A confidential client asks from one address for all its people: that address says nothing about any of them. The
   * client has proved who it is, so what strangers guess elsewhere does not keep its people out.
   */
  private async authenticate(client: Client, username: string, password: string): Promise<User | null> {
    const origin = client.isPublic
      ? { proven: null, address: currentRequest()?.ip ?? null }
      : { proven: `client ${client.ref}`, address: null };
    try {
      return await this.passwords.check(username, password, origin);
    } catch (error) {
      if (!(error instanceof TooManyTries)) throw error;
      const { retryAfter } = error;
      throw OAuthError.invalidGrant('Too many wrong passwords; see Retry-After', { status: 429, retryAfter });
    }
  }
}
