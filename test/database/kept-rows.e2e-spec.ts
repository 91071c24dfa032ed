import { Database } from '../../src/database/database';
import { LocalUsers } from '../../src/users/application/local-users';
import { addPerson } from '../support/oauth';
import { startServer, type TestServer } from '../support/test-server';

/** The tables of which nodes keep rows. */
const KEPT = [
  'grantor_access_tokens',
  'grantor_authorizations',
  'grantor_client_secrets',
  'grantor_clients',
  'grantor_consents',
  'grantor_resources',
  'grantor_revoked_tokens',
  'grantor_signing_keys',
  'grantor_users',
];

describe('a write to a table of which nodes keep rows', () => {
  let server: TestServer;
  let database: Database;

  beforeAll(async () => {
    server = await startServer();
    database = server.get(Database);
  });

  afterAll(() => server.close());

  const entries = async () =>
    (
      (await database.manager.query('SELECT subjects FROM grantor_feed_entries ORDER BY number')) as {
        subjects: string;
      }[]
    ).map(({ subjects }) => JSON.parse(subjects) as string[]);

  it.each(KEPT)('is refused where nothing says what it changes: %s', async (table) => {
    const write = () => database.manager.query(`DELETE FROM ${table} WHERE 1 = 0`);
    await expect(write()).rejects.toThrow(`Nodes keep rows of ${table}`);
    const before = await entries();
    await database.unseen(write);
    expect(await entries()).toEqual(before);
    await database.run(write);
    expect(await entries()).toEqual([...before, [`table ${table}`]]);
    await database.changing(['one', 'two'], write);
    expect((await entries()).at(-1)).toEqual(['one', 'two']);
  });

  it('is not told when it is undone', async () => {
    const before = await entries();
    const undone = database.changing(['one'], async () => {
      await database.manager.query('DELETE FROM grantor_users WHERE 1 = 0');
      throw new Error('undone');
    });
    await expect(undone).rejects.toThrow('undone');
    expect(await entries()).toEqual(before);
  });

  it('is seen at once, by whatever it was written', async () => {
    const { user } = await addPerson(server, 'Ada Lovelace');
    const users = server.get(LocalUsers);
    expect((await users.find(user.id))!.name).toBe('Ada Lovelace');
    await database.run(() => database.manager.query("UPDATE grantor_users SET name = 'Ada King'"));
    expect((await users.find(user.id))!.name).toBe('Ada King');
  });

  it('is read from the database alone in its transaction', async () => {
    const { user } = await addPerson(server, 'Grace Hopper');
    const users = server.get(LocalUsers);
    await users.find(user.id);
    await database.run(async () => {
      await database.manager.query("UPDATE grantor_users SET name = 'Amazing Grace'");
      expect((await users.find(user.id))!.name).toBe('Amazing Grace');
    });
  });
});
