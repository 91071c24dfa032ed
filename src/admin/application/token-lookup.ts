import { Injectable } from '@nestjs/common';
import { Clients } from '../../clients/application/clients';
import type { Client } from '../../clients/domain/client';
import { PersonalAccessTokenStore } from '../../personal-access-tokens/application/personal-access-token-store';
import { Clock } from '../../shared/domain/clock';
import { RefreshTokens } from '../../tokens/application/refresh-tokens';
import { Authorizations } from '../../tokens/application/stores';
import { TokenVerifier } from '../../tokens/application/token-verifier';
import { type AccessTokenFacts, parseJti } from '../../tokens/domain/access-token';
import type { Authorization } from '../../tokens/domain/authorization';
import { type KnownToken, refreshId, TokenSearch } from './token-search';

/** Where a token comes from. */
export interface Origin {
  given: Authorization;
  /** As it is now; null: deleted, or there is none. */
  client: Client | null;
}

/** Says what is known of a token by its value: whose it is, and whether it works. */
@Injectable()
export class TokenLookup {
  constructor(
    private readonly finder: TokenSearch,
    private readonly verifier: TokenVerifier,
    private readonly refreshTokens: RefreshTokens,
    private readonly personal: PersonalAccessTokenStore,
    private readonly authorizations: Authorizations,
    private readonly clients: Clients,
    private readonly clock: Clock,
  ) {}

  /** Null: no token of ours, or one that is forgotten. */
  async find(value: string): Promise<KnownToken | null> {
    const refresh = await this.refreshTokens.find(value);
    if (refresh) {
      const token = await this.stored(refreshId(refresh.family.authorizationId));
      const isUsed = refresh.standing !== 'current' && token?.status === 'active';
      return token && (isUsed ? { ...token, status: 'used' } : token);
    }
    const access = (await this.verifier.read(value)) ?? (await this.verifier.recall(value));
    if (!access) return null;
    if (access.kind === 'jwt') return this.signed(access, (await this.verifier.verify(value)) !== null);
    if (access.kind === 'opaque') return this.stored(access.jti);
    const { authorizationId } = parseJti(access.jti)!;
    const personal = await this.personal.findByAuthorization(authorizationId);
    return personal && this.stored(personal.id);
  }

  async origin(authorizationId: string): Promise<Origin | null> {
    const given = await this.authorizations.find(authorizationId);
    if (!given) return null;
    return { given, client: given.clientRef === null ? null : await this.clients.findByRef(given.clientRef) };
  }

  private stored(id: string): Promise<KnownToken | null> {
    return this.finder.get(id, this.clock.now());
  }

  /** Nothing of a signed token is stored but what it comes from. */
  private async signed(token: AccessTokenFacts, isAlive: boolean): Promise<KnownToken | null> {
    const named = parseJti(token.jti);
    const origin = named && (await this.origin(named.authorizationId));
    if (!origin) return null;
    const isPast = token.expiresAt !== null && token.expiresAt <= this.clock.now();
    return {
      id: token.jti,
      kind: 'access',
      status: isAlive ? 'active' : isPast ? 'expired' : 'revoked',
      authorizationId: origin.given.id,
      userId: origin.given.userId,
      client: origin.client,
      name: null,
      scopes: token.scopes,
      resource: token.resource,
      createdAt: token.issuedAt,
      expiresAt: token.expiresAt,
      lastUsedAt: null,
      ip: null,
    };
  }
}
