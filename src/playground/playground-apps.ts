import { Injectable } from '@nestjs/common';
import { Clients } from '../clients/application/clients';
import { type Client, clientRef } from '../clients/domain/client';
import { Settings } from '../config/settings';
import type { PlaygroundApp } from '../pages/templates/playground';
import type { Visitor } from '../sessions/domain/visitor';
import { PLAYGROUND_CALLBACK } from './round-trip';

/** Who is there to try the server with, known to everybody: the people and apps of the demo; elsewhere nobody. */
export class PlaygroundCast {
  constructor(
    readonly apps: readonly { clientId: string; fixedSecret: string | null }[] = [],
    readonly person: { email: string; password: string } | null = null,
  ) {}
}

/** The apps that the playground may say something about: those of the demo, and the visitor's own. */
@Injectable()
export class PlaygroundApps {
  constructor(
    private readonly clients: Clients,
    private readonly cast: PlaygroundCast,
    private readonly settings: Settings,
  ) {}

  get person(): PlaygroundCast['person'] {
    return this.cast.person;
  }

  /** Apps with a secret that is no secret, as far as nobody has removed them. */
  async ofTheDemo(): Promise<PlaygroundApp[]> {
    const found = await Promise.all(
      this.cast.apps.map(async ({ clientId, fixedSecret }) => {
        const client = await this.find(clientId);
        return client && { ...this.describe(client), secret: fixedSecret };
      }),
    );
    return found.filter((app) => app !== null);
  }

  /** An app of the visitor; null for unknown ones and those of others alike. */
  async ownedBy({ signedIn }: Visitor, clientId: string): Promise<PlaygroundApp | null> {
    if (!signedIn) return null;
    const client = await this.find(clientId);
    if (!client || client.ownerId !== signedIn.user.id) return null;
    return { ...this.describe(client), settingsPath: `/settings/apps/${encodeURIComponent(client.id)}` };
  }

  private async find(clientId: string): Promise<Client | null> {
    const client = await this.clients.findByRef(clientRef(clientId));
    return client?.isActive ? client : null;
  }

  private describe(client: Client): PlaygroundApp {
    const { id, name, type, isPublic, scopes, grantTypes, redirectUris } = client;
    const hasCallback = client.hasRedirectUri(this.settings.url(PLAYGROUND_CALLBACK));
    const own = { secret: null, settingsPath: null };
    return { id, name, type, isPublic, scopes, grantTypes, redirectUris, hasCallback, ...own };
  }
}
