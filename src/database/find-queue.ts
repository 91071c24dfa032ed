import type { ObjectLiteral } from 'typeorm';
import type { Database } from './database';
import { Gathering } from './gathering';
import type { Table } from './table';

const MOST = 32;

interface Wish<T> {
  key: string;
  done(row: T | null): void;
  fail(error: unknown): void;
}

/**
 * Rows that many requests look for by the same unique column, read by one statement while the former one is under way.
 * What is read is never older than the wish for it.
 */
export class FindQueue<T extends ObjectLiteral> extends Gathering<Wish<T>> {
  constructor(
    private readonly database: Database,
    private readonly table: Table<T>,
    private readonly property: keyof T & string,
  ) {
    super();
  }

  /** In a transaction the row is read as a part of it, at once. */
  find(key: string): Promise<T | null> {
    if (this.database.inTransaction) return this.table.findEach(this.property, [key]).then(([row]) => row!);
    return new Promise((done, fail) => this.join({ key, done, fail }));
  }

  protected portion(): number {
    return MOST;
  }

  protected async serve(some: Wish<T>[]): Promise<void> {
    const keys = some.map(({ key }) => key);
    try {
      const rows = await this.database.statement(() => this.table.findEach(this.property, keys));
      some.forEach(({ done }, index) => done(rows[index]!));
    } catch (error) {
      for (const { fail } of some) fail(error);
    }
  }
}
