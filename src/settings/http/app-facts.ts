import { Injectable } from '@nestjs/common';
import { ConnectedApps } from '../../authorization/application/connected-apps';
import { ClientSecretKeeper } from '../../clients/application/client-secret-keeper';
import type { Client } from '../../clients/domain/client';
import type { AppView, SecretRow } from '../../pages/templates/app';
import { SecretFormat } from '../../shared/domain/secret';
import { UsageCounter } from '../../usage/application/usage-counter';

/** What an owner wants to know about an app beside its settings. */
@Injectable()
export class AppFacts {
  constructor(
    private readonly keeper: ClientSecretKeeper,
    private readonly connected: ConnectedApps,
    private readonly usages: UsageCounter,
    private readonly format: SecretFormat,
  ) {}

  async usageOf(client: Client): Promise<AppView['usage']> {
    return { ...(await this.usages.lastWeek(client.ref)), people: await this.connected.peopleOf(client.ref) };
  }

  /** @param path address of the app's page */
  async secretsOf(client: Client, path: string): Promise<SecretRow[]> {
    if (client.isPublic) return [];
    const live = await this.keeper.live(client);
    return live.map(({ id, last4, createdAt, lastUsedAt, expiresAt }) => ({
      prefix: this.format.prefix('client'),
      last4,
      createdAt,
      lastUsedAt,
      expiresAt,
      remove: live.length > 1 ? `${path}/secrets/${id}/remove` : null,
    }));
  }
}
