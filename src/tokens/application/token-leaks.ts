import { Injectable } from '@nestjs/common';
import { Clients } from '../../clients/application/clients';
import { Platform } from '../../shared/application/platform';
import type { Party } from '../../shared/domain/security-events';
import type { Authorization } from '../domain/authorization';
import { RefreshTokens } from './refresh-tokens';
import { Authorizations } from './stores';
import { TokenRevoker } from './token-revoker';
import { TokenVerifier } from './token-verifier';

/** Ends tokens that were found where others can read them. */
@Injectable()
export class TokenLeaks {
  constructor(
    private readonly verifier: TokenVerifier,
    private readonly refreshTokens: RefreshTokens,
    private readonly authorizations: Authorizations,
    private readonly revoker: TokenRevoker,
    private readonly clients: Clients,
    private readonly platform: Platform,
  ) {}

  /**
   * A refresh token takes its Authorization with it, an access token goes alone; what is dead already is no news.
   *
   * @returns for a personal token the Authorization that it lives under; its ending is for those who know its name
   */
  async report(value: string, actor: Party): Promise<string | null> {
    const refresh = await this.refreshTokens.find(value);
    if (refresh) {
      await this.endFamily(refresh.family.authorizationId, actor);
      return null;
    }
    const access = await this.verifier.verify(value);
    if (!access) return null;
    if (access.kind === 'personal') return access.authorization.id;
    await this.platform.transaction(async () => {
      await this.revoker.revokeAccessToken(access, actor, access.client?.id ?? null);
      await this.publish(access.authorization, actor, access.client?.id ?? null);
    });
    return null;
  }

  private async endFamily(id: string, actor: Party): Promise<void> {
    const authorization = await this.authorizations.read(id);
    const client = authorization && (await this.clients.findByRef(authorization.clientRef!));
    if (!client || !authorization.livesAt(this.platform.now(), client)) return;
    await this.platform.transaction(async () => {
      if (await this.revoker.revokeAuthorization(id, actor, client.id))
        await this.publish(authorization, actor, client.id);
    });
  }

  private publish({ id, userId }: Authorization, actor: Party, clientId: string | null): Promise<void> {
    return this.platform.publish({
      type: 'token.leak_reported',
      outcome: 'success',
      actor,
      target: { type: 'authorization', id },
      clientId,
      userId,
    });
  }
}
