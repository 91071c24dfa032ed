import { Injectable } from '@nestjs/common';
import { ConnectedApps } from '../../authorization/application/connected-apps';
import { ClientSecretKeeper } from '../../clients/application/client-secret-keeper';
import { Clients } from '../../clients/application/clients';
import { type Client, clientRef } from '../../clients/domain/client';
import type { ClientSecret } from '../../clients/domain/client-secret';
import type { EpochMs } from '../../shared/domain/clock';
import type { Page, PageRequest } from '../../shared/domain/page';
import { Problem } from '../../shared/domain/problem';
import { UsageCounter } from '../../usage/application/usage-counter';
import { type ClientFilters, ClientSearch, type ClientSort } from './client-search';

/** A client with the secrets that work now. */
export interface KnownClient {
  client: Client;
  secrets: ClientSecret[];
}

export interface ClientStats {
  users: number;
  tokens7d: number;
  lastUsedAt: EpochMs | null;
}

/** What administrators see of clients. */
@Injectable()
export class ClientDesk {
  constructor(
    private readonly clients: Clients,
    private readonly keeper: ClientSecretKeeper,
    private readonly finder: ClientSearch,
    private readonly usage: UsageCounter,
    private readonly connected: ConnectedApps,
  ) {}

  async search(page: PageRequest<ClientSort>, filters: ClientFilters): Promise<Page<KnownClient>> {
    const found = await this.finder.find(page, filters);
    const secrets = await this.keeper.liveOf(found.items);
    return { ...found, items: found.items.map((client) => ({ client, secrets: secrets.get(client.ref)! })) };
  }

  /** @throws Problem `not-found` */
  async find(clientId: string): Promise<Client> {
    const client = await this.clients.findByRef(clientRef(clientId));
    if (client?.id !== clientId) throw Problem.notFound('client');
    return client;
  }

  async known(client: Client): Promise<KnownClient> {
    return { client, secrets: client.isPublic ? [] : await this.keeper.live(client) };
  }

  async stats(client: Client): Promise<ClientStats> {
    const { tokens, lastUsedAt } = await this.usage.lastWeek(client.ref);
    return { users: await this.connected.peopleOf(client.ref), tokens7d: tokens, lastUsedAt };
  }
}
