import { Injectable } from '@nestjs/common';
import { Platform } from '../../shared/application/platform';
import { sha256 } from '../../shared/domain/secret';
import { clientParty, type Party } from '../../shared/domain/security-events';
import { Clients, ClientSecrets } from './clients';

/** Marks client secrets that were found where others can read them, and does not end them: the app would stand still. */
@Injectable()
export class ClientSecretLeaks {
  constructor(
    private readonly secrets: ClientSecrets,
    private readonly clients: Clients,
    private readonly platform: Platform,
  ) {}

  /** Told once; what is dead already is no news. */
  async report(value: string, actor: Party): Promise<void> {
    const now = this.platform.now();
    const secret = this.platform.secrets.body('client', value)
      ? await this.secrets.findByHash(sha256(value))
      : null;
    if (!secret?.isLive(now)) return;
    const client = await this.clients.findByRef(secret.clientRef);
    if (!client) return;
    await this.platform.transaction(async () => {
      if (!(await this.secrets.noteLeak(secret, now))) return;
      await this.platform.publish({
        type: 'client.secret.leak_reported',
        outcome: 'success',
        actor,
        target: clientParty(client.id),
        clientId: client.id,
        userId: client.ownerId,
        changes: [{ path: 'last4', to: secret.last4 }],
      });
    });
  }
}
