import { createConnection } from 'mysql2/promise';
import type { TestServer } from '../../test/support/test-server';

/** SQL for a SHA-256 as the server writes it. */
export const hashOf = (text: string): string =>
  `REPLACE(REPLACE(TRIM(TRAILING '=' FROM TO_BASE64(UNHEX(SHA2(${text}, 256)))), '+', '-'), '/', '_')`;

/** A text of its own for each copy: what it begins with, and the number of the copy. */
export const numbered = (beginning: string, digits = 7): string =>
  `CONCAT('${beginning}', LPAD(seq, ${digits}, '0'))`;

/**
 * Copies a row, so that whatever columns a table has are filled as the server fills them.
 *
 * @param own SQL for the columns that differ, where `seq` is the number of the copy
 */
export async function copyRow(
  server: TestServer,
  table: string,
  where: string,
  times: number,
  own: Record<string, string>,
): Promise<void> {
  // A connection of its own: the server gives no statement as long as this takes.
  const connection = await createConnection(server.settings.dbUrl);
  try {
    const found = await connection.query(`SELECT * FROM ${table} WHERE ${where} LIMIT 1`);
    const [[row]] = found as unknown as [Record<string, unknown>[]];
    if (!row) throw new Error(`There is nothing to copy in ${table}`);
    const columns = Object.keys(row);
    const values = columns.map((name) => own[name] ?? '?');
    const same = columns.filter((name) => own[name] === undefined).map((name) => row[name]);
    for (let from = 0; from < times; from += 100_000) {
      const to = Math.min(from + 100_000, times);
      await connection.query(
        `INSERT INTO ${table} (${columns.map((name) => `\`${name}\``).join(', ')})
           SELECT ${values.join(', ')} FROM seq_${from + 1}_to_${to}`,
        same,
      );
    }
    await connection.query(`ANALYZE TABLE ${table}`);
  } finally {
    await connection.end();
  }
}
