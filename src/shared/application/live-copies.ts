import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Changes } from './changes';

/**
 * Copies of what is stored, for code that cannot wait for a database: they are renewed at the start, and at the beginning
 * of each request if anything has changed, so a request works with what was committed before it began.
 */
@Injectable()
export class LiveCopies implements OnApplicationBootstrap {
  private readonly renewals: (() => Promise<void>)[] = [];
  /** The count of changes that the copies are as new as. */
  private renewedAt = -1;
  private renewal: Promise<void> | null = null;

  constructor(private readonly changes: Changes) {}

  /** @param renew reads what is kept until the change feed speaks of it */
  register(renew: () => Promise<void>): void {
    this.renewals.push(renew);
  }

  /** @returns the count of changes (`Changes`) that all copies are at least as new as */
  async renew(): Promise<number> {
    await this.changes.assure();
    const { count } = this.changes;
    // One at a time: an older one that ends later would put old copies in the place of new ones.
    while (this.renewedAt < count)
      await (this.renewal ??= this.renewAll().finally(() => (this.renewal = null)));
    return this.renewedAt;
  }

  async onApplicationBootstrap(): Promise<void> {
    await this.renew();
  }

  private async renewAll(): Promise<void> {
    const { count } = this.changes;
    for (const renew of this.renewals) await renew();
    this.renewedAt = count;
  }
}
