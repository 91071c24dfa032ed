import type { ObjectLiteral } from 'typeorm';
import type { Database } from './database';
import { StatementQueue } from './statement-queue';
import type { Table } from './table';

/** Rows that many requests look for by the same unique column. */
export class FindQueue<T extends ObjectLiteral> extends StatementQueue<string, T | null> {
  constructor(database: Database, table: Table<T>, property: keyof T & string) {
    super(database, (keys) => table.findEach(property, keys));
  }

  find(key: string): Promise<T | null> {
    return this.ask(key);
  }
}
