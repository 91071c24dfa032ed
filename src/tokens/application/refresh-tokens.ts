import { hkdfSync } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Client } from '../../clients/domain/client';
import { Settings } from '../../config/settings';
import { Clock } from '../../shared/domain/clock';
import { OAuthError } from '../../shared/domain/oauth-error';
import { equalInConstantTime, SecretFormat } from '../../shared/domain/secret';
import type { Authorization } from '../domain/authorization';
import {
  newRefreshToken,
  type ParsedRefreshToken,
  parseRefreshToken,
  RefreshTokenFamily,
  successorOf,
} from '../domain/refresh-token';
import { RefreshTokenReader } from './refresh-token-reader';
import { RefreshTokenFamilies } from './stores';

/** A refresh token that was presented by its own client, and the family it belongs to. */
export interface PresentedRefreshToken {
  value: string;
  parsed: ParsedRefreshToken;
  family: RefreshTokenFamily;
  /** Which of the family's secrets it holds; anything else was used already. */
  standing: 'current' | 'previous' | 'used';
}

/** What became of a rotation: this call was first, the grace window repeats the successor, or the token was used already. */
export type Rotation = { outcome: 'rotated' | 'repeated'; token: string } | { outcome: 'reused' };

/** Refresh tokens: begun once, rotated at every use, each used once (RFC 6749 §6, RFC 9700 §4.14.2). */
@Injectable()
export class RefreshTokens {
  private readonly serverKey: Uint8Array;

  constructor(
    private readonly families: RefreshTokenFamilies,
    private readonly reader: RefreshTokenReader,
    private readonly format: SecretFormat,
    private readonly clock: Clock,
    private readonly settings: Settings,
  ) {
    this.serverKey = new Uint8Array(
      hkdfSync('sha256', settings.keyEncryptionSecret, '', 'grantor refresh token successors', 32),
    );
  }

  /** The first token of a new family. @param accessExpiresAt when the access token beside it ends */
  async begin(
    authorization: Authorization,
    client: Client,
    accessExpiresAt: number,
  ): Promise<{ token: string; expiresAt: number }> {
    const token = newRefreshToken(this.format);
    const parsed = parseRefreshToken(this.format, token)!;
    const now = this.clock.now();
    const limit = this.settings.refreshTokenAbsoluteTtl * 1000;
    // A client whose access tokens live for a year must be able to renew them once they end.
    const absolute = Math.max(
      now + limit,
      accessExpiresAt + Math.min(this.settings.refreshTokenTtl * 1000, limit),
    );
    const idle = Math.min(accessExpiresAt + this.idleMs(client), absolute);
    await this.families.add(
      new RefreshTokenFamily({
        familyHash: parsed.familyHash,
        authorizationId: authorization.id,
        clientRef: client.ref,
        userId: authorization.userId,
        currentHash: parsed.secretHash,
        previousHash: null,
        rotatedAt: null,
        createdAt: now,
        expiresAt: idle,
        absoluteExpiresAt: absolute,
      }),
    );
    return { token, expiresAt: absolute };
  }

  /**
   * The family of a presented token, for its own client. Changes nothing.
   *
   * @throws OAuthError `invalid_grant` when it is unknown, another client's, or has expired
   */
  async require(value: string, client: Client): Promise<PresentedRefreshToken> {
    const found = await this.find(value);
    if (!found || found.family.clientRef !== client.ref) {
      throw OAuthError.invalidGrant('The refresh token is not known, or it was issued to another client');
    }
    if (found.family.expiresAt <= this.clock.now())
      throw OAuthError.invalidGrant('The refresh token has expired');
    return found;
  }

  /** The family of a presented token, or null when there is none. */
  async find(value: string): Promise<PresentedRefreshToken | null> {
    const parsed = await this.reader.read(value);
    const family = parsed && (await this.families.find(parsed.familyHash));
    if (!family) return null;
    const is = (hash: string | null) => hash !== null && equalInConstantTime(hash, parsed.secretHash);
    const standing = is(family.currentHash) ? 'current' : is(family.previousHash) ? 'previous' : 'used';
    return { value, parsed, family, standing };
  }

  /** Whether it was used already, and no grace window covers it: nothing else about the request matters then. */
  isReuse({ standing, family }: PresentedRefreshToken, client: Client): boolean {
    if (standing !== 'previous') return standing === 'used';
    return this.clock.now() > (family.rotatedAt ?? 0) + this.graceMs(client);
  }

  /** Uses the token up and gives its successor. @param accessExpiresAt when the access token beside it ends */
  async rotate(presented: PresentedRefreshToken, client: Client, accessExpiresAt: number): Promise<Rotation> {
    const { family, parsed, value } = presented;
    const now = this.clock.now();
    const expiresAt = Math.min(accessExpiresAt + this.idleMs(client), family.absoluteExpiresAt);
    if (presented.standing === 'current' && client.refreshPolicy === 'keep') {
      await this.families.prolong(family.familyHash, expiresAt);
      return { outcome: 'rotated', token: value };
    }
    const token = successorOf(this.format, value, parsed.family, this.serverKey);
    const to = parseRefreshToken(this.format, token)!.secretHash;
    if (presented.standing === 'current') {
      const times = { rotatedAt: now, expiresAt };
      if (await this.families.rotate(family.familyHash, parsed.secretHash, to, times))
        return { outcome: 'rotated', token };
    }
    return (await this.isInGrace(family.familyHash, parsed.secretHash, to, client))
      ? { outcome: 'repeated', token }
      : { outcome: 'reused' };
  }

  /** Only the token just before the current one, and only for a moment. Read anew: another request may have been first. */
  private async isInGrace(
    familyHash: string,
    secretHash: string,
    successorHash: string,
    client: Client,
  ): Promise<boolean> {
    const grace = this.graceMs(client);
    const family = grace > 0 ? await this.families.find(familyHash) : null;
    return (
      family !== null &&
      family.previousHash === secretHash &&
      family.currentHash === successorHash &&
      this.clock.now() <= family.rotatedAt! + grace
    );
  }

  private graceMs(client: Client): number {
    return (client.refreshGrace ?? this.settings.refreshGrace) * 1000;
  }

  private idleMs(client: Client): number {
    return (client.refreshTokenTtl ?? this.settings.refreshTokenTtl) * 1000;
  }
}
