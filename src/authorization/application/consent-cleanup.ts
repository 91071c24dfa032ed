import { Injectable, type OnModuleInit } from '@nestjs/common';
import { clientRef } from '../../clients/domain/client';
import { SecurityEvents } from '../../shared/domain/security-events';
import { Consents } from './stores';

/** What was allowed by somebody, or to something, that is gone is forgotten. */
@Injectable()
export class ConsentCleanup implements OnModuleInit {
  constructor(
    private readonly consents: Consents,
    private readonly events: SecurityEvents,
  ) {}

  onModuleInit(): void {
    this.events.subscribe(['user.deleted', 'client.deleted'], async ({ type, userId, clientId }) => {
      if (type === 'user.deleted' && userId) await this.consents.removeOf({ userId });
      if (type === 'client.deleted' && clientId)
        await this.consents.removeOf({ clientRef: clientRef(clientId) });
    });
  }
}
