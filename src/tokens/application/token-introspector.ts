import { Injectable } from '@nestjs/common';
import type { Client } from '../../clients/domain/client';
import { Settings } from '../../config/settings';
import { Resources } from '../../scopes/application/resources';
import { formatScope } from '../../scopes/domain/scope';
import { toSeconds } from '../../shared/domain/clock';
import { OAuthError } from '../../shared/domain/oauth-error';
import { Authorization } from '../domain/authorization';
import { ClaimsProvider, withoutReserved } from '../domain/claims-provider';
import { RefreshTokenIntrospector } from './refresh-token-introspector';
import { type LiveToken, TokenVerifier } from './token-verifier';

const INACTIVE = { active: false };

/** Tells those who may know what a token is worth now (RFC 7662 §2.2). */
@Injectable()
export class TokenIntrospector {
  constructor(
    private readonly verifier: TokenVerifier,
    private readonly refreshTokens: RefreshTokenIntrospector,
    private readonly resources: Resources,
    private readonly claims: ClaimsProvider,
    private readonly settings: Settings,
  ) {}

  /**
   * A client sees its own tokens and those for an API that it answers for; anything else is `{"active":false}`.
   *
   * @throws OAuthError `invalid_client` for public clients: they cannot prove who they are
   */
  async introspect(value: string, client: Client): Promise<object> {
    if (client.isPublic) throw OAuthError.invalidClient('Introspection needs a client that keeps a secret');
    const token = await this.verifier.verify(value);
    if (token) return (await this.maySee(client, token)) ? this.describe(token) : INACTIVE;
    return (await this.refreshTokens.describe(value, client)) ?? INACTIVE;
  }

  private async maySee(client: Client, token: LiveToken): Promise<boolean> {
    if (token.authorization.clientRef === client.ref) return true;
    const resource = await this.resources.find(token.resource);
    if (!resource) return false;
    const isDefault = resource.uriHash === this.resources.default.uriHash;
    return resource.introspectionClientRef === client.ref || (isDefault && client.introspect);
  }

  private async describe(token: LiveToken): Promise<object> {
    const { authorization, client, user, scopes } = token;
    const extra = client
      ? await this.claims.claimsFor({
          authorization: new Authorization(authorization),
          client,
          user,
          scopes: [...scopes],
        })
      : {};
    return {
      ...withoutReserved(extra),
      active: true,
      ...(scopes.length > 0 && { scope: formatScope(scopes) }),
      ...(client && { client_id: client.id }),
      sub: authorization.userId ?? client?.id,
      aud: token.resource,
      iss: this.settings.issuer,
      ...(token.expiresAt !== null && { exp: toSeconds(token.expiresAt) }),
      iat: toSeconds(token.issuedAt),
      jti: token.jti,
      token_type: 'Bearer',
    };
  }
}
