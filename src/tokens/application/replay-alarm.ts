import { Injectable } from '@nestjs/common';
import type { Client } from '../../clients/domain/client';
import { Platform } from '../../shared/application/platform';
import { clientParty } from '../../shared/domain/security-events';
import { TokenRevoker } from './token-revoker';

/** What happens when something that works once comes a second time: thief or owner, nobody can tell, so both lose it. */
@Injectable()
export class ReplayAlarm {
  constructor(
    private readonly revoker: TokenRevoker,
    private readonly platform: Platform,
  ) {}

  /** Ends the Authorization with everything that came from it (RFC 9700 §2.1.1, RFC 9700 §4.14.2). */
  async raise(
    type: 'code.reused' | 'refresh.reuse_detected',
    authorizationId: string,
    client: Client,
  ): Promise<void> {
    const actor = clientParty(client.id);
    const target = { type: 'authorization', id: authorizationId } as const;
    await this.platform.publish({ type, outcome: 'failure', actor, target, clientId: client.id });
    await this.revoker.revokeAuthorization(authorizationId, actor, client.id);
  }
}
