import { Injectable } from '@nestjs/common';
import { Settings } from '../../../config/settings';
import { currentRequest } from '../../../shared/application/request-context';
import { OAuthError } from '../../../shared/domain/oauth-error';
import { clientParty, SecurityEvents } from '../../../shared/domain/security-events';
import { Quotas } from '../../../throttles/application/quotas';
import type { Client } from '../../domain/client';

const MINUTE_MS = 60_000;

/**
 * What follows when a client cannot prove who it is. So many times a minute from one address it is told so and noted;
 * beyond that it is told to wait. The right secret is never refused: with 214 random bits nobody arrives at it by
 * guessing, and a stranger beside a client's server must not be able to stop it.
 */
@Injectable()
export class ClientFailures {
  constructor(
    private readonly quotas: Quotas,
    private readonly events: SecurityEvents,
    private readonly settings: Settings,
  ) {}

  /**
   * @param client null: there is no such client; all of those are counted together
   * @returns the answer
   */
  async note(client: Client | null): Promise<OAuthError> {
    const quota = {
      name: 'client-authentication',
      times: this.settings.limits.clientFailures,
      windowMs: MINUTE_MS,
    };
    const retryAfter = await this.quotas.take(quota, currentRequest()?.ip ?? null, client?.ref);
    if (retryAfter > 0) {
      const description = 'Client authentication failed too often; see Retry-After';
      return OAuthError.invalidClient(description, { status: 429, retryAfter });
    }
    if (client) {
      await this.events.publish({
        type: 'client.secret.auth_failed',
        outcome: 'failure',
        actor: clientParty(client.id),
        clientId: client.id,
      });
    }
    return OAuthError.invalidClient('Client authentication failed: unknown client, or not the right secret');
  }
}
