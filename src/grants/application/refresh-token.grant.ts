import { Injectable } from '@nestjs/common';
import type { Client } from '../../clients/domain/client';
import { OAuthError } from '../../shared/domain/oauth-error';
import type { Parameters } from '../../shared/domain/parameters';
import { Transaction } from '../../shared/domain/transaction';
import { type PresentedRefreshToken, RefreshTokens } from '../../tokens/application/refresh-tokens';
import { ReplayAlarm } from '../../tokens/application/replay-alarm';
import { Authorizations } from '../../tokens/application/stores';
import { Grant, type IssuedTokens } from './grant';
import { RequestRules, TokenKit } from './token-kit';

/** `grant_type=refresh_token` (RFC 6749 §6): a new access token, and a new refresh token in place of the old one. */
@Injectable()
export class RefreshTokenGrant extends Grant {
  readonly type = 'refresh_token';

  constructor(
    private readonly refreshTokens: RefreshTokens,
    private readonly authorizations: Authorizations,
    private readonly kit: TokenKit,
    private readonly rules: RequestRules,
    private readonly alarm: ReplayAlarm,
    private readonly transaction: Transaction,
  ) {
    super();
  }

  async exchange(client: Client, params: Parameters): Promise<IssuedTokens> {
    const presented = await this.refreshTokens.require(params.require('refresh_token'), client);
    const authorization = await this.authorizations.find(presented.family.authorizationId);
    if (!authorization?.isAlive(client)) throw OAuthError.invalidGrant('The refresh token was revoked');
    if (this.refreshTokens.isReuse(presented, client)) return this.refuseReuse(presented, client);
    this.rules.requireSameResource(params, authorization);
    const wanted = this.rules.narrowedScopes(params, authorization);
    const user = await this.kit.requireUser(authorization);
    const scopes = await this.kit.currentScopes(authorization, client, user, wanted);

    const issued = await this.transaction.run(async () => {
      const expiresAt = await this.kit.nextExpiry(authorization, client);
      const rotation = await this.refreshTokens.rotate(presented, client, expiresAt);
      if (rotation.outcome === 'reused') return null;
      const access = await this.kit.issueAccess({ authorization, client, user, scopes });
      return { access, refreshToken: rotation.token };
    });
    if (!issued) return this.refuseReuse(presented, client);
    return {
      accessToken: issued.access.value,
      expiresIn: issued.access.expiresIn,
      scopes: issued.access.scopes,
      refreshToken: issued.refreshToken,
      authorizationId: authorization.id,
      userId: authorization.userId,
    };
  }

  private async refuseReuse({ family }: PresentedRefreshToken, client: Client): Promise<never> {
    await this.alarm.raise('refresh.reuse_detected', family.authorizationId, client);
    throw OAuthError.invalidGrant('The refresh token was already used; all tokens of this grant are revoked');
  }
}
