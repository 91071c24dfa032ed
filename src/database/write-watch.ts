import type { EntitySubscriberInterface } from 'typeorm';

const WRITE = /^\s*(?:INSERT(?:\s+IGNORE)?\s+INTO|REPLACE\s+INTO|UPDATE|DELETE\s+FROM)\s+[`"]?(\w+)/i;

/** The table that a statement writes, or null. */
export const writtenTable = (sql: string): string | null => WRITE.exec(sql)?.[1] ?? null;

/** Sees every statement before it runs, whoever wrote it. */
export class WriteWatch implements EntitySubscriberInterface {
  constructor(private readonly note: (table: string) => void) {}

  beforeQuery({ query }: { query: string }): void {
    const table = writtenTable(query);
    if (table) this.note(table);
  }
}
