import { Database } from '../../src/database/database';
import type { TestServer } from '../../test/support/test-server';

interface Plan {
  table: string | null;
  type: string | null;
  key: string | null;
  rows: string | null;
  Extra: string | null;
}

/** The plans of the statements that one request reads lists with, as MariaDB has them. */
export async function explained(server: TestServer, request: () => Promise<unknown>): Promise<string[]> {
  const { dataSource } = server.get(Database);
  const statements: { sql: string; values: unknown[] }[] = [];
  const { logger } = dataSource;
  dataSource.logger = Object.assign(Object.create(logger) as typeof logger, {
    logQuery: (sql: string, values: unknown[] = []) => {
      if (/^SELECT/i.test(sql) && /ORDER BY|LIMIT/i.test(sql)) statements.push({ sql, values });
    },
  });
  try {
    await request();
  } finally {
    dataSource.logger = logger;
  }
  const lines: string[] = [];
  for (const { sql, values } of statements) {
    for (const plan of (await dataSource.query(`EXPLAIN ${sql}`, values)) as Plan[]) {
      const { table, type, key, rows, Extra } = plan;
      lines.push(
        `${table ?? '-'}: ${type ?? '-'} by ${key ?? 'no index'}, ${rows ?? '0'} rows${Extra ? `, ${Extra}` : ''}`,
      );
    }
  }
  return lines;
}
