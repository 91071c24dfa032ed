import { Injectable } from '@nestjs/common';
import type { Client } from '../../clients/domain/client';
import { OAuthError } from '../../shared/domain/oauth-error';
import type { Parameters } from '../../shared/domain/parameters';
import { Transaction } from '../../shared/domain/transaction';
import {
  type PresentedRefreshToken,
  RefreshTokens,
  type Rotation,
} from '../../tokens/application/refresh-tokens';
import { ReplayAlarm } from '../../tokens/application/replay-alarm';
import { Authorizations } from '../../tokens/application/stores';
import { Grant, type IssuedTokens } from './grant';
import { type PreparedAccess, RequestRules, TokenKit } from './token-kit';

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

    const access = await this.kit.prepare({ authorization, client, user, scopes });
    const rotation = await this.rotate(presented, client, access);
    if (rotation.outcome === 'reused') return this.refuseReuse(presented, client);
    return {
      accessToken: access.token.value,
      expiresIn: access.token.expiresIn,
      scopes: access.token.scopes,
      refreshToken: rotation.token,
      authorizationId: authorization.id,
      userId: authorization.userId,
    };
  }

  /** One statement, unless something goes with it: then all or nothing. */
  private rotate(
    presented: PresentedRefreshToken,
    client: Client,
    { token, keep }: PreparedAccess,
  ): Promise<Rotation> {
    const rotate = () => this.refreshTokens.rotate(presented, client, token.expiresAt);
    if (!keep) return rotate();
    return this.transaction.run(async () => {
      const rotation = await rotate();
      if (rotation.outcome !== 'reused') await keep();
      return rotation;
    });
  }

  private async refuseReuse({ family }: PresentedRefreshToken, client: Client): Promise<never> {
    await this.alarm.raise('refresh.reuse_detected', family.authorizationId, client);
    throw OAuthError.invalidGrant('The refresh token was already used; all tokens of this grant are revoked');
  }
}
