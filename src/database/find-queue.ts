import type { ObjectLiteral } from 'typeorm';
import type { Database } from './database';
import { Gathering, MOST_TOGETHER } from './gathering';
import type { Table } from './table';

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
  async find(key: string): Promise<T | null> {
    if (!this.database.inTransaction) return new Promise((done, fail) => this.join({ key, done, fail }));
    const [row] = await this.table.findEach(this.property, [key]);
    return row ?? null;
  }

  protected portion(): number {
    return MOST_TOGETHER;
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
