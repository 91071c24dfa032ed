import { Injectable } from '@nestjs/common';
import type { Client } from '../../clients/domain/client';
import { Clock } from '../../shared/domain/clock';
import { OAuthError } from '../../shared/domain/oauth-error';
import type { Parameters } from '../../shared/domain/parameters';
import { Authorizations } from '../../tokens/application/stores';
import { TokenIssuer } from '../../tokens/application/token-issuer';
import { Authorization, newAuthorization } from '../../tokens/domain/authorization';
import { Grant, type IssuedTokens } from './grant';
import { RequestRules, TokenKit } from './token-kit';

/** `grant_type=client_credentials` (RFC 6749 §4.4): a machine gets its own token, and no refresh token. */
@Injectable()
export class ClientCredentialsGrant extends Grant {
  readonly type = 'client_credentials';

  constructor(
    private readonly authorizations: Authorizations,
    private readonly issuer: TokenIssuer,
    private readonly kit: TokenKit,
    private readonly rules: RequestRules,
    private readonly clock: Clock,
  ) {
    super();
  }

  async exchange(client: Client, params: Parameters): Promise<IssuedTokens> {
    if (client.isPublic)
      throw OAuthError.unauthorizedClient('client_credentials needs a client that keeps a secret');
    const requested = this.rules.requestedScopes(params, client);
    const resource = await this.rules.requestedResource(params, client);
    const standing = await this.authorizations.standing(
      newAuthorization({
        grantType: this.type,
        userId: null,
        client,
        scopes: [],
        resource,
        standingFor: client.ref,
        createdAt: this.clock.now(),
        expiresAt: null,
      }),
    );
    // The standing Authorization ties the tokens together; scopes and API are each request's own.
    const authorization = new Authorization({ ...standing, scopes: requested, resource });
    const scopes = await this.kit.currentScopes(authorization, client, null);
    const access = await this.issuer.issue({ authorization, client, user: null, scopes });
    return {
      accessToken: access.value,
      expiresIn: access.expiresIn,
      scopes: access.scopes,
      refreshToken: null,
      authorizationId: authorization.id,
      userId: null,
    };
  }
}
