import { createPrivateKey, type KeyObject } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { SigningAlgorithm } from '../../config/settings';
import { Clock } from '../../shared/domain/clock';
import { KeyRing } from '../application/key-ring';
import { KeySealer } from '../application/key-sealer';
import { type PublicKey, RingKeyStore, type Signer } from '../application/key-store';
import { SigningKeys } from '../application/signing-keys';
import { signBytes } from '../domain/jws';

/** The default key store: our own table, private keys encrypted at rest. */
@Injectable()
export class TypeOrmKeyStore extends RingKeyStore {
  /** Private keys are opened once a process; which of them is active is asked every time. */
  private readonly opened = new Map<string, KeyObject>();

  constructor(
    private readonly keys: SigningKeys,
    private readonly ring: KeyRing,
    private readonly sealer: KeySealer,
    private readonly clock: Clock,
  ) {
    super();
  }

  async signer(alg: SigningAlgorithm): Promise<Signer> {
    const isActive = (key: { alg: string; status: string }) => key.alg === alg && key.status === 'active';
    const active = (await this.keys.list()).find(isActive) ?? (await this.ring.ensure(alg)).find(isActive)!;
    let key = this.opened.get(active.sealedPrivateJwk);
    if (!key) {
      key = createPrivateKey({ format: 'jwk', key: this.sealer.open(active.kid, active.sealedPrivateJwk) });
      this.opened.set(active.sealedPrivateJwk, key);
    }
    return { kid: active.kid, alg, sign: (data) => signBytes(alg, key, data) };
  }

  async publicKeys(): Promise<PublicKey[]> {
    const now = this.clock.now();
    return (await this.keys.list())
      .filter((key) => key.retireAt === null || key.retireAt > now)
      .map((key) => ({ kid: key.kid, alg: key.alg, jwk: key.publicJwk }));
  }
}
