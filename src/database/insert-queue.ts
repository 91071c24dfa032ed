import type { ObjectLiteral } from 'typeorm';
import type { Database } from './database';
import { MOST_TOGETHER, StatementQueue } from './statement-queue';
import type { Table } from './table';

/** New rows of many requests; everybody waits for the commit of their own. For rows that nobody keeps before they are there. */
export class InsertQueue<T extends ObjectLiteral> extends StatementQueue<T, void> {
  constructor(database: Database, table: Table<T>) {
    super(database, async (rows) => {
      await database.unseen(() => table.insertAll(rows));
      return rows.map(() => undefined);
    });
  }

  insert(row: T): Promise<void> {
    return this.ask(row);
  }

  /** A power of two: each number of rows is a statement of its own, which every connection keeps prepared. */
  protected override portion(waiting: number): number {
    return Math.min(MOST_TOGETHER, 2 ** Math.floor(Math.log2(waiting)));
  }
}
