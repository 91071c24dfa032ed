import { Injectable } from '@nestjs/common';
import { Clock } from '../../shared/domain/clock';
import { DAY_MS } from '../../shared/domain/day';
import { sha256 } from '../../shared/domain/secret';
import { Transaction } from '../../shared/domain/transaction';
import { IdempotencyKey, type KeptAnswer } from '../domain/idempotency-key';
import { IdempotencyKeys } from './idempotency-keys';

const KEPT_MS = DAY_MS;

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
  | { kind: 'again'; resource: string; answer: KeptAnswer | null }
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
   * @param work what it makes, the id or address of that, and the answer if it may be given again
   */
  async run<T>(
    { by, key, request }: Intention,
    work: () => Promise<{ result: T; resource: string; answer?: KeptAnswer | null }>,
  ): Promise<Outcome<T>> {
    const hash = sha256(`${by}\0${key}`);
    const requestHash = sha256(request);
    const now = this.clock.now();
    const taken = await this.transaction.run(async () => {
      const times = { createdAt: now, expiresAt: now + KEPT_MS };
      const entry = new IdempotencyKey({ hash, requestHash, resource: null, answer: null, ...times });
      if (!(await this.keys.take(entry))) return null;
      const { result, resource, answer } = await work();
      await this.keys.finish(hash, resource, answer ?? null);
      return { result };
    });
    if (taken) return { kind: 'done', result: taken.result };
    const before = await this.keys.find(hash);
    if (before?.requestHash !== requestHash) return { kind: 'reused' };
    return { kind: 'again', resource: before.resource ?? '', answer: before.answer };
  }
}
