import { Injectable } from '@nestjs/common';
import { Platform } from '../../shared/application/platform';
import type { Page, PageRequest } from '../../shared/domain/page';
import { Problem } from '../../shared/domain/problem';
import type { Party } from '../../shared/domain/security-events';
import { TokenRevoker } from '../../tokens/application/token-revoker';
import type { Connection } from '../domain/connection';
import { Connections } from './connections';
import { Consents } from './stores';

/** The apps that can act for a person, and how that ends. */
@Injectable()
export class ConnectedApps {
  constructor(
    private readonly connections: Connections,
    private readonly consents: Consents,
    private readonly revoker: TokenRevoker,
    private readonly platform: Platform,
  ) {}

  /** The latest first. */
  listOf(userId: string, page: PageRequest<'since'>): Promise<Page<Connection>> {
    return this.connections.listOf(userId, this.platform.now(), page);
  }

  /** How many people have allowed the app. */
  peopleOf(clientRef: string): Promise<number> {
    return this.consents.countPeople(clientRef);
  }

  /** @throws Problem `not-found` for an app that cannot act for this person */
  async find(userId: string, clientRef: string): Promise<Connection> {
    const found = await this.connections.find(userId, clientRef, this.platform.now());
    if (!found) throw Problem.notFound('app');
    return found;
  }

  /**
   * Ends the consents and every Authorization of the app for this person: all its tokens, on all devices. An app that
   * is removed already stays so.
   */
  async remove(userId: string, clientRef: string, actor: Party): Promise<void> {
    const selector = { userId, clientRef };
    await this.platform.transaction(async () => {
      const found = await this.connections.find(userId, clientRef, this.platform.now());
      const ended =
        (await this.consents.removeOf(selector)) +
        (await this.revoker.revokeAll(selector, { actor, clientId: found?.client?.id }));
      if (ended === 0) return;
      const clientId = found?.client?.id ?? null;
      await this.platform.publish({ type: 'consent.revoked', outcome: 'success', actor, clientId, userId });
    });
  }
}
