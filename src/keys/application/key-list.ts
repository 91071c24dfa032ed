import { Injectable } from '@nestjs/common';
import { Clock, type EpochMs } from '../../shared/domain/clock';
import type { KeyStatus, SigningKey } from '../domain/signing-key';
import { KeyRing } from './key-ring';
import { KeyStore, RingKeyStore } from './key-store';
import { SignatureCounter } from './signature-counter';

/** What administrators may know of a key. */
export interface KnownKey extends Pick<SigningKey, 'kid' | 'alg' | 'activatedAt' | 'retireAt'> {
  /** Null: it is kept elsewhere, and nobody here can say; so are the other nulls. */
  status: KeyStatus | 'retired' | null;
  createdAt: EpochMs | null;
  signedCount: number | null;
}

const ORDER = ['active', 'next', 'retiring', 'retired'];

/** Lists the keys that verify tokens, wherever they are kept. */
@Injectable()
export class KeyList {
  constructor(
    private readonly store: KeyStore,
    private readonly ring: KeyRing,
    private readonly counter: SignatureCounter,
    private readonly clock: Clock,
  ) {}

  /** Whether the server keeps the keys itself, so that it can rotate them. */
  get isOurs(): boolean {
    return this.store instanceof RingKeyStore;
  }

  /** By algorithm; what signs comes first. */
  async all(): Promise<KnownKey[]> {
    if (!this.isOurs) return this.elsewhere();
    const counts = await this.counter.counts();
    const place = ({ status }: KnownKey) => ORDER.indexOf(status!);
    const known = (await this.ring.list()).map((key) => ({
      ...this.know(key),
      signedCount: counts.get(key.kid) ?? key.signedCount,
    }));
    return known.sort((a, b) => a.alg.localeCompare(b.alg) || place(a) - place(b));
  }

  know({ kid, alg, status, createdAt, activatedAt, retireAt, signedCount }: SigningKey): KnownKey {
    const isOver = retireAt !== null && retireAt <= this.clock.now();
    return {
      ...{ kid, alg, createdAt, activatedAt, retireAt, signedCount },
      status: isOver ? 'retired' : status,
    };
  }

  private async elsewhere(): Promise<KnownKey[]> {
    const unknown = { status: null, createdAt: null, activatedAt: null, retireAt: null, signedCount: null };
    return (await this.store.publicKeys()).map(({ kid, alg }) => ({ kid, alg, ...unknown }));
  }
}
