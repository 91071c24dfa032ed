import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Client } from '../../clients/domain/client';
import { clientRef } from '../../clients/domain/client';
import { Platform } from '../../shared/application/platform';
import { OAuthError } from '../../shared/domain/oauth-error';
import { because } from '../../shared/domain/changes';
import {
  type Change,
  clientParty,
  type Party,
  SecurityEvents,
  userParty,
} from '../../shared/domain/security-events';
import { EndedMarks } from './ended-marks';
import { RefreshTokens } from './refresh-tokens';
import { type AuthorizationSelector, Authorizations, RevokedTokens } from './stores';
import { parseJti } from '../domain/access-token';
import { TokenVerifier } from './token-verifier';

/** Who ends many, and what the audit log says of it. */
export interface MassOrder {
  actor: Party;
  /** On the wire, of the client whose tokens they are. */
  clientId?: string | undefined;
  reason?: string | undefined;
}

/** Ends tokens. When a method returns, nothing that it ended opens anything, on any node. */
@Injectable()
export class TokenRevoker implements OnModuleInit {
  constructor(
    private readonly authorizations: Authorizations,
    private readonly revoked: RevokedTokens,
    private readonly refreshTokens: RefreshTokens,
    private readonly verifier: TokenVerifier,
    private readonly marks: EndedMarks,
    private readonly events: SecurityEvents,
    private readonly platform: Platform,
  ) {}

  /** What hangs on a person or a client ends when they are disabled or deleted, and does not come back. */
  onModuleInit(): void {
    this.events.subscribe(['user.disabled', 'user.deleted'], async ({ userId, actor }) => {
      if (userId) await this.revokeAll({ userId }, { actor });
    });
    this.events.subscribe(['client.disabled', 'client.deleted'], async ({ clientId, actor }) => {
      if (clientId) await this.revokeAll({ clientRef: clientRef(clientId) }, { actor, clientId });
    });
  }

  /**
   * Revocation by a client (RFC 7009 §2): a refresh token takes its Authorization and all access tokens with it,
   * an access token goes alone. Unknown tokens are fine.
   *
   * @throws OAuthError `invalid_grant` for a token of another client, which stays alive
   */
  async revokeForClient(token: string, client: Client): Promise<void> {
    const actor = clientParty(client.id);
    const refresh = await this.refreshTokens.find(token);
    if (refresh) {
      requireOwn(refresh.family.clientRef === client.ref);
      await this.revokeAuthorization(refresh.family.authorizationId, actor, client.id);
      return;
    }
    const access = await this.verifier.read(token);
    if (!access) return;
    const authorization = await this.authorizations.find(parseJti(access.jti)!.authorizationId);
    requireOwn(authorization === null || authorization.clientRef === client.ref);
    await this.revokeAccessToken(access, actor, client.id);
  }

  /** Ends one Authorization with everything that came from it; false when it was over already. */
  async revokeAuthorization(id: string, actor: Party, clientId: string | null = null): Promise<boolean> {
    return this.platform.transaction(async () => {
      const ended = await this.authorizations.revoke(id, this.platform.now());
      if (ended) await this.publish(actor, clientId, { type: 'authorization', id });
      return ended;
    });
  }

  /** Ends every Authorization of a person, a client, or of both together; returns how many. */
  async revokeAll(selector: AuthorizationSelector, { actor, clientId, reason }: MassOrder): Promise<number> {
    return this.platform.transaction(async () => {
      const count = await this.authorizations.revokeAll(selector, this.platform.now());
      if (!selector.userId) await this.marks.mark(selector.clientRef!);
      if (count === 0) return 0;
      const target = wholeOf(selector, clientId);
      const changes = [{ path: 'revoked', to: count }, ...because(reason)];
      await this.publish(actor, clientId ?? null, target, { userId: selector.userId, changes });
      return count;
    });
  }

  /** Ends a token by its value, whoever it belongs to; false when there is no such token. */
  async revokeByValue(token: string, actor: Party): Promise<boolean> {
    const refresh = await this.refreshTokens.find(token);
    if (refresh) return this.revokeAuthorization(refresh.family.authorizationId, actor);
    const access = await this.verifier.read(token);
    if (!access) return false;
    if (access.kind === 'personal')
      return this.revokeAuthorization(parseJti(access.jti)!.authorizationId, actor);
    await this.revokeAccessToken(access, actor, null);
    return true;
  }

  /** Ends one access token and nothing else. */
  async revokeAccessToken(
    access: { jti: string; expiresAt: number | null },
    actor: Party,
    clientId: string | null,
  ): Promise<void> {
    await this.platform.transaction(async () => {
      await this.revoked.add(access.jti, access.expiresAt ?? Number.MAX_SAFE_INTEGER);
      await this.publish(actor, clientId, { type: 'token', id: access.jti });
    });
  }

  private publish(
    actor: Party,
    clientId: string | null,
    target?: Party,
    { userId, changes }: { userId?: string | undefined; changes?: Change[] } = {},
  ): Promise<void> {
    return this.platform.publish({
      type: 'token.revoked',
      outcome: 'success',
      actor,
      clientId,
      ...(target && { target }),
      ...(userId && { userId }),
      ...(changes && { changes }),
    });
  }
}

/** Whose tokens end as a whole: a person's or a client's. */
function wholeOf({ userId, clientRef }: AuthorizationSelector, clientId?: string): Party | undefined {
  if (userId !== undefined) return clientRef === undefined ? userParty(userId) : undefined;
  return clientId === undefined ? undefined : clientParty(clientId);
}

function requireOwn(own: boolean): void {
  if (!own) throw OAuthError.invalidGrant('The token was issued to another client');
}
