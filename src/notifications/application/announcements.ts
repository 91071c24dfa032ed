import { Injectable } from '@nestjs/common';
import { IdempotencyKeys } from '../../idempotency/application/idempotency-keys';
import { IdempotencyKey } from '../../idempotency/domain/idempotency-key';
import { relativeTimeIn } from '../../locales/relative-time';
import { type Language, say } from '../../locales/words';
import { Platform } from '../../shared/application/platform';
import type { EpochMs } from '../../shared/domain/clock';
import { DAY_MS } from '../../shared/domain/day';
import type { EndingSpan } from '../../shared/domain/ending-span';
import { sha256 } from '../../shared/domain/secret';
import { dueAnnouncement, type Ending } from '../domain/ending';

const BATCH = 200;

/** Something that ends, by its id. */
interface Announced extends Ending {
  id: string;
}

/** Announces what ends: each announcement once, whichever server makes it. */
@Injectable()
export class Announcements {
  constructor(
    private readonly keys: IdempotencyKeys,
    private readonly platform: Platform,
  ) {}

  /**
   * @param days before the end, e.g. 30 and 7
   * @param read a batch of what ends within a span, by id
   * @param tell what an announcement does, in the transaction that notes it
   */
  async announce<T extends Announced>(
    days: readonly number[],
    read: (span: EndingSpan) => Promise<T[]>,
    tell: (item: T) => Promise<void>,
  ): Promise<void> {
    const from = this.platform.now();
    const until = from + Math.max(...days) * DAY_MS;
    let after = '';
    for (;;) {
      const items = await read({ from, until, after, limit: BATCH });
      for (const item of items) await this.tellOnce(item, dueAnnouncement(item, days, from), tell);
      if (items.length < BATCH) return;
      after = items.at(-1)!.id;
    }
  }

  /** "in 7 days": whole days, as they were announced. */
  when(language: Language, at: EpochMs): string {
    return relativeTimeIn(language, Math.ceil((at - this.platform.now()) / DAY_MS) * DAY_MS);
  }

  /** When it was used last, and from where. */
  used(language: Language, at: EpochMs | null, ip: string | null): string {
    if (at === null) return say(language, 'mail.usedNever');
    const when = relativeTimeIn(language, at - this.platform.now());
    return ip === null
      ? say(language, 'mail.usedAt', { when })
      : say(language, 'mail.usedFrom', { when, ip });
  }

  private async tellOnce<T extends Announced>(
    item: T,
    days: number | null,
    tell: (item: T) => Promise<void>,
  ): Promise<void> {
    if (days === null || item.expiresAt === null) return;
    const hash = sha256(`announcement\0${item.id}\0${days}`);
    const times = { createdAt: this.platform.now(), expiresAt: item.expiresAt };
    const key = new IdempotencyKey({ hash, requestHash: hash, resource: item.id, answer: null, ...times });
    await this.platform.transaction(async () => {
      if (await this.keys.take(key)) await tell(item);
    });
  }
}
