import { Injectable } from '@nestjs/common';
import { Clients } from '../../clients/application/clients';
import type { Client } from '../../clients/domain/client';
import { Platform } from '../../shared/application/platform';
import { isId } from '../../shared/domain/id-form';
import type { Page, PageRequest } from '../../shared/domain/page';
import { Problem } from '../../shared/domain/problem';
import { type Party, userParty } from '../../shared/domain/security-events';
import type { Authorization } from '../domain/authorization';
import { Authorizations } from './stores';
import { TokenRevoker } from './token-revoker';

/** An Authorization and the client that it was given to; null where that is gone. */
export interface KnownAuthorization {
  authorization: Authorization;
  client: Client | null;
}

/** What a person has granted to apps: to be seen, and to be ended one by one. */
@Injectable()
export class OwnAuthorizations {
  constructor(
    private readonly authorizations: Authorizations,
    private readonly clients: Clients,
    private readonly revoker: TokenRevoker,
    private readonly platform: Platform,
  ) {}

  /** Those that live, without personal tokens. */
  async listOf(userId: string, page: PageRequest<'createdAt'>): Promise<Page<KnownAuthorization>> {
    const found = await this.authorizations.listOf(userId, this.platform.now(), page);
    return { ...found, items: await this.know(found.items) };
  }

  /** With the clients that they were given to. */
  async know(authorizations: Authorization[]): Promise<KnownAuthorization[]> {
    const clients = await this.clients.listByRefs(authorizations.map(({ clientRef }) => clientRef!));
    return authorizations.map((authorization) => ({
      authorization,
      client: clients.find(({ ref }) => ref === authorization.clientRef) ?? null,
    }));
  }

  /**
   * Ends one with every token that came from it. The app may ask again, and what the person has allowed it stays.
   *
   * @param actor the person, unless it was an administrator
   * @throws Problem `not-found` for an unknown one, one that is over, and somebody else's
   */
  async end(userId: string, id: string, actor: Party = userParty(userId)): Promise<void> {
    const { client } = await this.find(userId, id);
    await this.revoker.revokeAuthorization(id, actor, client?.id ?? null);
  }

  /** One that lives. @throws Problem `not-found` as `end` */
  async find(userId: string, id: string): Promise<KnownAuthorization> {
    const found = isId('auth', id) ? await this.authorizations.read(id) : null;
    if (found?.userId !== userId || found.clientRef === null) throw Problem.notFound('authorization');
    const [client = null] = await this.clients.listByRefs([found.clientRef]);
    if (!found.livesAt(this.platform.now(), client)) throw Problem.notFound('authorization');
    return { authorization: found, client };
  }
}
