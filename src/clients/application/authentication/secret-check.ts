import { Injectable } from '@nestjs/common';
import { Settings } from '../../../config/settings';
import { Clock } from '../../../shared/domain/clock';
import { equalInConstantTime, sha256 } from '../../../shared/domain/secret';
import type { Client } from '../../domain/client';
import type { ClientSecret } from '../../domain/client-secret';
import { ClientSecrets } from '../clients';
import { ForeignHashes } from './foreign-hashes';

const MIN_SECRET_LENGTH = 32;
/** `last_used_at` is for people; once a minute is enough. */
const USE_NOTED_EVERY = 60_000;

/** Says whether a presented secret is one of the client's that live. */
@Injectable()
export class SecretCheck {
  constructor(
    private readonly secrets: ClientSecrets,
    private readonly foreign: ForeignHashes,
    private readonly clock: Clock,
    private readonly settings: Settings,
  ) {}

  async isRight(client: Client, presented: string): Promise<boolean> {
    // The demo's secrets are short and known to everybody: they are worth something in the demo only.
    if (presented.length < MIN_SECRET_LENGTH && this.settings.mode !== 'demo') return false;
    const now = this.clock.now();
    const live = (await this.secrets.listOf(client.ref)).filter((secret) => secret.isLive(now));
    const hash = sha256(presented);
    const used =
      live.find((secret) => equalInConstantTime(secret.hash, hash)) ??
      (await this.adopted(live, presented, hash));
    if (used && now - (used.lastUsedAt ?? 0) > USE_NOTED_EVERY) await this.secrets.noteUse(used, now);
    return used !== undefined;
  }

  /** A secret that came with a hash of another server's: from its first use on it has ours. */
  private async adopted(
    live: readonly ClientSecret[],
    presented: string,
    hash: string,
  ): Promise<ClientSecret | undefined> {
    for (const secret of live) {
      const { foreignHash } = secret;
      if (foreignHash === null || !(await this.foreign.matches(foreignHash, presented))) continue;
      await this.secrets.adopt(secret, { hash, last4: presented.slice(-4) });
      return secret;
    }
    return undefined;
  }
}
