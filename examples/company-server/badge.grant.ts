import { Injectable } from '@nestjs/common';
import {
  Authorizations,
  type Client,
  Clock,
  Grant,
  type IssuedTokens,
  newAuthorization,
  OAuthError,
  type Parameters,
  RequestRules,
  TokenKit,
  UserDirectory,
} from '../../src/index';

/** Badges that the company's terminals have read, and whose they are. */
const BADGES = new Map([['badge-7', 'user_1001']]);

/** A grant of the company's own: a terminal turns a badge into tokens for the person who wears it. */
@Injectable()
export class BadgeGrant extends Grant {
  readonly type = 'urn:acme:params:oauth:grant-type:badge';

  constructor(
    private readonly directory: UserDirectory,
    private readonly authorizations: Authorizations,
    private readonly kit: TokenKit,
    private readonly rules: RequestRules,
    private readonly clock: Clock,
  ) {
    super();
  }

  async exchange(client: Client, params: Parameters): Promise<IssuedTokens> {
    const user = await this.directory.find(BADGES.get(params.require('badge')) ?? '');
    if (!user?.isActive) throw OAuthError.invalidGrant('Nobody wears this badge');
    const authorization = newAuthorization({
      grantType: this.type,
      userId: user.id,
      client,
      scopes: this.rules.requestedScopes(params, client),
      resource: await this.rules.requestedResource(params, client),
      createdAt: this.clock.now(),
      expiresAt: null,
    });
    authorization.scopes = await this.kit.currentScopes(authorization, client, user);
    await this.authorizations.add(authorization);
    return this.kit.issueFirst(authorization, client, user, authorization.scopes);
  }
}
