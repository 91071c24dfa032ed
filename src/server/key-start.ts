import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Settings } from '../config/settings';
import { KeyStore } from '../keys/application/key-store';
import { Resources } from '../scopes/application/resources';

/** Makes the signing keys at the first start, so that they are announced before they sign. */
@Injectable()
export class KeyStart implements OnApplicationBootstrap {
  constructor(
    private readonly keys: KeyStore,
    private readonly resources: Resources,
    private readonly settings: Settings,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    const wanted = new Set([this.settings.signingAlg, ...(await this.resources.signingAlgorithms())]);
    for (const alg of wanted) await this.keys.signer(alg);
  }
}
