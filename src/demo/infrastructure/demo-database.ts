import { existsSync, rmSync } from 'node:fs';
import { DataSource, type EntitySchema } from 'typeorm';
import { dataSourceOptions } from '../../database/data-source';
import type { Database } from '../../database/database';

/** What a database file turns out to be. */
export type DatabaseKind = 'absent' | 'empty' | 'demo' | 'outdated' | 'other' | 'unreadable';

/**
 * Looks into the file without changing it.
 *
 * @param demoApps client ids by which a demo is known
 * @param entities what our own tables are made for
 */
export async function kindOfDatabase(
  path: string,
  demoApps: readonly string[],
  entities: EntitySchema[],
): Promise<DatabaseKind> {
  if (!existsSync(path)) return 'absent';
  try {
    return await look(path, demoApps, entities);
  } catch {
    return 'unreadable';
  }
}

async function look(
  path: string,
  demoApps: readonly string[],
  entities: EntitySchema[],
): Promise<DatabaseKind> {
  const options = await dataSourceOptions({ url: `sqlite:${path}`, poolSize: 1, entities: [] });
  const dataSource = await new DataSource(options).initialize();
  try {
    const tables = await names(dataSource, "SELECT name FROM sqlite_master WHERE type = 'table'");
    if (tables.length === 0) return 'empty';
    if (!tables.includes('grantor_clients') || !tables.includes('grantor_users')) return 'other';
    const clients = await names(dataSource, 'SELECT id AS name FROM grantor_clients');
    if (clients.some((id) => demoApps.includes(id)))
      return (await isOutdated(path, entities)) ? 'outdated' : 'demo';
    const users = await names(dataSource, 'SELECT id AS name FROM grantor_users LIMIT 1');
    return clients.length + users.length === 0 ? 'empty' : 'other';
  } finally {
    await dataSource.destroy();
  }
}

/** Made by a version whose tables were others, though by the same migrations: nothing leads from those to ours. */
async function isOutdated(path: string, entities: EntitySchema[]): Promise<boolean> {
  const options = await dataSourceOptions({ url: `sqlite:${path}`, poolSize: 1, entities });
  const dataSource = await new DataSource(options).initialize();
  try {
    if (await dataSource.showMigrations()) return false;
    return (await dataSource.driver.createSchemaBuilder().log()).upQueries.length > 0;
  } finally {
    await dataSource.destroy();
  }
}

const names = async (dataSource: DataSource, statement: string): Promise<string[]> =>
  ((await dataSource.query(statement)) as { name: string }[]).map(({ name }) => name);

/** Deletes the file and those that SQLite keeps beside it. */
export function removeDatabase(path: string): void {
  for (const suffix of ['', '-wal', '-shm', '-journal']) rmSync(path + suffix, { force: true });
}

/** How many migrations the database has seen. */
export async function countMigrations(database: Database): Promise<number> {
  const rows = (await database.manager.query('SELECT COUNT(*) AS count FROM grantor_migrations')) as {
    count: number;
  }[];
  return Number(rows[0]!.count);
}
