import { Injectable } from '@nestjs/common';
import { Clients } from '../../clients/application/clients';
import { Settings } from '../../config/settings';
import { KeyRing } from '../../keys/application/key-ring';
import type { SigningKey } from '../../keys/domain/signing-key';
import type { Party } from '../../shared/domain/security-events';

/** Rotates signing keys, keeping the old one as long as a token that it signed can live. */
@Injectable()
export class SigningKeyRotation {
  constructor(
    private readonly ring: KeyRing,
    private readonly clients: Clients,
    private readonly settings: Settings,
  ) {}

  async rotate(options: {
    emergency: boolean;
    actor: Party;
  }): Promise<{ active: SigningKey; retiring: SigningKey | null }> {
    const lifetimes = (await this.clients.list()).map((client) => client.accessTokenTtl ?? 0);
    const keepSeconds = Math.max(this.settings.accessTokenTtl, ...lifetimes);
    return this.ring.rotate(this.settings.signingAlg, { ...options, keepSeconds });
  }
}
