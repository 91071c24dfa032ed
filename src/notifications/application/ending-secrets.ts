import { Injectable } from '@nestjs/common';
import { Clients, ClientSecrets } from '../../clients/application/clients';
import type { ClientSecret } from '../../clients/domain/client-secret';
import { Announcements } from './announcements';
import { Letters } from './letters';

const DAYS = [30, 7];

/** Tells owners of apps that a client secret ends, unless another one outlives it. */
@Injectable()
export class EndingSecrets {
  constructor(
    private readonly announcements: Announcements,
    private readonly secrets: ClientSecrets,
    private readonly clients: Clients,
    private readonly letters: Letters,
  ) {}

  announce(): Promise<void> {
    return this.announcements.announce(
      DAYS,
      (span) => this.secrets.listEnding(span),
      (secret) => this.tell(secret),
    );
  }

  private async tell({ clientRef, expiresAt, last4, lastUsedAt }: ClientSecret): Promise<void> {
    const client = await this.clients.findByRef(clientRef);
    const others = await this.secrets.listOf(clientRef);
    const isOutlived = others.some((other) => other.isLive(expiresAt!));
    if (!client?.ownerId || isOutlived) return;
    await this.letters.write(client.ownerId, {
      key: 'mail.secretEnding',
      path: `/settings/apps/${encodeURIComponent(client.id)}`,
      values: (language) => ({
        client: client.name,
        last4,
        when: this.announcements.when(language, expiresAt!),
        used: this.announcements.used(language, lastUsedAt, null),
      }),
    });
  }
}
