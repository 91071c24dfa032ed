import type { DataSource, DataSourceOptions, EntitySchema, MixedList } from 'typeorm';
import { MIGRATIONS } from './migrations';
import { SqliteSerializer } from './sqlite-serializer';

export interface DatabaseOptions {
  /** `sqlite:PATH`, `sqlite::memory:` or `mysql://user:password@host:port/database`. */
  url: string;
  poolSize: number;
  entities: MixedList<EntitySchema>;
}

const COMMON = {
  migrations: MIGRATIONS,
  migrationsTableName: 'grantor_migrations',
  entitySkipConstructor: true,
  synchronize: false,
  logging: false,
} as const;

/** What TypeORM needs to know; also used by the TypeORM CLI through `ormconfig.ts`. */
export async function dataSourceOptions({
  url,
  poolSize,
  entities,
}: DatabaseOptions): Promise<DataSourceOptions> {
  if (url.startsWith('sqlite:')) {
    return {
      ...COMMON,
      entities,
      type: 'better-sqlite3',
      // Only one of the two drivers is loaded.
      driver: (await import('libsql')).default,
      database: url.slice('sqlite:'.length),
      enableWAL: true,
      prepareDatabase: (connection: { pragma(text: string): unknown }) => {
        connection.pragma('busy_timeout = 5000');
      },
    };
  }
  const address = new URL(url);
  const login = {
    host: address.hostname.replace(/^\[|\]$/g, ''),
    port: Number(address.port || 3306),
    database: decodeURIComponent(address.pathname.slice(1)),
  };
  const user = decodeURIComponent(address.username);
  const password = decodeURIComponent(address.password);
  return {
    ...COMMON,
    ...login,
    entities,
    username: user,
    password,
    type: await detectMySql({ ...login, user, password }),
    charset: 'utf8mb4_bin',
    timezone: 'Z',
    supportBigNumbers: true,
    connectTimeout: 5_000,
    extra: { connectionLimit: poolSize, maxIdle: poolSize, idleTimeout: 60_000, stringifyObjects: true },
  };
}

/** With the wrong one of the two, TypeORM sees every nullable column as changed. */
async function detectMySql(login: object): Promise<'mysql' | 'mariadb'> {
  const { createConnection } = await import('mysql2/promise');
  const connection = await createConnection({ ...login, connectTimeout: 5_000 });
  try {
    const [rows] = await connection.query('SELECT VERSION() AS version');
    const [{ version }] = rows as [{ version: string }];
    return /mariadb/i.test(version) ? 'mariadb' : 'mysql';
  } finally {
    await connection.end();
  }
}

/** A data source on SQLite, with every statement taking its turn; null where the database serves many connections. */
export function serializeSqlite(dataSource: DataSource): SqliteSerializer | null {
  if (dataSource.options.type !== 'better-sqlite3') return null;
  const serializer = new SqliteSerializer();
  const runner = dataSource.createQueryRunner();
  const query = runner.query.bind(runner) as typeof runner.query;
  runner.query = ((...args: Parameters<typeof query>) =>
    serializer.turn(() => query(...args))) as typeof runner.query;
  return serializer;
}
