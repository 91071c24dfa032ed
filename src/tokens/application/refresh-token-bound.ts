import { Injectable } from '@nestjs/common';
import type { Client } from '../../clients/domain/client';
import { Platform } from '../../shared/application/platform';
import { SYSTEM } from '../../shared/domain/security-events';
import type { Authorization } from '../domain/authorization';
import { Authorizations } from './stores';
import { TokenRevoker } from './token-revoker';

/** Far more than transactions run at once: who is further from the bound than this need not wait for others. */
const FAR = 100;
/** So many end with one sign-in. There are more only where the bound was lower before. */
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
   * Makes room for the refresh token of one more Authorization: the oldest end. Inside the transaction that issues it.
   *
   * @param next whose refresh token is the newest, which lives
   */
  async makeRoom(next: Authorization, client: Client): Promise<void> {
    const others = this.platform.settings.limits.refreshTokens - 1;
    const found = (newest: number, limit: number) =>
      this.authorizations.olderThan(next, this.platform.now(), { newest, limit });
    if ((await found(Math.max(0, others - FAR), 1)).length === 0) return;
    await this.platform.lock(`refresh tokens of ${next.userId} at ${client.ref}`);
    for (const id of await found(others, BATCH))
      await this.revoker.revokeAuthorization(id, SYSTEM, client.id);
  }
}
