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
    this.events.subscribe(['user.deleted'], async ({ userId }) => {
      if (userId) await this.consents.removeOf({ userId });
    });
    this.events.subscribe(['client.deleted'], async ({ clientId }) => {
      if (clientId) await this.consents.removeOf({ clientRef: clientRef(clientId) });
    });
  }
}
