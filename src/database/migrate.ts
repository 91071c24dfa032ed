import type { DataSource } from 'typeorm';

/** Names of locks are those of a whole server: other databases on it shall not wait. */
const LOCK = "CONCAT('grantor_migrations ', MD5(DATABASE()))";
const LOCK_SECONDS = 60;

/** The database lacks tables or columns that this version needs. */
export class PendingMigrationsError extends Error {
  constructor() {
    super(
      'The database is not up to date with this version.\n' +
        '  Run: npm run db:migrate      (or start with DB_MIGRATE=auto)',
    );
  }
}

/**
 * Runs pending migrations (`auto`) or refuses to go on while there are any (`check`).
 *
 * @throws PendingMigrationsError
 */
export async function migrateOrRefuse(dataSource: DataSource, how: 'auto' | 'check'): Promise<void> {
  if (how === 'auto') return runMigrations(dataSource);
  if (await dataSource.showMigrations()) throw new PendingMigrationsError();
}

/** Several starters at once are let through one by one; the later ones find nothing left to do. */
async function runMigrations(dataSource: DataSource): Promise<void> {
  if (dataSource.options.type === 'better-sqlite3') {
    await dataSource.runMigrations({ transaction: 'all' });
    return;
  }
  const runner = dataSource.createQueryRunner();
  try {
    const [row] = (await runner.query(`SELECT GET_LOCK(${LOCK}, ?) AS got`, [LOCK_SECONDS])) as {
      got: unknown;
    }[];
    if (Number(row?.got) !== 1)
      throw new Error('Another process has been migrating the database for a minute.');
    await dataSource.runMigrations({ transaction: 'each' });
  } finally {
    await runner.query(`SELECT RELEASE_LOCK(${LOCK})`);
    await runner.release();
  }
}
