import { Injectable } from '@nestjs/common';
import type { SigningAlgorithm } from '../../config/settings';
import { Clock } from '../../shared/domain/clock';
import { Problem, refusedAs } from '../../shared/domain/problem';
import {
  type Party,
  SecurityEvents,
  type SecurityEventType,
  SYSTEM,
} from '../../shared/domain/security-events';
import { Transaction } from '../../shared/domain/transaction';
import { isNewerKid, type KeyStatus, type SigningKey } from '../domain/signing-key';
import { KeyMaker, type KeyPair } from './key-maker';
import { KidTakenError, SigningKeys } from './signing-keys';

/** What a rotation has brought. */
export interface Rotated {
  active: SigningKey;
  /** Null: the old key verifies nothing any more. */
  retiring: SigningKey | null;
}

/** How a key begins to sign. */
interface Promotion {
  /** How long the old key still verifies: the longest lifetime of a token. */
  keepSeconds: number;
  actor: Party;
}

/** So many keys of one algorithm may wait: all of them are published, and read by everybody. */
const MAX_WAITING = 3;

const rotatedMeanwhile = () =>
  new Problem('conflict', 'Somebody else is rotating the keys. Look at them again.', {
    words: { key: 'fault.changedMeanwhile' },
  });

const waiting = (keys: SigningKey[], alg: SigningAlgorithm) =>
  keys.filter((key) => key.alg === alg && key.status === 'next');

/** @throws Problem `conflict` when somebody else has let it sign meanwhile, and the next one is not made yet */
function firstWaiting(keys: SigningKey[], alg: SigningAlgorithm): SigningKey {
  const [first] = waiting(keys, alg);
  if (!first) throw rotatedMeanwhile();
  return first;
}

/** The life of our signing keys: made, announced, active, retiring, gone; one ring for each algorithm. */
@Injectable()
export class KeyRing {
  constructor(
    private readonly keys: SigningKeys,
    private readonly maker: KeyMaker,
    private readonly transaction: Transaction,
    private readonly clock: Clock,
    private readonly events: SecurityEvents,
  ) {}

  list(): Promise<SigningKey[]> {
    return this.keys.list();
  }

  /** Makes sure that `alg` has a key that signs and one that is announced. Several starters agree on the same ones. */
  async ensure(alg: SigningAlgorithm, actor = SYSTEM): Promise<SigningKey[]> {
    for (const status of ['active', 'next'] as const) {
      const isThere = (keys: SigningKey[]) => keys.some((key) => key.alg === alg && key.status === status);
      await this.makeUnless(isThere, { alg, status, actor });
    }
    return this.keys.list();
  }

  /**
   * One more key is announced, and may be activated when everybody has read it.
   *
   * @throws Problem `limit-reached` when three wait already
   */
  async announce(alg: SigningAlgorithm, actor: Party): Promise<SigningKey> {
    if (waiting(await this.keys.list(), alg).length === 0)
      return firstWaiting(await this.ensure(alg, actor), alg);
    const isFull = (keys: SigningKey[]) => waiting(keys, alg).length >= MAX_WAITING;
    const made = await this.makeUnless(isFull, { alg, status: 'next', actor });
    if (made) return made;
    const detail = `${MAX_WAITING} keys of this algorithm wait already. Activate or delete one of them first.`;
    const words = { key: 'fault.keys.limit', values: { max: MAX_WAITING } } as const;
    throw new Problem('limit-reached', detail, { words });
  }

  /**
   * The key that was announced first begins to sign, and a new one is announced.
   *
   * @throws Problem `conflict` when somebody else rotates in the same moment
   */
  async rotate(alg: SigningAlgorithm, how: Promotion): Promise<Rotated> {
    const ring = await this.ensure(alg);
    return this.promote(firstWaiting(ring, alg), ring, how);
  }

