import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
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
    private readonly host: HttpAdapterHost,
  ) {}

  /** Only where tokens are answered: the CLI must run with keys that cannot be opened, to replace them. */
  async onApplicationBootstrap(): Promise<void> {
    if (!this.host.httpAdapter) return;
    const wanted = new Set([this.settings.signingAlg, ...(await this.resources.signingAlgorithms())]);
    for (const alg of wanted) await this.keys.signer(alg);
  }
}
