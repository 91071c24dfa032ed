import { Injectable } from '@nestjs/common';
import type { Client } from '../../clients/domain/client';
import { Resources } from '../../scopes/application/resources';
import { ScopeRules } from '../../scopes/application/scope-rules';
import { isSubset, parseScope } from '../../scopes/domain/scope';
import { OAuthError } from '../../shared/domain/oauth-error';
import type { Parameters } from '../../shared/domain/parameters';
import { Authorizations } from '../../tokens/application/stores';
import { RefreshTokenBound } from '../../tokens/application/refresh-token-bound';
import { RefreshTokens } from '../../tokens/application/refresh-tokens';
import {
  type IssueRequest,
  type PreparedAccessToken,
  TokenIssuer,
} from '../../tokens/application/token-issuer';
import type { Authorization } from '../../tokens/domain/authorization';
import { UserDirectory } from '../../users/application/user-directory';
import type { User } from '../../users/domain/user';
import type { IssuedTokens } from './grant';

/** When an app last came is told to people by the day: refreshing shall not cost a write more for it each time. */
const USE_NOTED_EVERY_MS = 3_600_000;

/** Rules for the `scope` and `resource` parameters of token requests. */
@Injectable()
export class RequestRules {
  constructor(
    private readonly scopeRules: ScopeRules,
    private readonly resources: Resources,
  ) {}

  /** The scopes that a request asks for afresh. @throws OAuthError `invalid_scope` */
  requestedScopes(params: Parameters, client: Client): string[] {
    return this.scopeRules.requested(params.one('scope'), client.scopes);
  }

  /** The API that a request asks for afresh (RFC 8707 §2.2). @throws OAuthError `invalid_target` */
  async requestedResource(params: Parameters, client: Client): Promise<string> {
    return (await this.resources.requested(params.all('resource'), client.resources)).uri;
  }

  /** A `resource` must be the one that was granted. @throws OAuthError `invalid_target` */
  requireSameResource(params: Parameters, authorization: Authorization): void {
    if (params.all('resource').some((uri) => !this.resources.isSame(uri, authorization.resource))) {
      throw OAuthError.invalidTarget('resource is not the one that was granted');
    }
  }

  /** All or some of the granted scopes; none named means all (RFC 6749 §6). @throws OAuthError `invalid_scope` */
  narrowedScopes(params: Parameters, authorization: Authorization): string[] {
    const parameter = params.one('scope');
    if (parameter === null) return authorization.scopes;
    const scopes = parseScope(parameter);
    if (!scopes || !isSubset(scopes, authorization.scopes)) {
      throw OAuthError.invalidScope('scope names something that was not granted');
    }
    return scopes;
  }

  async permitted(
    authorization: Authorization,
    client: Client,
    user: User | null,
    wanted: string[],
  ): Promise<string[]> {
    const resource = await this.resources.require(authorization.resource);
    return this.scopeRules.permitted(wanted, { client, user, resource });
  }
}

/** An access token that nobody has yet, and what must be written when somebody gets it. */
export interface PreparedAccess {
  token: PreparedAccessToken;
  /** Null: nothing. */
  keep: (() => Promise<void>) | null;
}

/** What most grants do alike; a company's own grant may use it too. */
@Injectable()
export class TokenKit {
  constructor(
    private readonly issuer: TokenIssuer,
    private readonly refreshTokens: RefreshTokens,
    private readonly bound: RefreshTokenBound,
    private readonly authorizations: Authorizations,
    private readonly directory: UserDirectory,
    private readonly rules: RequestRules,
  ) {}

  /** The person behind an Authorization. @throws OAuthError `invalid_grant` when they may no longer act */
  async requireUser(authorization: Authorization): Promise<User | null> {
    if (authorization.userId === null) return null;
    const user = await this.directory.find(authorization.userId);
    if (!user?.isActive) throw OAuthError.invalidGrant('The person who allowed this can no longer sign in');
    return user;
  }

  /** What the Authorization still allows today. */
  currentScopes(
    authorization: Authorization,
    client: Client,
    user: User | null,
    wanted = authorization.scopes,
  ) {
    return this.rules.permitted(authorization, client, user, wanted);
  }

  /**
   * The access token of a grant that may still be lost to another request: signed before, so that winning is a matter of one
   * statement, or of one short transaction. Its Authorization is kept at least as long; a standing one needs no note of it.
   */
  async prepare(request: IssueRequest): Promise<PreparedAccess> {
    const token = await this.issuer.prepare(request);
    const { id, expiresAt, lastUsedAt } = request.authorization;
    const isDue = lastUsedAt === null || token.issuedAt - lastUsedAt >= USE_NOTED_EVERY_MS;
    const mustNote = expiresAt !== null && (isDue || expiresAt < token.expiresAt);
    if (!mustNote && token.row === null) return { token, keep: null };
    const keep = async () => {
      await this.issuer.keep(token);
      if (mustNote) await this.authorizations.noteUse(id, token.issuedAt, token.expiresAt);
    };
    return { token, keep };
  }

  /** An access token, and a refresh token where the client may use one; not in a transaction, see `RefreshTokenBound`. */
  async issueFirst(
    authorization: Authorization,
    client: Client,
    user: User | null,
    scopes: string[],
  ): Promise<IssuedTokens> {
    const access = await this.issuer.prepare({ authorization, client, user, scopes });
    return this.keepFirst(access, authorization, client);
  }

  /** Writes down the first tokens of an Authorization, with an access token that was prepared before. As `issueFirst`. */
  async keepFirst(
    access: PreparedAccessToken,
    authorization: Authorization,
    client: Client,
  ): Promise<IssuedTokens> {
    const refresh =
      authorization.userId !== null && client.mayUse('refresh_token')
        ? await this.refreshTokens.begin(authorization, client, access.expiresAt)
        : null;
    await this.issuer.keep(access);
    const until = Math.max(access.expiresAt, refresh?.expiresAt ?? 0);
    await this.authorizations.noteUse(authorization.id, access.issuedAt, until);
    if (refresh) await this.bound.makeRoom(authorization, client);
    return {
      accessToken: access.value,
      expiresIn: access.expiresIn,
      scopes: access.scopes,
      refreshToken: refresh?.token ?? null,
      authorizationId: authorization.id,
      userId: authorization.userId,
    };
  }
}
