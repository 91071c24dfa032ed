import { Injectable } from '@nestjs/common';
import type { Client } from '../../clients/domain/client';
import { Platform } from '../../shared/application/platform';
import type { EpochMs } from '../../shared/domain/clock';
import { newAuthorization } from '../domain/authorization';
import { parsePassportToken } from '../domain/passport-refresh-token';
import { RefreshTokenFamily } from '../domain/refresh-token';
import { Authorizations, RefreshTokenFamilies } from './stores';

/** A refresh token of Laravel Passport's, as it is to live on here. */
export interface ImportedRefreshToken {
  /** In Passport's table. */
  id: string;
  client: Client;
  userId: string;
  scopes: string[];
  resource: string;
  expiresAt: EpochMs;
  absoluteExpiresAt: EpochMs;
}

/** Refresh tokens that another server has issued: families of ours, whose first token is theirs. */
@Injectable()
export class ImportedRefreshTokens {
  constructor(
    private readonly authorizations: Authorizations,
    private readonly families: RefreshTokenFamilies,
    private readonly platform: Platform,
  ) {}

  /** Also when it was used or revoked meanwhile. */
  async isHere(id: string): Promise<boolean> {
    return (await this.families.find(parsePassportToken(id).familyHash)) !== null;
  }

  /** Runs in the caller's transaction. */
  async add(token: ImportedRefreshToken): Promise<void> {
    const { client, userId, scopes, resource, absoluteExpiresAt } = token;
    const now = this.platform.now();
    const authorization = newAuthorization({
      grantType: 'authorization_code',
      ...{ client, userId, scopes, resource },
      createdAt: now,
      expiresAt: absoluteExpiresAt,
    });
    await this.authorizations.add(authorization);
    const { familyHash, secretHash } = parsePassportToken(token.id);
    await this.families.add(
      new RefreshTokenFamily({
        familyHash,
        authorizationId: authorization.id,
        clientRef: client.ref,
        userId,
        currentHash: secretHash,
        previousHash: null,
        rotatedAt: null,
        createdAt: now,
        expiresAt: token.expiresAt,
        absoluteExpiresAt,
      }),
    );
  }
}
