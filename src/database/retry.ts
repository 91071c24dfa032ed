import { setTimeout as wait } from 'node:timers/promises';
import { QueryFailedError } from 'typeorm';
import { FeedUnreadableError } from './feed-reader';

/** MySQL 1213 deadlock, 1205 lock wait; SQLite busy in another process. */
const TRANSIENT = new Set([
  'ER_LOCK_DEADLOCK',
  'ER_LOCK_WAIT_TIMEOUT',
  'ER_CHECKREAD',
  'SQLITE_BUSY',
  'SQLITE_BUSY_SNAPSHOT',
]);
const TRIES = 8;

const codeOf = (error: unknown): string =>
  error instanceof QueryFailedError ? String((error.driverError as { code?: unknown }).code ?? '') : '';

export const isTransient = (error: unknown): boolean => TRANSIENT.has(codeOf(error));

/** A row with the same key exists: the other one was first. */
export const isDuplicate = (error: unknown): boolean => {
  const code = codeOf(error);
  return code === 'ER_DUP_ENTRY' || code.startsWith('SQLITE_CONSTRAINT');
};

/** Tries again, after a growing random pause, what failed only because another transaction was in the way. */
export async function retryTransient<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (attempt === TRIES || !isTransient(error)) throw error;
      await wait(Math.random() * 10 * 2 ** Math.min(attempt, 5));
    }
  }
}

/** Networks and servers that are away, hang, end, take no more connections, only read, or have no room. */
const AWAY = new Set([
  'EAI_AGAIN',
  'ECONNABORTED',
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EPIPE',
  'ETIMEDOUT',
  'POOL_CLOSED',
  'PROTOCOL_CONNECTION_LOST',
  'PROTOCOL_SEQUENCE_TIMEOUT',
  'ER_ACCESS_DENIED_ERROR',
  'ER_CANT_EXECUTE_IN_READ_ONLY_TRANSACTION',
  'ER_CON_COUNT_ERROR',
  'ER_CONNECTION_KILLED',
  'ER_DISK_FULL',
  'ER_NET_READ_ERROR',
  'ER_NORMAL_SHUTDOWN',
  'ER_OPTION_PREVENTS_STATEMENT',
  'ER_OUT_OF_RESOURCES',
  'ER_OUTOFMEMORY',
  'ER_QUERY_INTERRUPTED',
  'ER_READ_ONLY_MODE',
  'ER_RECORD_FILE_FULL',
  'ER_SERVER_SHUTDOWN',
  'ER_STATEMENT_TIMEOUT',
  'ER_TOO_MANY_USER_CONNECTIONS',
  'SQLITE_CANTOPEN',
  'SQLITE_FULL',
  'SQLITE_READONLY',
]);

/** What drivers throw; TypeORM keeps it in `driverError`. */
interface DriverFault {
  code?: unknown;
  /** The connection is over; it says so without a code of its own. */
  fatal?: unknown;
}

/** The database cannot be asked now, or has been in the way for too long: another try later makes sense. */
export function isUnavailable(error: unknown): boolean {
  if (error instanceof FeedUnreadableError) return true;
  const fault = (error instanceof QueryFailedError ? error.driverError : (error ?? {})) as DriverFault;
  const code = String(fault.code ?? '');
  return fault.fatal === true || AWAY.has(code) || code.startsWith('SQLITE_IOERR') || isTransient(error);
}
