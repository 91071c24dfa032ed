import { Injectable, type OnModuleInit } from '@nestjs/common';
import { clientRef } from '../../clients/domain/client';
import { type Party, SecurityEvents } from '../../shared/domain/security-events';
import { Transaction } from '../../shared/domain/transaction';
import { TokenRevoker } from '../../tokens/application/token-revoker';
import { Consents } from './stores';

/** The apps that a person has allowed, and how that ends. */
@Injectable()
export class ConnectedApps implements OnModuleInit {
  constructor(
    private readonly consents: Consents,
    private readonly revoker: TokenRevoker,
    private readonly transaction: Transaction,
    private readonly events: SecurityEvents,
  ) {}

  /** What was allowed by somebody, or to something, that is gone is forgotten. */
  onModuleInit(): void {
    this.events.subscribe(async ({ type, userId, clientId }) => {
      if (type === 'user.deleted' && userId) await this.consents.removeOf({ userId });
      if (type === 'client.deleted' && clientId)
        await this.consents.removeOf({ clientRef: clientRef(clientId) });
    });
  }

  /** Ends the consent and every Authorization of the app for this person: all its tokens, on all devices. */
  async remove(userId: string, clientId: string, actor: Party): Promise<void> {
    const selector = { userId, clientRef: clientRef(clientId) };
    await this.transaction.run(async () => {
      await this.consents.removeOf(selector);
      await this.revoker.revokeAll(selector, actor);
      await this.events.publish({ type: 'consent.revoked', outcome: 'success', actor, clientId, userId });
    });
  }
}
