import { createConnection } from 'mysql2/promise';
import { DataSource } from 'typeorm';
import { Database } from '../../src/database/database';
import { dataSourceOptions, serializeSqlite } from '../../src/database/data-source';
import { feedConnectionOf } from '../../src/database/feed-connection';
import { isUnavailable } from '../../src/database/retry';
import { errorFields } from '../../src/server/error-fields';
import { Throttles } from '../../src/throttles/application/throttles';
import { Throttle } from '../../src/throttles/domain/throttle';
import { createDatabase, engine, startServer, type TestServer } from '../support/test-server';

/** SQLite has no connection that could be cut, and the others are rolled back by the database when it is. */
const onMySql = engine === 'mysql' ? describe : describe.skip;
const onSqlite = engine === 'sqlite' ? describe : describe.skip;

let server: TestServer;
let database: Database;
let made = 0;

/** Two connections, so that one that were no good would soon be met again. */
async function start(): Promise<void> {
  server = await startServer({ env: { DB_POOL_SIZE: '2', DB_QUERY_TIMEOUT: '2s' } });
  database = server.get(Database);
}

/** A row is written, and then something happens: what is told of it, and whether the row is there afterwards. */
async function told(happens: () => Promise<unknown>): Promise<unknown> {
  const throttles = server.get(Throttles);
  const hash = `undone-${(made += 1)}`;
  const expiresAt = server.now() + 60_000;
  const row = { hash, nameHash: null, failures: 1, lockedUntil: 0, changes: 1, expiresAt };
  const error = await database
    .run(async () => {
      await throttles.add(new Throttle(row));
      await happens();
    })
    .then(
      () => null,
      (reason: unknown) => reason,
    );
  expect(await throttles.find(hash)).toBeNull();
  return error;
}

onMySql('a transaction that cannot be rolled back, because its connection is over', () => {
  beforeEach(start);
  afterEach(() => server.close());

  const connectionId = async () => {
    const [row] = await database.manager.query<{ id: unknown }[]>('SELECT CONNECTION_ID() AS id');
    return Number(row!.id);
  };

  /** The database cuts the connection that the transaction has. */
  async function kill(): Promise<number> {
    const id = await connectionId();
    const other = await createConnection(server.database.url);
    await other.query(`KILL CONNECTION ${id}`);
    await other.end();
    return id;
  }

  /** All connections are asked at once, again and again: each answers, and none is the one that was cut. */
  async function expectOthers(cut: number): Promise<void> {
    for (let round = 0; round < 5; round++) {
      const ids = await Promise.all([0, 1, 2].map(() => database.run(connectionId)));
      expect(ids).not.toContain(cut);
    }
  }

  it('is told by what was first, and its connection is never used again', async () => {
    let cut = 0;
    const first = new Error('what was first');
    const error = await told(async () => {
      cut = await kill();
      throw first;
    });
    expect(error).toBe(first);
    await expectOthers(cut);
  });

  it('is told as unavailable when a statement meets it', async () => {
    let cut = 0;
    const error = await told(async () => {
      cut = await kill();
      await connectionId();
    });
    expect(isUnavailable(error)).toBe(true);
    expect(String((error as { query?: unknown }).query)).toContain('CONNECTION_ID');
    await expectOthers(cut);
  });

  it('is told as late when a statement took too long', async () => {
    let cut = 0;
    const error = await told(async () => {
      cut = await connectionId();
      await database.manager.query('SELECT SLEEP(30)');
    });
    expect(isUnavailable(error)).toBe(true);
    expect(String((error as { query?: unknown }).query)).toContain('SLEEP');
    await expectOthers(cut);
  });
});

onSqlite('a transaction that cannot be rolled back', () => {
  beforeEach(start);
  afterEach(() => server.close());

  it('is told by what was first where SQLite has rolled back by itself', async () => {
    const first = new Error('what was first');
    const error = await told(async () => {
      await database.manager.query('ROLLBACK');
      throw first;
    });
    expect(error).toBe(first);
    expect(first.cause).toBeUndefined();
    expect(await told(() => Promise.reject(first))).toBe(first);
  });
});

onSqlite('a transaction that cannot be rolled back, because the file was closed', () => {
  it('is told by what was first, and by that', async () => {
    const file = await createDatabase();
    const options = await dataSourceOptions({ url: file.url, poolSize: 1, entities: [] });
    const dataSource = await new DataSource(options).initialize();
    const alone = new Database(dataSource, serializeSqlite(dataSource), feedConnectionOf(dataSource, 1000));
    const first = new Error('what was first');
    const error = await alone
      .run(async () => {
        await dataSource.destroy();
        throw first;
      })
      .catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(AggregateError);
    const { errors } = error as AggregateError;
    expect(errors).toEqual([first, expect.any(Error)]);
    expect(errorFields(error)).toMatchObject({ errors: [{ reason: 'what was first' }, {}] });
    await alone.onApplicationShutdown();
    await file.drop();
  });
});
