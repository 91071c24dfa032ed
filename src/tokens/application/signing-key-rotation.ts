import { Injectable } from '@nestjs/common';
import { Clients } from '../../clients/application/clients';
import { Settings, type SigningAlgorithm } from '../../config/settings';
import { KeyRing, type Rotated } from '../../keys/application/key-ring';
import { KeyStore, requireRing } from '../../keys/application/key-store';
import { Resources } from '../../scopes/application/resources';
import type { Party } from '../../shared/domain/security-events';

/** Rotates the signing keys of every algorithm in use, keeping the old ones as long as a token of theirs can live. */
@Injectable()
export class SigningKeyRotation {
  constructor(
    private readonly ring: KeyRing,
    private readonly store: KeyStore,
    private readonly clients: Clients,
    private readonly resources: Resources,
    private readonly settings: Settings,
  ) {}

  /**
   * @param emergency the old keys are gone at once, and every token that they signed with them
   * @returns what became of the server's own algorithm
   * @throws Problem `conflict` when somebody else rotates, or the keys are kept elsewhere
   */
  async rotate({ emergency, actor }: { emergency: boolean; actor: Party }): Promise<Rotated> {
    requireRing(this.store, this.settings);
    const keepSeconds = await this.longestLifetime();
    const rotate = (alg: SigningAlgorithm) =>
      emergency ? this.ring.replaceAll(alg, actor) : this.ring.rotate(alg, { keepSeconds, actor });
    const others = new Set(await this.resources.signingAlgorithms());
    others.delete(this.settings.signingAlg);
    const rotated = await rotate(this.settings.signingAlg);
    for (const alg of others) await rotate(alg);
    return rotated;
  }

  /**
   * Lets one key that waits sign from now on, instead of the one that signs with its algorithm.
   *
   * @throws Problem `not-found`, `conflict` for a key that does not wait, or when the keys are kept elsewhere
   */
  async activate(kid: string, actor: Party): Promise<Rotated> {
    requireRing(this.store, this.settings);
    return this.ring.activate(kid, { keepSeconds: await this.longestLifetime(), actor });
  }

  /** Seconds. */
  private async longestLifetime(): Promise<number> {
    const ofClients = (await this.clients.list()).map((client) => client.accessTokenTtl ?? 0);
    return Math.max(this.settings.accessTokenTtl, await this.resources.longestLifetime(), ...ofClients);
  }
}
