import type { ObjectLiteral } from 'typeorm';
import type { Database } from './database';
import { Gathering, MOST_TOGETHER } from './gathering';
import { isUnavailable } from './retry';
import type { Table } from './table';

interface Waiting<T> {
  row: T;
  done(): void;
  fail(error: unknown): void;
}

/**
 * New rows of many requests, written by one statement while the former one is under way; everybody waits for the commit of
 * their own row. For rows that nobody keeps before they are there.
 */
export class InsertQueue<T extends ObjectLiteral> extends Gathering<Waiting<T>> {
  constructor(
    private readonly database: Database,
    private readonly table: Table<T>,
  ) {
    super();
  }

  /** In a transaction the row is written as a part of it, at once. */
  insert(row: T): Promise<void> {
    if (this.database.inTransaction) return this.write([row]);
    return new Promise((done, fail) => this.join({ row, done, fail }));
  }

  /** A power of two: each number of rows is a statement of its own, which every connection keeps prepared. */
  protected portion(waiting: number): number {
    return Math.min(MOST_TOGETHER, 2 ** Math.floor(Math.log2(waiting)));
  }

  protected async serve(some: Waiting<T>[]): Promise<void> {
    try {
      await this.write(some.map(({ row }) => row));
      for (const { done } of some) done();
    } catch (error) {
      // Perhaps all were written before the database went away: nobody can know.
      if (some.length === 1 || isUnavailable(error)) return some.forEach(({ fail }) => fail(error));
      // One of them is no good: each gets the answer for its own.
      for (const one of some) await this.serve([one]);
    }
  }

  private write(rows: T[]): Promise<void> {
    return this.database.unseen(() => this.database.statement(() => this.table.insertAll(rows)));
  }
}
