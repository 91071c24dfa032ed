import { type Connection, type ConnectionOptions, createConnection } from 'mysql2/promise';
import type { DataSource } from 'typeorm';
import type { MysqlDataSourceOptions } from 'typeorm/driver/mysql/MysqlDataSourceOptions';
import type { FeedEntry, FeedPosition } from './change-feed.schema';

const POSITION = 'SELECT number, tag FROM grantor_feed_position WHERE id = 1';
const BETWEEN =
  'SELECT number, tag, subjects FROM grantor_feed_entries WHERE number >= ? AND number <= ? ORDER BY number';

/** The feed cannot be read, so nothing that is kept may be believed. */
export class FeedUnreadableError extends Error {
  constructor(cause: unknown) {
    super('The change feed cannot be read', { cause });
  }
}

type Entry = Pick<FeedEntry, 'number' | 'tag' | 'subjects'>;
type Row = Record<string, unknown>;

/** Reads the feed, never as part of a transaction that is under way. */
export class FeedReader {
  constructor(private readonly select: (sql: string, values: number[]) => Promise<Row[]>) {}

  async position(): Promise<FeedPosition> {
    const [row] = await this.select(POSITION, []);
    if (!row) throw new Error('The row of the feed is missing');
    return positionOf(row);
  }

  /** Those from one number to another, both included, as far as they are still there. */
  async between(first: number, last: number): Promise<Entry[]> {
    const rows = await this.select(BETWEEN, [first, last]);
    return rows.map((row) => ({ ...positionOf(row), subjects: String(row['subjects']) }));
  }
}

const positionOf = ({ number, tag }: Row): FeedPosition => ({ number: Number(number), tag: String(tag) });

const TIMEOUT_MS = 3000;

/** A connection of its own, so that the question never waits for a place in the pool. */
export class FeedConnection {
  private connection: Promise<Connection> | null = null;

  constructor(private readonly login: ConnectionOptions) {}

  async select(sql: string, values: number[]): Promise<Row[]> {
    const isFresh = this.connection === null;
    try {
      return await this.selectOnce(sql, values);
    } catch (error) {
      await this.close();
      // One that has been idle for long may have been cut meanwhile.
      if (isFresh) throw error;
      return this.selectOnce(sql, values);
    }
  }

  async close(): Promise<void> {
    const connection = await this.connection?.catch(() => null);
    this.connection = null;
    connection?.destroy();
  }

  private async selectOnce(sql: string, values: number[]): Promise<Row[]> {
    const connection = await (this.connection ??= this.open());
    const [rows] = await connection.execute({ sql, values, timeout: TIMEOUT_MS });
    return rows as Row[];
  }

  private async open(): Promise<Connection> {
    const connection = await createConnection({ ...this.login, connectTimeout: TIMEOUT_MS });
    connection.on('error', () => undefined);
    // A Galera node that lags behind answers when it has caught up; elsewhere there is no such variable, or it does nothing.
    const [rows] = await connection.query("SHOW SESSION VARIABLES LIKE 'wsrep_sync_wait'");
    if ((rows as Row[]).length > 0) await connection.query('SET SESSION wsrep_sync_wait = 1');
    return connection;
  }
}

/** Where the feed is read: on SQLite in turn with everything else, elsewhere on a connection of its own. */
export function feedConnectionOf(dataSource: DataSource): Pick<FeedConnection, 'select' | 'close'> {
  const { options } = dataSource;
  if (options.type === 'better-sqlite3') {
    return { select: (sql, values) => dataSource.query(sql, values), close: () => Promise.resolve() };
  }
  const { host, port, database, username: user, password } = options as MysqlDataSourceOptions;
  return new FeedConnection({ host, port, database, user, password } as ConnectionOptions);
}
