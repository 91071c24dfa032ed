import { Injectable } from '@nestjs/common';
import type { Client } from '../../clients/domain/client';
import { Platform } from '../../shared/application/platform';
import { SYSTEM } from '../../shared/domain/security-events';
import type { Authorization } from '../domain/authorization';
import { Authorizations } from './stores';
import { TokenRevoker } from './token-revoker';

/** So many end with one sign-in. There are more only where the bound was higher before. */
const BATCH = 100;

/** Bounds how many refresh tokens of one person live at one client (`LIMIT_REFRESH_TOKENS`). */
@Injectable()
export class RefreshTokenBound {
  constructor(
    private readonly authorizations: Authorizations,
    private readonly revoker: TokenRevoker,
    private readonly platform: Platform,
  ) {}

  /**
   * Makes room for the refresh token of one more Authorization: the oldest end. To be called when that token is written and
   * committed: of sign-ins that count at the same moment, the last one to write then sees all of them, on whatever node.
   *
   * @param next whose refresh token is the newest, which lives
   */
  async makeRoom(next: Authorization, client: Client): Promise<void> {
    const most = this.platform.settings.limits.refreshTokens;
    if (!(await this.authorizations.areMoreThan(most, next))) return;
    await this.platform.transaction(async () => {
      await this.platform.lock(`refresh tokens of ${next.userId} at ${client.ref}`);
      // Another one of the same moment may have ended it for its own room.
      if (!(await this.authorizations.read(next.id))?.isAlive(client)) return;
      const room = { newest: most - 1, limit: BATCH };
      for (const id of await this.authorizations.olderThan(next, this.platform.now(), room))
        await this.revoker.revokeAuthorization(id, SYSTEM, client.id);
    });
  }
}
