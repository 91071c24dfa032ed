import { QueryFailedError } from 'typeorm';
import { isDuplicate, isTransient, isUnavailable, retryTransient } from './retry';

const failure = (code?: string) =>
  new QueryFailedError('UPDATE x', [], Object.assign(new Error('no'), { code }));

/** Work that fails so many times before it succeeds. */
function failing(times: number, error: unknown) {
  const work = {
    tries: 0,
    run: async () => (++work.tries <= times ? Promise.reject(error as Error) : 'done'),
  };
  return work;
}

describe('what another transaction has got in the way of', () => {
  const transient = [
    'ER_LOCK_DEADLOCK',
    'ER_LOCK_WAIT_TIMEOUT',
    'ER_CHECKREAD',
    'SQLITE_BUSY',
    'SQLITE_BUSY_SNAPSHOT',
  ];

  // No pause: the waits are random, and nothing here depends on them.
  beforeEach(() => {
    jest.spyOn(Math, 'random').mockReturnValue(0);
  });

  it.each(transient)('is tried again: %s', async (code) => {
    const work = failing(3, failure(code));
    expect(await retryTransient(work.run)).toBe('done');
    expect(work.tries).toBe(4);
    expect(isTransient(failure(code))).toBe(true);
    expect(isUnavailable(failure(code))).toBe(true);
  });

  it('is tried eight times', async () => {
    const enough = failing(7, failure('ER_LOCK_DEADLOCK'));
    expect(await retryTransient(enough.run)).toBe('done');
    const error = failure('ER_LOCK_DEADLOCK');
    const hopeless = failing(8, error);
    await expect(retryTransient(hopeless.run)).rejects.toBe(error);
    expect(hopeless.tries).toBe(8);
  });

  it.each([
    ['a duplicate', failure('ER_DUP_ENTRY')],
    ['an error without a code', failure()],
    ['an error of ours', new Error('ER_LOCK_DEADLOCK')],
    ['a code on another kind of error', Object.assign(new Error(), { code: 'ER_LOCK_DEADLOCK' })],
  ])('is not %s: that fails at once', async (_, error) => {
    const work = failing(1, error);
    await expect(retryTransient(work.run)).rejects.toBe(error);
    expect(work.tries).toBe(1);
    expect(isTransient(error)).toBe(false);
  });
});

describe('a duplicate', () => {
  it.each(['ER_DUP_ENTRY', 'SQLITE_CONSTRAINT', 'SQLITE_CONSTRAINT_UNIQUE', 'SQLITE_CONSTRAINT_PRIMARYKEY'])(
    'is %s',
    (code) => {
      expect(isDuplicate(failure(code))).toBe(true);
    },
  );

  it.each([
    failure('SQLITE_BUSY'),
    failure('ER_NO_SUCH_TABLE'),
    failure(),
    new Error('ER_DUP_ENTRY'),
    null,
    undefined,
  ])('is not %s', (error) => {
    expect(isDuplicate(error)).toBe(false);
  });
});

describe('a database that is away', () => {
  const codes = [
    'ECONNREFUSED',
    'ECONNRESET',
    'ETIMEDOUT',
    'EPIPE',
    'PROTOCOL_CONNECTION_LOST',
    'ER_CON_COUNT_ERROR',
    'ER_SERVER_SHUTDOWN',
    'POOL_CLOSED',
    'EHOSTUNREACH',
    'ER_OPTION_PREVENTS_STATEMENT',
    'ER_RECORD_FILE_FULL',
    'SQLITE_FULL',
    'SQLITE_IOERR_WRITE',
  ];

  it.each(codes)('says %s, in a statement or before one', (code) => {
    expect(isUnavailable(failure(code))).toBe(true);
    expect(isUnavailable(Object.assign(new Error(), { code }))).toBe(true);
    expect(isTransient(failure(code))).toBe(false);
  });

  it('says so also by a connection that is over', () => {
    const over = Object.assign(new Error('closed state'), { fatal: true });
    expect(isUnavailable(over)).toBe(true);
    expect(isUnavailable(new QueryFailedError('UPDATE x', [], over))).toBe(true);
  });

  it.each([failure('ER_DUP_ENTRY'), new Error('ECONNREFUSED'), 'ECONNREFUSED', null, undefined, 7])(
    'does not say %s',
    (error) => {
      expect(isUnavailable(error)).toBe(false);
    },
  );
});
