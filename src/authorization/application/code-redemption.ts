import { Injectable } from '@nestjs/common';
import type { Client } from '../../clients/domain/client';
import { Clock } from '../../shared/domain/clock';
import { OAuthError } from '../../shared/domain/oauth-error';
import { sha256 } from '../../shared/domain/secret';
import { ReplayAlarm } from '../../tokens/application/replay-alarm';
import type { AuthorizationCode } from '../domain/authorization-code';
import { matchesChallenge } from '../domain/pkce';
import { AuthorizationCodes } from './stores';

/** What a client sends to redeem a code (RFC 6749 §4.1.3, RFC 7636 §4.5). */
export interface RedemptionRequest {
  code: string;
  redirectUri: string | null;
  codeVerifier: string | null;
}

/** Lets a code be redeemed once, by the client it was issued to, with everything that it is bound to. */
@Injectable()
export class CodeRedemption {
  constructor(
    private readonly codes: AuthorizationCodes,
    private readonly alarm: ReplayAlarm,
    private readonly clock: Clock,
  ) {}

  /**
   * Checks everything that can be checked without using the code up. A replay that is otherwise valid ends what the
   * first redemption issued (RFC 9700 §4.2.4); any other request changes nothing.
   *
   * @throws OAuthError `invalid_grant`
   */
  async check(request: RedemptionRequest, client: Client): Promise<AuthorizationCode> {
    const code = await this.codes.find(sha256(request.code));
    if (!code || code.clientRef !== client.ref) {
      throw OAuthError.invalidGrant(
        'The authorization code is not known, or it was issued to another client',
      );
    }
    requireRedirectUri(code, request.redirectUri);
    await this.requireVerifier(code, request.codeVerifier, client);
    if (code.usedAt !== null) return this.refuseReplay(code, client);
    if (code.validUntil <= this.clock.now())
      throw OAuthError.invalidGrant('The authorization code has expired');
    return code;
  }

  /** Uses the code up; false when another request was first. */
  redeem(code: AuthorizationCode): Promise<boolean> {
    return this.codes.redeem(code.hash, this.clock.now());
  }

  /** @throws OAuthError `invalid_grant`, after ending everything that the code has brought */
  async refuseReplay(code: AuthorizationCode, client: Client): Promise<never> {
    await this.alarm.raise('code.reused', code.authorizationId, client);
    throw OAuthError.invalidGrant(
      'The authorization code was already used; all tokens of this grant are revoked',
    );
  }

  /** RFC 7636 §4.6; without a challenge a verifier is a sign of a downgrade (RFC 9700 §4.8.2). */
  private async requireVerifier(
    code: AuthorizationCode,
    verifier: string | null,
    client: Client,
  ): Promise<void> {
    if (code.codeChallenge === null) {
      if (verifier === null) return;
      throw OAuthError.invalidGrant(
        'code_verifier is sent, but the authorization request had no code_challenge',
      );
    }
    if (verifier !== null && matchesChallenge(verifier, code.codeChallenge)) return;
    // A client that proved who it is and still does not know the verifier holds a stolen code. A public client may be
    // anybody: a stranger must not be able to use the code up.
    if (!client.isPublic) await this.redeem(code);
    throw OAuthError.invalidGrant(
      verifier === null ? 'code_verifier is missing' : 'code_verifier does not match the code_challenge',
    );
  }
}

/** Equal if sent; it may be left out where PKCE binds the code or where the authorization request left it out too. */
function requireRedirectUri(code: AuthorizationCode, sent: string | null): void {
  const fits =
    sent === null ? code.codeChallenge !== null || !code.redirectUriSent : sent === code.redirectUri;
  if (!fits)
    throw OAuthError.invalidGrant('redirect_uri does not match the one in the authorization request');
}
