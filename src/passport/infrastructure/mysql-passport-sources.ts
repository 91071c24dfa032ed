import { Injectable } from '@nestjs/common';
import { type Connection, createConnection, type RowDataPacket } from 'mysql2/promise';
import { Problem } from '../../shared/domain/problem';
import { type PassportSource, PassportSources } from '../application/passport-sources';
import { MySqlPassportSource } from './mysql-passport-source';

const CONNECT_TIMEOUT_MS = 5_000;
const TABLES = ['oauth_clients', 'oauth_access_tokens', 'oauth_refresh_tokens'];

/** Databases of Laravel Passport on MySQL or MariaDB. */
@Injectable()
export class MySqlPassportSources extends PassportSources {
  async open(url: string): Promise<PassportSource> {
    const connection = await connect(url);
    try {
      const columns = await readColumns(connection);
      const missing = TABLES.filter((table) => !columns.has(table));
      if (missing.length > 0) throw unreadable(`There is no table ${missing.join(', ')} in that database.`);
      return new MySqlPassportSource(connection, columns);
    } catch (error) {
      await connection.end();
      throw error;
    }
  }
}

async function connect(url: string): Promise<Connection> {
  const address = /^(?:mysql|mariadb):/.test(url) && URL.canParse(url) ? new URL(url) : null;
  if (!address || address.pathname.length < 2)
    throw unreadable('Write the database as mysql://user:password@host:port/database.');
  try {
    const connection = await createConnection({
      host: address.hostname.replace(/^\[|\]$/g, ''),
      port: Number(address.port || 3306),
      user: decodeURIComponent(address.username),
      password: decodeURIComponent(address.password),
      database: decodeURIComponent(address.pathname.slice(1)),
      charset: 'utf8mb4_bin',
      connectTimeout: CONNECT_TIMEOUT_MS,
      // Laravel writes UTC unless its own setting says otherwise.
      timezone: 'Z',
      dateStrings: true,
    });
    // What is read belongs together, and nothing can be written.
    await connection.query('START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY');
    return connection;
  } catch (error) {
    const { code } = error as { code?: string };
    throw unreadable(`The database at ${address.host} cannot be read (${code ?? 'no connection'}).`);
  }
}

/** The columns of every table, by its name. */
async function readColumns(connection: Connection): Promise<Map<string, Set<string>>> {
  const [rows] = await connection.query<RowDataPacket[]>(
    'SELECT table_name AS name, column_name AS col FROM information_schema.columns WHERE table_schema = DATABASE()',
  );
  const columns = new Map<string, Set<string>>();
  for (const { name, col } of rows as unknown as { name: string; col: string }[])
    columns.set(name, (columns.get(name) ?? new Set()).add(col));
  return columns;
}

function unreadable(detail: string): Problem {
  return new Problem('validation-failed', detail, {
    errors: [{ pointer: '/from', code: 'unreadable', detail }],
  });
}
