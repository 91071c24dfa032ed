import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createConnection, type RowDataPacket } from 'mysql2/promise';
import { DataSource } from 'typeorm';
import { dataSourceOptions } from '../../src/database/data-source';
import { migrateOrRefuse } from '../../src/database/migrate';

/** The engine that this run is about: the same suites run on both. */
export const engine = process.env['TEST_DATABASE'] === 'mysql' ? 'mysql' : 'sqlite';
const MYSQL = process.env['TEST_MYSQL_URL'] ?? 'mysql://root@127.0.0.1:3306';

/** A database of its own, and how to get rid of it. */
export interface TestDatabase {
  url: string;
  drop(): Promise<void>;
}

/** An empty one. */
export async function createDatabase(): Promise<TestDatabase> {
  return engine === 'sqlite' ? sqliteDatabase() : mysqlDatabase();
}

function sqliteDatabase(content?: Buffer): TestDatabase {
  const folder = mkdtempSync(join(tmpdir(), 'grantor-'));
  const file = join(folder, 'test.sqlite');
  if (content) writeFileSync(file, content);
  return { url: `sqlite:${file}`, drop: async () => rmSync(folder, { recursive: true, force: true }) };
}

async function mysqlDatabase(content = ''): Promise<TestDatabase> {
  const name = `grantor_test_${randomBytes(6).toString('hex')}`;
  const run = async (statements: string) => {
    const connection = await createConnection({ uri: MYSQL, multipleStatements: true });
    await connection.query(statements);
    await connection.end();
  };
  await run(`CREATE DATABASE ${name}; USE ${name}; ${content}`);
  return { url: `${MYSQL}/${name}`, drop: () => run(`DROP DATABASE ${name}`) };
}

/** What the migrations make of an empty database: a file, or statements. */
type Content = Buffer | string;

/** The suites of a worker have modules of their own, but the same global object. */
const kept = globalThis as { [MIGRATED]?: Promise<Content> };
const MIGRATED = Symbol.for('grantor: migrated database');

/**
 * A database as the migrations leave an empty one, which takes them longer than everything else that a server does when it
 * starts: so they run once a worker, and their work is copied.
 */
export async function migratedDatabase(): Promise<TestDatabase> {
  const content = await (kept[MIGRATED] ??= migrate());
  return typeof content === 'string' ? mysqlDatabase(content) : sqliteDatabase(content);
}

async function migrate(): Promise<Content> {
  const database = await createDatabase();
  try {
    // Two connections: one holds the lock of the migrations, the other runs them.
    const options = await dataSourceOptions({ url: database.url, poolSize: 2, entities: [] });
    const dataSource = await new DataSource(options).initialize();
    try {
      await migrateOrRefuse(dataSource, 'auto');
    } finally {
      await dataSource.destroy();
    }
    return engine === 'sqlite'
      ? readFileSync(database.url.slice('sqlite:'.length))
      : await statementsFor(database.url);
  } finally {
    await database.drop();
  }
}

/** Statements that make the same tables with the same rows. */
async function statementsFor(url: string): Promise<string> {
  const connection = await createConnection({ uri: url, supportBigNumbers: true, bigNumberStrings: true });
  const read = async (statement: string) =>
    (await connection.query<RowDataPacket[][]>({ sql: statement, rowsAsArray: true }))[0];
  const statements: string[] = [];
  for (const [table] of await read('SHOW TABLES')) {
    const [[, create]] = (await read(`SHOW CREATE TABLE ${String(table)}`)) as unknown as [[string, string]];
    const rows = await read(`SELECT * FROM ${String(table)}`);
    statements.push(create);
    if (rows.length > 0) statements.push(connection.format(`INSERT INTO ${String(table)} VALUES ?`, [rows]));
  }
  await connection.end();
  return statements.join(';\n');
}
