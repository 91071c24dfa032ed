import { Injectable } from '@nestjs/common';
import type { Client } from '../../clients/domain/client';
import { formatScope } from '../../scopes/domain/scope';
import { Platform } from '../../shared/application/platform';
import { toSeconds } from '../../shared/domain/clock';
import { UserDirectory } from '../../users/application/user-directory';
import { RefreshTokens } from './refresh-tokens';
import { Authorizations } from './stores';

/** Tells a client what its own refresh token is worth now (RFC 7662 §2.2). */
@Injectable()
export class RefreshTokenIntrospector {
  constructor(
    private readonly refreshTokens: RefreshTokens,
    private readonly authorizations: Authorizations,
    private readonly directory: UserDirectory,
    private readonly platform: Platform,
  ) {}

  /** Null for anything that the client could not use: unknown, another's, used, revoked, expired. */
  async describe(value: string, client: Client): Promise<object | null> {
    const presented = await this.refreshTokens.find(value);
    if (!presented || presented.family.clientRef !== client.ref || presented.standing !== 'current')
      return null;
    const { family } = presented;
    const authorization = await this.authorizations.find(family.authorizationId);
    if (!authorization?.isAlive(client) || family.expiresAt <= this.platform.now()) return null;
    if (!(await this.isActive(authorization.userId))) return null;
    return {
      active: true,
      ...(authorization.scopes.length > 0 && { scope: formatScope(authorization.scopes) }),
      client_id: client.id,
      sub: authorization.userId ?? client.id,
      aud: authorization.resource,
      iss: this.platform.settings.issuer,
      exp: toSeconds(family.expiresAt),
      iat: toSeconds(family.rotatedAt ?? family.createdAt),
    };
  }

  private async isActive(userId: string | null): Promise<boolean> {
    return userId === null || ((await this.directory.find(userId))?.isActive ?? false);
  }
}
