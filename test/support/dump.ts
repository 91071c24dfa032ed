import type { TestServer } from './test-server';
import { Database } from '../../src/database/database';
import { ENTITIES } from '../../src/entities';

/** Every row of every table, as one text to search in. */
export async function dump(server: TestServer): Promise<string> {
  const database = server.get(Database);
  const tables = ENTITIES.map(({ options }) => options.tableName!);
  const rows = [];
  for (const table of tables) rows.push(table, await database.manager.query(`SELECT * FROM ${table}`));
  return JSON.stringify(rows);
}
