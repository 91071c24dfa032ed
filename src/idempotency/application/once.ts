import { Injectable } from '@nestjs/common';
import { Clock } from '../../shared/domain/clock';
import { sha256 } from '../../shared/domain/secret';
import { Transaction } from '../../shared/domain/transaction';
import { IdempotencyKey } from '../domain/idempotency-key';
import { IdempotencyKeys } from './idempotency-keys';

const KEPT_MS = 24 * 3_600_000;

/** Who asks, under which key, for what. */
export interface Intention {
  /** Id of the person or client: keys of others are other keys. */
  by: string;
  key: string;
  /** What is asked for, as text: the same key for something else is a mistake of the caller. */
  request: string;
}

export type Outcome<T> =
  | { kind: 'done'; result: T }
  /** It was done before; `resource` names what came of it. */
  | { kind: 'again'; resource: string }
  /** The key was used for something else. */
  | { kind: 'reused' };

/** Does work once for each key, however often and however simultaneously it is asked for. */
@Injectable()
export class Once {
  constructor(
    private readonly keys: IdempotencyKeys,
    private readonly transaction: Transaction,
    private readonly clock: Clock,
  ) {}

  /**
   * The key is taken in the transaction of the work: if the work fails, the key is free again.
   *
   * @param work what it makes, and the id of that
   */
  async run<T>(
    { by, key, request }: Intention,
    work: () => Promise<{ result: T; resource: string }>,
  ): Promise<Outcome<T>> {
    const hash = sha256(`${by}\0${key}`);
    const requestHash = sha256(request);
    const now = this.clock.now();
    const taken = await this.transaction.run(async () => {
      const entry = { hash, requestHash, resource: null, createdAt: now, expiresAt: now + KEPT_MS };
      if (!(await this.keys.take(new IdempotencyKey(entry)))) return null;
      const { result, resource } = await work();
      await this.keys.finish(hash, resource);
      return { result };
    });
    if (taken) return { kind: 'done', result: taken.result };
    const before = await this.keys.find(hash);
    if (before?.requestHash !== requestHash) return { kind: 'reused' };
    return { kind: 'again', resource: before.resource ?? '' };
  }
}
