import { Database } from '../../src/database/database';
import { ClientRegistration } from '../../src/clients/application/client-registration';
import { PersonalAccessTokens } from '../../src/personal-access-tokens/application/personal-access-tokens';
import { SYSTEM } from '../../src/shared/domain/security-events';
import { type Browser, decodeHtml } from '../support/browser';
import type { TestPerson } from '../support/oauth';
import { browserOf, somebody } from '../support/people';
import { engine, startServer, type TestServer } from '../support/test-server';

const ROWS = 10_000;
const LISTS = [
  ['/settings/apps', 'grantor_clients', 'ref'],
  ['/settings/tokens', 'grantor_personal_access_tokens', 'id'],
  ['/settings/sessions', 'grantor_sessions', 'id'],
] as const;

describe(`lists of ${ROWS} rows`, () => {
  let server: TestServer;
  let ada: TestPerson;
  let browser: Browser;

  beforeAll(async () => {
    server = await startServer();
    ada = await somebody(server);
    browser = await browserOf(server, ada);
    const app = {
      name: 'App',
      type: 'spa' as const,
      ownerId: ada.user.id,
      redirectUris: ['https://a.test/cb'],
    };
    await server.get(ClientRegistration).register(app, SYSTEM);
    await server.get(PersonalAccessTokens).create(ada.user, { name: 'ci', scopes: [] });
    for (const [, table, key] of LISTS) await multiply(table, key);
  }, 120_000);

  afterAll(() => server.close());

  /** Copies the only row of a table until there are so many, each a millisecond older than the one before. */
  async function multiply(table: string, key: string): Promise<void> {
    const database = server.get(Database);
    const { isSqlite } = database;
    const [row] = (await database.manager.query(`SELECT * FROM ${table}`)) as Record<string, unknown>[];
    const unique = [key, 'id', 'secret_hash', 'authorization_id'];
    const columns = Object.keys(row!);
    const digits = Array.from({ length: 10 }, (_, digit) => `SELECT ${digit} AS i`).join(' UNION ALL ');
    const numbers = `SELECT a.i + 10 * b.i + 100 * c.i + 1000 * d.i AS i FROM ${['a', 'b', 'c', 'd'].map((name) => `(${digits}) ${name}`).join(', ')}`;
    const text = (name: string) =>
      isSqlite ? `substr(${name}, 1, 8) || '_copy_' || i` : `CONCAT(SUBSTR(${name}, 1, 8), '_copy_', i)`;
    const value = (name: string) =>
      name === 'created_at' ? 'created_at - i' : unique.includes(name) ? text(name) : name;
    const select = `SELECT ${columns.map(value).join(', ')} FROM ${table}, (${numbers}) n WHERE i BETWEEN 1 AND ${ROWS - 1}`;
    const insert = `INSERT INTO ${table} (${columns.join(', ')})`;
    await database.unseen(() => database.manager.query(`${insert} ${select}`));
  }

  it.each(LISTS)('%s shows twenty, and the way to the rest', async (path, table) => {
    const [{ total }] = (await server
      .get(Database)
      .manager.query(`SELECT COUNT(*) AS total FROM ${table}`)) as [{ total: unknown }];
    expect(Number(total)).toBe(ROWS);
    let href: string | undefined = path;
    for (let page = 0; page < 5 && href; page++) {
      const { body } = await browser.get(href);
      expect([path, page, body.match(/<tr>/g)?.length]).toEqual([path, page, 21]);
      href = decodeHtml(/href="([^"]+)" rel="next"/.exec(body)?.[1] ?? '');
    }
    expect(href).toContain('after=');
  });

  it.each(LISTS)('%s is read along an index, without sorting all rows', async (_, table, key) => {
    const owner = table === 'grantor_clients' ? 'owner_id' : 'user_id';
    const query = `SELECT * FROM ${table} WHERE ${owner} = ? ORDER BY created_at DESC, ${key} DESC LIMIT 21`;
    const explain = engine === 'sqlite' ? 'EXPLAIN QUERY PLAN' : 'EXPLAIN';
    const plan = JSON.stringify(
      await server.get(Database).manager.query(`${explain} ${query}`, [ada.user.id]),
    );
    expect(plan).toMatch(/ix_grantor_\w+_(owner|user)_id/);
    expect(plan).not.toMatch(/TEMP B-TREE|filesort|SCAN/i);
  });
});