  /**
   * This announced key begins to sign.
   *
   * @throws Problem `not-found`, `conflict` for a key that does not wait, or when somebody else rotates
   */
  async activate(kid: string, how: Promotion): Promise<Rotated> {
    const key = await this.require(kid);
    if (key.status !== 'next') throw refusedAs('conflict', 'fault.keys.notWaiting');
    return this.promote(key, await this.ensure(key.alg), how);
  }

  /**
   * A key that signs and verifies nothing is gone: one that waits, or one whose last token has expired.
   *
   * @throws Problem `not-found`, `key-in-use`
   */
  async remove(kid: string, actor: Party): Promise<void> {
    const { alg, status } = await this.require(kid);
    // The id of a new key follows from the newest one: that stays, so that no id comes back with another key.
    const isSucceeded = (keys: SigningKey[]) =>
      keys.some((key) => key.alg === alg && key.status === 'next' && isNewerKid(key.kid, kid));
    if (status === 'next') await this.makeUnless(isSucceeded, { alg, status, actor });
    await this.transaction.run(async () => {
      if (!(await this.keys.removeUnused(kid, this.clock.now()))) {
        throw new Problem('key-in-use', 'Tokens that live are signed with this key. Rotate the keys first.', {
          words: { key: 'fault.keys.inUse' },
        });
      }
      await this.publish('key.removed', kid, actor);
    });
  }

  /**
   * New keys, and every old one of this algorithm is gone at once, with all tokens that it signed. The announced one
   * goes too: it lay beside the key that leaked. Works also when the old keys cannot be decrypted any more.
   *
   * @throws Problem `conflict` when somebody else does the same in the same moment
   */
  async replaceAll(alg: SigningAlgorithm, actor: Party): Promise<Rotated> {
    const pair = await this.maker.pair(alg);
    const active = await this.transaction.run(async () => {
      const keys = await this.keys.list();
      const key = this.maker.key(alg, 'active', pair, keys);
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

  private async promote(next: SigningKey, ring: SigningKey[], how: Promotion): Promise<Rotated> {
    const active = ring.find((key) => key.alg === next.alg && key.status === 'active')!;
    const now = this.clock.now();
    const retireAt = now + how.keepSeconds * 1000;
    await this.transaction.run(async () => {
      const won =
        (await this.keys.move(active.kid, 'active', 'retiring', { retireAt })) &&
        (await this.keys.move(next.kid, 'next', 'active', { activatedAt: now }));
      if (!won) throw rotatedMeanwhile();
      await this.publish('key.activated', next.kid, how.actor);
    });
    const after = await this.ensure(next.alg);
    return {
      active: after.find((key) => key.kid === next.kid)!,
      retiring: after.find((key) => key.kid === active.kid) ?? null,
    };
  }

  /**
   * The id of the new key follows from the keys that were there when it was found missing: who adds a key meanwhile
   * takes that id, and then everybody looks again.
   *
   * @returns null when there was no need
   */
  private async makeUnless(
    isDone: (keys: SigningKey[]) => boolean,
    { alg, status, actor }: { alg: SigningAlgorithm; status: KeyStatus; actor: Party },
  ): Promise<SigningKey | null> {
    let pair: KeyPair | null = null;
    for (let keys = await this.keys.list(); !isDone(keys); keys = await this.keys.list()) {
      pair ??= await this.maker.pair(alg);
      const key = this.maker.key(alg, status, pair, keys);
      try {
        await this.keys.add(key);
      } catch (error) {
        if (error instanceof KidTakenError) continue;
        throw error;
      }
      await this.publish('key.created', key.kid, actor);
      return key;
    }
    return null;
  }

  private async require(kid: string): Promise<SigningKey> {
    const key = (await this.keys.list()).find((known) => known.kid === kid);
    if (!key) throw Problem.notFound('key');
    return key;
  }

  private publish(type: SecurityEventType, kid: string, actor: Party): Promise<void> {
    return this.events.publish({ type, outcome: 'success', actor, target: { type: 'key', id: kid } });
  }
}
