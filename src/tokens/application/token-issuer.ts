import { Injectable } from '@nestjs/common';
import type { Client } from '../../clients/domain/client';
import { JwtSigner } from '../../keys/application/jwt-signer';
import { Resources } from '../../scopes/application/resources';
import type { Resource } from '../../scopes/domain/resource';
import { formatScope } from '../../scopes/domain/scope';
import { Platform } from '../../shared/application/platform';
import { toSeconds } from '../../shared/domain/clock';
import { sha256 } from '../../shared/domain/secret';
import type { User } from '../../users/domain/user';
import { newJti, StoredAccessToken } from '../domain/access-token';
import { Authorization } from '../domain/authorization';
import { ClaimsProvider, withoutReserved } from '../domain/claims-provider';
import { AccessTokens } from './stores';

/** What an access token is issued for. */
export interface IssueRequest {
  authorization: Authorization;
  client: Client;
  user: User | null;
  /** Granted for this token; never more than the Authorization has. */
  scopes: string[];
}

export interface IssuedAccessToken {
  value: string;
  jti: string;
  scopes: string[];
  issuedAt: number;
  /** Seconds. */
  expiresIn: number;
  expiresAt: number;
}

/** An access token that nobody has yet. */
export interface PreparedAccessToken extends IssuedAccessToken {
  /** What has to be kept before somebody gets it; null for a JWT. */
  row: StoredAccessToken | null;
}

/** Issues access tokens: JWTs (RFC 9068 §2) or opaque ones, as server, API and client want it. */
@Injectable()
export class TokenIssuer {
  constructor(
    private readonly signer: JwtSigner,
    private readonly store: AccessTokens,
    private readonly claims: ClaimsProvider,
    private readonly resources: Resources,
    private readonly platform: Platform,
  ) {}

  async issue(request: IssueRequest): Promise<IssuedAccessToken> {
    const token = await this.prepare(request);
    await this.keep(token);
    return token;
  }

  /** Signs or draws it, and writes nothing: who is not sure to hand it out, keeps it later or drops it. */
  async prepare(request: IssueRequest): Promise<PreparedAccessToken> {
    const { authorization, client } = request;
    const resource = await this.resources.require(authorization.resource);
    // Whole seconds from the start, so that expires_in is exp - iat.
    const issuedAt = toSeconds(this.platform.now()) * 1000;
    const expiresIn = this.lifetime(client, resource);
    const expiresAt = issuedAt + expiresIn * 1000;
    const jti = newJti(authorization, client);
    const format =
      client.accessTokenFormat ?? resource.accessTokenFormat ?? this.platform.settings.accessTokenFormat;
    const times = { jti, issuedAt, expiresAt };
    const { value, row } =
      format === 'jwt'
        ? { value: await this.sign(request, resource, times), row: null }
        : this.draw(request, times);
    return { value, row, jti, scopes: request.scopes, issuedAt, expiresIn, expiresAt };
  }

  async keep({ row }: PreparedAccessToken): Promise<void> {
    if (row) await this.store.add(row);
  }

  /** Seconds: the client's own, else the API's, else the server's. */
  private lifetime(client: Client, resource: Resource): number {
    return client.accessTokenTtl ?? resource.accessTokenTtl ?? this.platform.settings.accessTokenTtl;
  }

  private async sign(
    request: IssueRequest,
    resource: Resource,
    token: { jti: string; issuedAt: number; expiresAt: number },
  ): Promise<string> {
    const { authorization, client, user, scopes } = request;
    const extra = await this.claims.claimsFor({
      authorization: new Authorization(authorization),
      client,
      user,
      scopes: [...scopes],
    });
    return this.signer.sign('at+jwt', resource.signingAlg ?? this.platform.settings.signingAlg, {
      ...withoutReserved(extra),
      iss: this.platform.settings.issuer,
      sub: authorization.userId ?? client.id,
      aud: resource.uri,
      exp: toSeconds(token.expiresAt),
      iat: toSeconds(token.issuedAt),
      jti: token.jti,
      client_id: client.id,
      ...(scopes.length > 0 && { scope: formatScope(scopes) }),
      ...(authorization.authTime !== null && { auth_time: toSeconds(authorization.authTime) }),
      ...(authorization.acr !== null && { acr: authorization.acr }),
      ...(authorization.amr !== null && { amr: authorization.amr }),
    });
  }

  private draw(
    { authorization, scopes }: IssueRequest,
    token: { jti: string; issuedAt: number; expiresAt: number },
  ): { value: string; row: StoredAccessToken } {
    const value = this.platform.secrets.make('access');
    const row = new StoredAccessToken({
      hash: sha256(value),
      authorizationId: authorization.id,
      scopes,
      resource: authorization.resource,
      ...token,
    });
    return { value, row };
  }
}
