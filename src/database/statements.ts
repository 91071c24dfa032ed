import type { Connection, Pool } from 'mysql2';
import { type DataSource, type EntityManager, QueryFailedError } from 'typeorm';
import type { SqliteSerializer } from './sqlite-serializer';

/** A value as the drivers take it. */
export type Bindable = string | number | null;

export type Raw = Record<string, unknown>;

/** What a statement brought: rows, or how many it has written. */
export interface Outcome {
  rows: Raw[];
  affected: number;
}

/** Runs prepared statements: on the connection of a transaction, or on any. */
export interface Statements {
  run(sql: string, values: readonly Bindable[], transaction: EntityManager | null): Promise<Outcome>;
}

type Done = (error: Error | null, result: unknown) => void;

/** Each connection of mysql2 keeps the statements that it has prepared. */
export class MySqlStatements implements Statements {
  constructor(private readonly dataSource: DataSource) {}

  async run(sql: string, values: readonly Bindable[], transaction: EntityManager | null): Promise<Outcome> {
    const executor = transaction
      ? ((await transaction.queryRunner!.connect()) as Connection)
      : (this.dataSource.driver as unknown as { pool: Pool }).pool;
    return new Promise((resolve, reject) => {
      const done: Done = (error, result) => {
        if (error) return reject(new QueryFailedError(sql, [...values], error));
        const rows = Array.isArray(result) ? (result as Raw[]) : [];
        resolve({ rows, affected: (result as { affectedRows?: number }).affectedRows ?? 0 });
      };
      executor.execute(sql, [...values], done as never);
    });
  }
}

interface SqliteStatement {
  reader: boolean;
  all(...values: readonly Bindable[]): Raw[];
  run(...values: readonly Bindable[]): { changes: number };
}

/** SQLite has one connection, and everybody their turn on it. */
export class SqliteStatements implements Statements {
  private readonly prepared = new Map<string, SqliteStatement>();

  constructor(
    private readonly dataSource: DataSource,
    private readonly serializer: SqliteSerializer,
  ) {}

  run(sql: string, values: readonly Bindable[]): Promise<Outcome> {
    return this.serializer.turn(async () => {
      try {
        const statement = this.prepared.get(sql) ?? (await this.prepare(sql));
        if (statement.reader) return { rows: statement.all(...values), affected: 0 };
        return { rows: [], affected: statement.run(...values).changes };
      } catch (error) {
        throw new QueryFailedError(sql, [...values], error as Error);
      }
    });
  }

  private async prepare(sql: string): Promise<SqliteStatement> {
    const connection = (await this.dataSource.createQueryRunner().connect()) as {
      prepare(text: string): SqliteStatement;
    };
    const statement = connection.prepare(sql);
    this.prepared.set(sql, statement);
    return statement;
  }
}
