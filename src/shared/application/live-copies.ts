import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';

/**
 * Copies of what is stored, for code that cannot wait for a database: each is renewed at the start and at the beginning
 * of every request, so a request works with what was committed before it began.
 */
@Injectable()
export class LiveCopies implements OnApplicationBootstrap {
  private readonly renewals: (() => Promise<void>)[] = [];

  /** @param renew reads what is kept until the change feed speaks of it: most often that costs nothing */
  register(renew: () => Promise<void>): void {
    this.renewals.push(renew);
  }

  async renew(): Promise<void> {
    for (const renew of this.renewals) await renew();
  }

  onApplicationBootstrap(): Promise<void> {
    return this.renew();
  }
}
