import { generateKeyPair, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
import { Injectable } from '@nestjs/common';
import { Settings, type SigningAlgorithm } from '../../config/settings';
import { Clock } from '../../shared/domain/clock';
import { Problem } from '../../shared/domain/problem';
import {
  type Party,
  SecurityEvents,
  type SecurityEventType,
  SYSTEM,
} from '../../shared/domain/security-events';
import { Transaction } from '../../shared/domain/transaction';
import { isNewerKid, type KeyStatus, nextKid, type PublicJwk, SigningKey } from '../domain/signing-key';
import { KeySealer } from './key-sealer';
import { KidTakenError, SigningKeys } from './signing-keys';

interface KeyPair {
  publicKey: KeyObject;
  privateKey: KeyObject;
}

const generate = promisify(generateKeyPair) as (type: string, options: object) => Promise<KeyPair>;

/** What a rotation has brought. */
export interface Rotated {
  active: SigningKey;
  /** Null: the old key verifies nothing any more. */
  retiring: SigningKey | null;
}

const rotatedMeanwhile = () =>
  new Problem('conflict', 'Somebody else is rotating the keys. Look at them again.');

/** The life of our signing keys: made, announced, active, retiring, gone; one ring for each algorithm. */
@Injectable()
export class KeyRing {
  constructor(
    private readonly keys: SigningKeys,
    private readonly sealer: KeySealer,
    private readonly transaction: Transaction,
    private readonly clock: Clock,
    private readonly settings: Settings,
    private readonly events: SecurityEvents,
  ) {}

  list(): Promise<SigningKey[]> {
    return this.keys.list();
  }

  /** Makes sure that `alg` has a key that signs and one that is announced. Several starters agree on the same ones. */
  async ensure(alg: SigningAlgorithm): Promise<SigningKey[]> {
    for (const status of ['active', 'next'] as const) await this.makeUnlessThere(alg, status);
    return this.keys.list();
  }

  /**
   * The announced key begins to sign, and a new one is announced.
   *
   * @param keepSeconds how long the old key still verifies: the longest lifetime of a token
   * @throws Problem `conflict` when somebody else rotates in the same moment
   */
  async rotate(alg: SigningAlgorithm, options: { keepSeconds: number; actor: Party }): Promise<Rotated> {
    const ring = (await this.ensure(alg)).filter((key) => key.alg === alg);
    const active = ring.find((key) => key.status === 'active')!;
    const next = ring.find((key) => key.status === 'next')!;
    const now = this.clock.now();
    await this.transaction.run(async () => {
      const won =
        (await this.keys.move(active.kid, 'active', 'retiring', {
          retireAt: now + options.keepSeconds * 1000,
        })) && (await this.keys.move(next.kid, 'next', 'active', { activatedAt: now }));
      if (!won) throw rotatedMeanwhile();
      await this.publish('key.activated', next.kid, options.actor);
    });
    const after = await this.ensure(alg);
    return {
      active: after.find((key) => key.kid === next.kid)!,
      retiring: after.find((key) => key.kid === active.kid) ?? null,
    };
  }

  /**
   * New keys, and every old one of this algorithm is gone at once, with all tokens that it signed. The announced one
   * goes too: it lay beside the key that leaked. Works also when the old keys cannot be decrypted any more.
   *
   * @throws Problem `conflict` when somebody else does the same in the same moment
   */
  async replaceAll(alg: SigningAlgorithm, actor: Party): Promise<Rotated> {
    const pair = await this.generatePair(alg);
    const active = await this.transaction.run(async () => {
      const keys = await this.keys.list();
      const key = this.newKey(alg, 'active', pair, keys);
      for (const { kid } of keys.filter((old) => old.alg === alg)) {
        await this.keys.remove(kid);
        await this.publish('key.removed', kid, actor);
      }
      try {
        await this.keys.add(key);
      } catch (error) {
        throw error instanceof KidTakenError ? rotatedMeanwhile() : error;
      }
      await this.publish('key.activated', key.kid, actor);
      return key;
    });
    await this.ensure(alg);
    return { active, retiring: null };
  }

  /** Forgets keys whose last token has expired. */
  purge(): Promise<number> {
    return this.keys.removeRetired(this.clock.now());
  }

  /**
   * The id of the new key follows from the keys that were there when it was found missing: who adds a key meanwhile
   * takes that id, and then everybody looks again.
   */
  private async makeUnlessThere(alg: SigningAlgorithm, status: KeyStatus): Promise<void> {
    const isMissing = (keys: SigningKey[]) => !keys.some((key) => key.alg === alg && key.status === status);
    let keys = await this.keys.list();
    if (!isMissing(keys)) return;
    const pair = await this.generatePair(alg);
    for (; isMissing(keys); keys = await this.keys.list()) {
      const key = this.newKey(alg, status, pair, keys);
      try {
        await this.keys.add(key);
        return await this.publish('key.created', key.kid, SYSTEM);
      } catch (error) {
        if (!(error instanceof KidTakenError)) throw error;
      }
    }
  }

  private newKey(alg: SigningAlgorithm, status: KeyStatus, pair: KeyPair, others: SigningKey[]): SigningKey {
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
    });
  }

  private generatePair(alg: SigningAlgorithm) {
    if (alg === 'ES256') return generate('ec', { namedCurve: 'P-256' });
    if (alg === 'EdDSA') return generate('ed25519', {});
    return generate('rsa', { modulusLength: this.settings.signingKeyBits });
  }

  private publish(type: SecurityEventType, kid: string, actor: Party): Promise<void> {
    return this.events.publish({ type, outcome: 'success', actor, target: { type: 'key', id: kid } });
  }
}
