import { Injectable } from '@nestjs/common';
import { PersonalAccessTokens } from '../personal-access-tokens/application/personal-access-tokens';
import { Resources } from '../scopes/application/resources';
import { TokenVerifier } from '../tokens/application/token-verifier';
import type { Caller } from '../tokens/domain/caller';

/** Turns an access token into the Caller behind it: JWT, opaque and personal tokens alike. */
@Injectable()
export class CallerResolver {
  constructor(
    private readonly verifier: TokenVerifier,
    private readonly personal: PersonalAccessTokens,
    private readonly resources: Resources,
  ) {}

  /**
   * @param audience URI of the API that is called; null: the default one
   * @param ip where the call comes from, for the list of personal tokens
   * @returns null when the token is not alive, or meant for another API (RFC 9068 §4)
   */
  async resolve(value: string, audience: string | null, ip: string): Promise<Caller | null> {
    const token = await this.verifier.verify(value);
    if (!token || !this.resources.isSame(token.resource, audience ?? this.resources.default.uri)) return null;
    if (token.kind === 'personal') await this.personal.noteUse(token.authorization.id, ip);
    return {
      user: token.user,
      clientId: token.client?.id ?? null,
      scopes: token.scopes,
      kind: token.kind,
      tokenId: token.jti,
      authorizationId: token.authorization.id,
      expiresAt: token.expiresAt,
    };
  }
}
