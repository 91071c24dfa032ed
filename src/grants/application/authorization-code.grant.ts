import { Injectable } from '@nestjs/common';
import { CodeRedemption } from '../../authorization/application/code-redemption';
import type { Client } from '../../clients/domain/client';
import { OAuthError } from '../../shared/domain/oauth-error';
import type { Parameters } from '../../shared/domain/parameters';
import { Authorizations } from '../../tokens/application/stores';
import { Grant, type IssuedTokens } from './grant';
import { RequestRules, TokenKit } from './token-kit';

/** `grant_type=authorization_code` (RFC 6749 §4.1.3), with PKCE where the request had it (RFC 7636 §4.5). */
@Injectable()
export class AuthorizationCodeGrant extends Grant {
  readonly type = 'authorization_code';

  constructor(
    private readonly redemption: CodeRedemption,
    private readonly authorizations: Authorizations,
    private readonly kit: TokenKit,
    private readonly rules: RequestRules,
  ) {
    super();
  }

  async exchange(client: Client, params: Parameters): Promise<IssuedTokens> {
    const code = await this.redemption.check(
      {
        code: params.require('code'),
        redirectUri: params.one('redirect_uri'),
        codeVerifier: params.one('code_verifier'),
      },
      client,
    );
    const authorization = await this.authorizations.find(code.authorizationId);
    if (!authorization?.isAlive(client)) throw OAuthError.invalidGrant('The authorization was revoked');
    this.rules.requireSameResource(params, authorization);
    const user = await this.kit.requireUser(authorization);
    const scopes = await this.kit.currentScopes(authorization, client, user);
    const { token } = await this.kit.prepare({ authorization, client, user, scopes });
    // Keep first, win last: what breaks on the way leaves the code as it was, and what a loser has kept nobody ever gets.
    const issued = await this.kit.keepFirst(token, authorization, client);
    return (await this.redemption.redeem(code)) ? issued : this.redemption.refuseReplay(code, client);
  }
}
