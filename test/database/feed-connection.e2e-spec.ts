import { type Connection, createConnection } from 'mysql2/promise';
import type { DataSource } from 'typeorm';
import { dataSourceOptions } from '../../src/database/data-source';
import { type FeedConnection, feedConnectionOf } from '../../src/database/feed-connection';
import { createDatabase, engine, type TestDatabase } from '../support/test-server';

/** On SQLite the feed is read on the one connection that there is. */
const onMySql = engine === 'mysql' ? describe : describe.skip;

onMySql('the connection that the change feed is read on', () => {
  let database: TestDatabase;
  let other: Connection;
  let feed: FeedConnection;

  beforeEach(async () => {
    database = await createDatabase();
    other = await createConnection(database.url);
    const options = await dataSourceOptions({ url: database.url, poolSize: 1, entities: [] });
    feed = feedConnectionOf({ options } as DataSource, 2000);
  });

  afterEach(async () => {
    await feed.close();
    await other.end();
    await database.drop();
  });

  const connectionId = async () => Number((await feed.select('SELECT CONNECTION_ID() AS id', []))[0]!['id']);

  /** Those to this database, but for the one that counts. */
  async function connections(): Promise<number> {
    const [rows] = await other.query(
      'SELECT id FROM information_schema.processlist WHERE db = DATABASE() AND id <> CONNECTION_ID()',
    );
    return (rows as unknown[]).length;
  }

  it('is a new one where the old one was cut, and then the only one', async () => {
    const old = await connectionId();
    await other.query(`KILL CONNECTION ${old}`);
    // Whoever asks before that is heard of is told so.
    await connectionId().catch(() => undefined);
    expect(await connectionId()).not.toBe(old);
    // Until what the old one still says has arrived.
    await new Promise((resolve) => setImmediate(resolve));
    await connectionId();
    expect(await connections()).toBe(1);
  });

  it('is opened no more once it was closed: a server that ends leaves none behind', async () => {
    await connectionId();
    await feed.close();
    await expect(connectionId()).rejects.toThrow('closed');
    // MariaDB needs a moment to see that it is gone.
    while ((await connections()) > 0);
  });
});
