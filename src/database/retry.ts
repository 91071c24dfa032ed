import { setTimeout as wait } from 'node:timers/promises';
import { QueryFailedError } from 'typeorm';

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

const AWAY = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ETIMEDOUT',
  'EPIPE',
  'PROTOCOL_CONNECTION_LOST',
  'ER_CON_COUNT_ERROR',
  'ER_SERVER_SHUTDOWN',
  'POOL_CLOSED',
]);

/** The database cannot be asked now, or has been in the way for too long: another try later makes sense. */
export function isUnavailable(error: unknown): boolean {
  const code = codeOf(error) || String((error as { code?: unknown } | null)?.code ?? '');
  return AWAY.has(code) || isTransient(error);
}
