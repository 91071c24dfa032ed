import type { Connection, Pool, PoolConnection } from 'mysql2';
import { type DataSource, type EntityManager, QueryFailedError, type QueryRunner } from 'typeorm';
import type { SqliteSerializer } from './sqlite-serializer';

/** A value as the drivers take it. */
export type Bindable = string | number | null;

export type Raw = Record<string, unknown>;

/** What a statement brought: rows, or how many it has written. */
export interface Outcome {
  rows: Raw[];
  affected: number;
}

/** Runs prepared statements, on the connection of a transaction or on any, and transactions. */
export interface Statements {
  run(sql: string, values: readonly Bindable[], transaction: EntityManager | null): Promise<Outcome>;
  /** Begins a transaction, and commits what the work has done with its manager; undoes it where the work fails. */
  transaction<T>(work: (manager: EntityManager) => Promise<T>): Promise<T>;
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

  /** As TypeORM does it, but for its broadcasts and promises around each of the two statements. */
  async transaction<T>(work: (manager: EntityManager) => Promise<T>): Promise<T> {
    const runner = this.dataSource.createQueryRunner();
    const connection = (await runner.connect()) as PoolConnection;
    try {
      await say(connection, 'START TRANSACTION');
      // For TypeORM's own methods: `save` would begin another one.
      (runner as Begun).isTransactionActive = true;
      const result = await work(runner.manager);
      await say(connection, 'COMMIT');
      return result;
    } catch (error) {
      // A connection that cannot be told to undo is cut, and MySQL undoes what was under way: nobody else gets it.
      await say(connection, 'ROLLBACK').catch(() => connection.destroy());
      throw error;
    } finally {
      await runner.release();
    }
  }
}

type Begun = Omit<QueryRunner, 'isTransactionActive'> & { isTransactionActive: boolean };

const say = (connection: Connection, sql: string): Promise<void> =>
  new Promise((resolve, reject) =>
    connection.query(sql, (error: Error | null) =>
      error ? reject(new QueryFailedError(sql, [], error)) : resolve(),
    ),
  );

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

  transaction<T>(work: (manager: EntityManager) => Promise<T>): Promise<T> {
    return this.serializer.turn(() => this.runWhole(work));
  }

  /** IMMEDIATE takes the write lock at once: a deferred one fails half-way when another process writes. */
  private async runWhole<T>(work: (manager: EntityManager) => Promise<T>): Promise<T> {
    const { manager } = this.dataSource;
    await manager.query('BEGIN IMMEDIATE');
    try {
      const result = await work(manager);
      await manager.query('COMMIT');
      return result;
    } catch (error) {
      // Where the disk is full, SQLite has rolled back by itself and refuses this: what was first is what is told.
      await manager.query('ROLLBACK').catch((failure: unknown) => {
        if (String(failure).includes('no transaction is active')) return;
        throw new AggregateError([error, failure], 'A transaction has failed, and cannot be rolled back');
      });
      throw error;
    }
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
