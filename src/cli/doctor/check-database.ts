import { existsSync } from 'node:fs';
import { DataSource } from 'typeorm';
import type { Settings } from '../../config/settings';
import { dataSourceOptions } from '../../database/data-source';
import { databaseFailureText } from '../../database/failure-text';
import { ENTITIES } from '../../entities';
import { KeySealer } from '../../keys/application/key-sealer';
import { advice, bad, type Finding, good } from './finding';

const MOST_SKEW_MS = 2000;

type Row = Record<string, unknown>;

/** Everything about the database; it is read, and nothing in it is changed. */
export async function checkDatabase(settings: Settings): Promise<Finding[]> {
  const file = settings.dbUrl.startsWith('sqlite:') ? settings.dbUrl.slice('sqlite:'.length) : null;
  // Opening it would make it.
  if (file !== null && !existsSync(file))
    return [
      advice('database', `${file} is not there yet`, 'npm run db:migrate, or start with DB_MIGRATE=auto'),
    ];
  let dataSource: DataSource;
  try {
    const options = await dataSourceOptions({ url: settings.dbUrl, poolSize: 1, entities: ENTITIES });
    dataSource = await new DataSource(options).initialize();
  } catch (error) {
    const text = databaseFailureText(error) ?? 'The database cannot be opened.';
    return [bad('database', text, 'Look at DB_URL, and whether the database runs.')];
  }
  try {
    const isSqlite = dataSource.options.type === 'better-sqlite3';
    const own = isSqlite ? await checkSqlite(dataSource, settings) : await checkMySql(dataSource);
    return [...own, ...(await checkTables(dataSource, settings))];
  } finally {
    await dataSource.destroy();
  }
}

async function one(dataSource: DataSource, statement: string): Promise<Row> {
  return ((await dataSource.query(statement)) as Row[])[0] ?? {};
}

async function checkSqlite(dataSource: DataSource, { mode }: Settings): Promise<Finding[]> {
  const { version } = await one(dataSource, 'SELECT sqlite_version() AS version');
  const found = `SQLite ${String(version)}`;
  return [
    mode === 'production'
      ? advice('database', `${found}: one process, one machine`, 'For several nodes use MySQL or MariaDB.')
      : good('database', found),
  ];
}

async function checkMySql(dataSource: DataSource): Promise<Finding[]> {
  const asked = Date.now();
  const row = await one(
    dataSource,
    'SELECT VERSION() AS version, @@character_set_database AS charset, UNIX_TIMESTAMP(NOW(3)) * 1000 AS at',
  );
  const skew = Math.abs(Number(row['at']) - (asked + Date.now()) / 2);
  const version = String(row['version']);
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const isMariaDb = /mariadb/i.test(version);
  const isOld = isMariaDb ? major < 10 || (major === 10 && minor < 6) : major < 8;
  return [
    isOld
      ? bad('database', version, 'Use MariaDB 10.6 or newer, or MySQL 8 or newer.')
      : good('database', isMariaDb ? version : `MySQL ${version}`),
    row['charset'] === 'utf8mb4'
      ? good('charset', 'utf8mb4')
      : advice('charset', String(row['charset']), 'ALTER DATABASE … CHARACTER SET utf8mb4;'),
    skew <= MOST_SKEW_MS
      ? good('clock', `${Math.round(skew)} ms away from the database's`)
      : advice('clock', `${Math.round(skew / 1000)} s away from the database's`, 'Let both follow NTP.'),
  ];
}

async function checkTables(dataSource: DataSource, settings: Settings): Promise<Finding[]> {
  if (await dataSource.showMigrations()) {
    const fix = settings.mode === 'demo' ? 'npm run demo -- --reset' : 'npm run db:migrate';
    return [
      settings.dbMigrate === 'auto'
        ? advice('migrations', 'pending; the next start runs them', fix)
        : bad('migrations', 'pending: the server does not start', fix),
    ];
  }
  const keys = (await dataSource.query(
    'SELECT kid, sealed_private_jwk AS sealed FROM grantor_signing_keys',
  )) as Row[];
  const weak = await one(
    dataSource,
    "SELECT COUNT(*) AS count FROM grantor_clients WHERE type = 'web' AND require_pkce = 0",
  );
  const sealer = new KeySealer(settings);
  const shut = keys.filter(({ kid, sealed }) => !opens(sealer, String(kid), String(sealed)));
  const apps = Number(weak['count']);
  return [
    good('migrations', 'all applied'),
    shut.length > 0
      ? bad(
          'signing keys',
          `${shut.length} of ${keys.length} cannot be opened with KEY_ENCRYPTION_SECRET`,
          'Set the former value, or: npm run cli -- keys:rotate --emergency',
        )
      : good('signing keys', `${keys.length} stored, encrypted, and can be opened`),
    ...(apps > 0
      ? [
          advice(
            'PKCE',
            `${apps} web app(s) may sign in without it (RFC 9700 §2.1.1)`,
            'npm run cli -- client:update ID --require-pkce',
          ),
        ]
      : []),
  ];
}

function opens(sealer: KeySealer, kid: string, sealed: string): boolean {
  try {
    sealer.open(kid, sealed);
    return true;
  } catch {
    return false;
  }
}
