import { generateKeyPair, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
import { Injectable } from '@nestjs/common';
import { Settings, type SigningAlgorithm } from '../../config/settings';
import { Clock } from '../../shared/domain/clock';
import { isNewerKid, type KeyStatus, nextKid, type PublicJwk, SigningKey } from '../domain/signing-key';
import { KeySealer } from './key-sealer';

export interface KeyPair {
  publicKey: KeyObject;
  privateKey: KeyObject;
}

const generate = promisify(generateKeyPair) as (type: string, options: object) => Promise<KeyPair>;

/** Makes signing keys: pairs, and the rows that name them. */
@Injectable()
export class KeyMaker {
  constructor(
    private readonly sealer: KeySealer,
    private readonly clock: Clock,
    private readonly settings: Settings,
  ) {}

  pair(alg: SigningAlgorithm): Promise<KeyPair> {
    if (alg === 'ES256') return generate('ec', { namedCurve: 'P-256' });
    if (alg === 'EdDSA') return generate('ed25519', {});
    return generate('rsa', { modulusLength: this.settings.signingKeyBits });
  }

  /** @param others the keys that are there: the id of the new one follows from them */
  key(alg: SigningAlgorithm, status: KeyStatus, pair: KeyPair, others: readonly SigningKey[]): SigningKey {
    const now = this.clock.now();
    const newest = others.reduce<string | null>(
      (a, { kid }) => (a === null || isNewerKid(kid, a) ? kid : a),
      null,
    );
    const kid = nextKid(new Date(now).toISOString().slice(0, 10), newest);
    return new SigningKey({
      kid,
      alg,
      status,
      publicJwk: pair.publicKey.export({ format: 'jwk' }) as PublicJwk,
      sealedPrivateJwk: this.sealer.seal(kid, pair.privateKey.export({ format: 'jwk' })),
      createdAt: now,
      activatedAt: status === 'active' ? now : null,
      retireAt: null,
      signedCount: 0,
    });
  }
}
