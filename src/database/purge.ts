import type { EpochMs } from '../shared/domain/clock';
import type { Database } from './database';

/**
 * Deletes at most `limit` rows whose `expires_at` is before `at`, by their keys, so that locks stay short.
 *
 * Table, key and moment are names from our own source, never input.
 *
 * @param moment the column that decides, where it is not `expires_at`
 */
export async function purgeBefore(
  database: Database,
  table: string,
  key: string,
  at: EpochMs,
  limit: number,
  moment = 'expires_at',
): Promise<number> {
  return database.statement(async () => {
    const rows = (await database.manager.query(
      `SELECT ${key} AS k FROM ${table} WHERE ${moment} < ? ORDER BY ${moment} LIMIT ${Math.trunc(limit)}`,
      [at],
    )) as { k: string }[];
    if (rows.length === 0) return 0;
    const marks = rows.map(() => '?').join(', ');
    const keys = rows.map((row) => row.k);
    // What has ended opens nothing, whoever still keeps it.
    await database.unseen(() =>
      database.manager.query(`DELETE FROM ${table} WHERE ${key} IN (${marks})`, keys),
    );
    return rows.length;
  });
}
