import type { Connection, ConnectionOptions } from 'mysql2';
import type { DataSource } from 'typeorm';
import type { MysqlDataSourceOptions } from 'typeorm/driver/mysql/MysqlDataSourceOptions';
import { boundStatements } from './bounds';

export type Row = Record<string, unknown>;

/** Where the feed is read, never as a part of a transaction that is under way. */
export interface FeedConnection {
  select(sql: string, values: number[]): Promise<Row[]>;
  close(): Promise<void>;
}

/** On SQLite in turn with everything else, elsewhere on a connection of its own. */
export function feedConnectionOf(dataSource: DataSource, timeoutMs: number): FeedConnection {
  const { options } = dataSource;
  if (options.type === 'better-sqlite3') {
    return { select: (sql, values) => dataSource.query(sql, values), close: () => Promise.resolve() };
  }
  const { host, port, database, username: user, password } = options as MysqlDataSourceOptions;
  return new OwnConnection({ host, port, database, user, password } as ConnectionOptions, timeoutMs);
}

/** The question never waits for a place in the pool. */
class OwnConnection implements FeedConnection {
  private current: Promise<Connection> | null = null;
  private newest: Connection | null = null;
  private isClosed = false;

  constructor(
    private readonly login: ConnectionOptions,
    private readonly timeoutMs: number,
  ) {}

  async select(sql: string, values: number[]): Promise<Row[]> {
    try {
      return await this.ask(await (this.current ??= this.open()), sql, values);
    } catch (error) {
      // The next question is put on a new one.
      await this.drop();
      throw error;
    }
  }

  /** For good: a question that comes later, while the server ends, opens no other one. */
  async close(): Promise<void> {
    this.isClosed = true;
    await this.drop();
  }

  private async drop(): Promise<void> {
    const { current } = this;
    this.current = null;
    (await current?.catch(() => null))?.destroy();
  }

  private async open(): Promise<Connection> {
    if (this.isClosed) throw new Error('The connection of the change feed was closed');
    const { createConnection } = await import('mysql2');
    const connection = createConnection({ ...this.login, connectTimeout: this.timeoutMs });
    boundStatements(connection, this.timeoutMs);
    this.newest = connection;
    // One that was cut while nobody asked; an older one may say so when another has taken its place.
    const forget = () => {
      if (this.newest === connection) this.current = null;
    };
    connection.on('error', forget);
    connection.on('end', forget);
    try {
      // A Galera node that lags behind answers when it has caught up; elsewhere there is no such variable, or it does nothing.
      const lag = await this.ask(connection, "SHOW SESSION VARIABLES LIKE 'wsrep_sync_wait'", []);
      if (lag.length > 0) await this.ask(connection, 'SET SESSION wsrep_sync_wait = 1', []);
      return connection;
    } catch (error) {
      connection.destroy();
      throw error;
    }
  }

  private ask(connection: Connection, sql: string, values: number[]): Promise<Row[]> {
    return new Promise((resolve, reject) =>
      connection.execute(sql, values, (error, rows) => (error ? reject(error) : resolve(rows as Row[]))),
    );
  }
}
