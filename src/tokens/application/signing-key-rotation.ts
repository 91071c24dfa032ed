import { Injectable } from '@nestjs/common';
import { Clients } from '../../clients/application/clients';
import { Settings } from '../../config/settings';
import { KeyRing, type Rotated } from '../../keys/application/key-ring';
import { Resources } from '../../scopes/application/resources';
import type { Party } from '../../shared/domain/security-events';

/** Rotates the signing keys of every algorithm in use, keeping the old ones as long as a token of theirs can live. */
@Injectable()
export class SigningKeyRotation {
  constructor(
    private readonly ring: KeyRing,
    private readonly clients: Clients,
    private readonly resources: Resources,
    private readonly settings: Settings,
  ) {}

  /**
   * @param emergency the old keys are gone at once, and every token that they signed with them
   * @returns what became of the server's own algorithm
   */
  async rotate({ emergency, actor }: { emergency: boolean; actor: Party }): Promise<Rotated> {
    const keepSeconds = await this.longestLifetime();
    const rotate = (alg: Settings['signingAlg']) =>
      emergency ? this.ring.replaceAll(alg, actor) : this.ring.rotate(alg, { keepSeconds, actor });
    const others = new Set(await this.resources.signingAlgorithms());
    others.delete(this.settings.signingAlg);
    const rotated = await rotate(this.settings.signingAlg);
    for (const alg of others) await rotate(alg);
    return rotated;
  }

  /** Seconds. */
  private async longestLifetime(): Promise<number> {
    const ofClients = (await this.clients.list()).map((client) => client.accessTokenTtl ?? 0);
    return Math.max(this.settings.accessTokenTtl, await this.resources.longestLifetime(), ...ofClients);
  }
}
