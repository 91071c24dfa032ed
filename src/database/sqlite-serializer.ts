import { AsyncLocalStorage } from 'node:async_hooks';

/**
 * Lets one caller at a time use the single connection that SQLite has.
 *
 * Without it a statement of one request lands in the open transaction of another and dies with its rollback.
 * A turn lasts for one statement, or for a whole transaction and everything called inside it.
 */
export class SqliteSerializer {
  private readonly holders = new AsyncLocalStorage<symbol>();
  private holder: symbol | null = null;
  private tail: Promise<unknown> = Promise.resolve();

  /** Runs the work when all earlier turns are over; inside a turn it runs at once. */
  turn<T>(work: () => Promise<T>): Promise<T> {
    if (this.holder !== null && this.holders.getStore() === this.holder) return work();
    const turn = this.tail.then(async () => {
      const me = Symbol('turn');
      this.holder = me;
      try {
        return await this.holders.run(me, work);
      } finally {
        this.holder = null;
      }
    });
    this.tail = turn.catch(() => undefined);
    return turn;
  }

  /** The connection is closed: nobody takes turns any more. */
  close(): void {
    this.holders.disable();
  }
}
