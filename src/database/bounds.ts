import type { DataSource } from 'typeorm';
import type { Connection, PoolConnection } from 'mysql2';
import type { Metrics } from '../shared/application/metrics';

type Callback = (error: Error | null, ...rest: unknown[]) => void;
type Ask = (...given: unknown[]) => unknown;

/** What we need of the pool of mysql2; the queues are its own, and are only counted. */
interface Pool {
  on(event: 'connection' | 'acquire', act: (connection: PoolConnection) => void): void;
  getConnection(done: (error: Error | null, connection?: PoolConnection) => void): void;
  _allConnections?: { length: number };
  _freeConnections?: { length: number };
}

/** Milliseconds. */
export interface Bounds {
  query: number;
  wait: number;
}

/** Waiting for the database was given up; `isUnavailable` knows the code. */
class DatabaseTimeout extends Error {
  readonly code = 'ETIMEDOUT';
}

/**
 * Bounds how long a statement and the wait for a connection may take. A connection whose statement is late is cut: the
 * database then undoes what was under way on it, and nobody gets the late answer for one of their own.
 */
export function boundDatabase(dataSource: DataSource, bounds: Bounds, metrics: Metrics): void {
  const pool = (dataSource.driver as unknown as { pool?: Pool }).pool;
  if (!pool) return;
  const timeouts = metrics.counter('grantor_db_timeouts_total', 'Statements and waits that were given up.');
  const bounded = new WeakSet<PoolConnection>();
  pool.on('acquire', (connection) => {
    if (bounded.has(connection)) return;
    bounded.add(connection);
    // Who waits for a lock gives up a little earlier, undoes everything and tries again.
    const seconds = Math.max(Math.floor(bounds.query / 1000) - 1, 1);
    connection.query(`SET SESSION innodb_lock_wait_timeout = ${seconds}`, () => undefined);
    // As `Database.run` wants it, said once and not with each transaction.
    connection.query('SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED', () => undefined);
    boundStatements(connection, bounds.query, () => timeouts.add({ what: 'statement' }));
  });
  const waiting = boundWait(pool, bounds.wait, () => timeouts.add({ what: 'connection' }));
  metrics.gauge('grantor_db_connections', 'Connections to the database, and who waits for one.', () => {
    const all = pool._allConnections?.length ?? 0;
    const free = pool._freeConnections?.length ?? 0;
    return [
      [{ state: 'busy' }, all - free],
      [{ state: 'free' }, free],
      [{ state: 'wanted' }, waiting()],
    ];
  });
}

/** Cuts the connection under a statement that takes longer, its preparation included, which mysql2's own bound forgets. */
export function boundStatements(
  connection: Connection,
  ms: number,
  count: () => void = () => undefined,
): void {
  const own = connection as unknown as Record<'query' | 'execute', Ask> & {
    stream: { destroy(error: Error): void };
  };
  for (const name of ['query', 'execute'] as const) {
    const ask = own[name].bind(connection);
    own[name] = (...given) => {
      const done = given.at(-1);
      if (typeof done !== 'function') return ask(...given);
      const timer = setTimeout(() => {
        count();
        own.stream.destroy(new DatabaseTimeout('The database has not answered in time'));
      }, ms);
      return ask(...given.slice(0, -1), (...answer: Parameters<Callback>) => {
        clearTimeout(timer);
        (done as Callback)(...answer);
      });
    };
  }
}

/** @returns how many wait now */
function boundWait(pool: Pool, ms: number, count: () => void): () => number {
  const take = pool.getConnection.bind(pool);
  let waiting = 0;
  pool.getConnection = (done) => {
    let late = false;
    waiting++;
    const timer = setTimeout(() => {
      late = true;
      waiting--;
      count();
      done(new DatabaseTimeout('No connection to the database was free in time'));
    }, ms);
    take((error, connection) => {
      if (late) return connection?.release();
      clearTimeout(timer);
      waiting--;
      done(error, connection);
    });
  };
  return () => waiting;
}
