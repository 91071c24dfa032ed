import { Consents } from '../../src/authorization/application/stores';
import { ClientRegistration } from '../../src/clients/application/client-registration';
import { Clients } from '../../src/clients/application/clients';
import { clientRef } from '../../src/clients/domain/client';
import { Database } from '../../src/database/database';
import { SYSTEM } from '../../src/shared/domain/security-events';
import { Authorization, newAuthorization } from '../../src/tokens/domain/authorization';
import { Browser, formOf } from '../support/browser';
import { addClient, addPerson, obtainTokens, PASSWORD, token } from '../support/oauth';
import type { TestClient, TestPerson } from '../support/oauth';
import { isAlive, refresh } from '../support/race';
import { aClient } from '../support/values';
import { startServer, type TestServer } from '../support/test-server';

const PATH = '/settings/connections';
const DAY = 86_400;

describe('Settings → Connected apps', () => {
  let server: TestServer;
  let ada: TestPerson;
  let browser: Browser;
  let people = 0;

  beforeAll(async () => {
    server = await startServer({ env: { GRANTS: 'authorization_code,refresh_token,password' } });
  });

  afterAll(() => server.close());

  beforeEach(async () => {
    ada = await addPerson(server, `Ada ${people++}`);
    browser = await signedIn(ada);
  });

  async function signedIn(person: TestPerson): Promise<Browser> {
    const some = new Browser(server.url);
    await some.signIn(person.email, PASSWORD);
    return some;
  }

  const textOf = (body: string) => body.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ');
  const rowsOf = (body: string) => [...body.matchAll(/<tr>(<td.*?)<\/tr>/gs)].map(([, row]) => textOf(row!));
  const removeLink = (client: TestClient) => `${PATH}/${clientRef(client.id)}/remove`;
  const remove = async (client: TestClient) =>
    browser.submit(await browser.get(removeLink(client)), 'confirm');

  it('says when there is none', async () => {
    const page = await browser.get(PATH);
    expect(page).toMatchObject({ status: 200 });
    expect(page.body).toContain('No app can use your account.');
  });

  it('has one row for each app, with what it can do in words', async () => {
    const board = await addClient(server, { name: 'Board <b>' });
    await obtainTokens(server, board, ada, { scope: 'read:projects' });
    await obtainTokens(server, board, ada, { scope: 'read:profile' });
    const [row, ...more] = rowsOf((await browser.get(PATH)).body);
    expect(more).toEqual([]);
    expect(row).toContain('Board &lt;b&gt;');
    expect(row).toContain('List and view your projects');
    expect(row).toContain('See your name and picture');
  });

  it('tells since when, and the day on which the app last got or renewed its access', async () => {
    const client = await addClient(server, { grantTypes: ['authorization_code', 'refresh_token'] });
    const { body } = await obtainTokens(server, client, ada);
    const daysOf = async () => {
      const page = await (await signedIn(ada)).get(PATH);
      return [...page.body.matchAll(/<time datetime="(\d+-\d+-\d+)/g)].map(([, day]) => day);
    };
    const [since, used] = await daysOf();
    expect(used).toBe(since);
    server.advance(3 * DAY);
    expect(await refresh(server, client, body.refresh_token)).toMatchObject({ status: 200 });
    const [sinceThen, usedThen] = await daysOf();
    expect(sinceThen).toBe(since);
    expect(Date.parse(usedThen!) - Date.parse(used!)).toBe(3 * DAY * 1000);
  });

  it('lists apps that were never asked about: those of the house, and by password', async () => {
    const own = await addClient(server, { name: 'House app', firstParty: true });
    await obtainTokens(server, own, ada, { scope: 'read:projects' });
    const legacy = await addClient(server, { name: 'Legacy app', grantTypes: ['password'] });
    const form = { grant_type: 'password', username: ada.email, password: PASSWORD, scope: 'read:profile' };
    expect(await token(server, legacy, form)).toMatchObject({ status: 200 });
    const rows = rowsOf((await browser.get(PATH)).body).sort();
    expect(rows).toEqual([expect.stringContaining('House app'), expect.stringContaining('Legacy app')]);
    expect((await browser.get(removeLink(own))).body).toContain('without a question');
    await remove(own);
    await remove(legacy);
    expect((await browser.get(PATH)).body).toContain('No app can use your account.');
  });

  it('removes an app after a question: consent and every token end at once', async () => {
    const client = await addClient(server);
    const first = (await obtainTokens(server, client, ada)).body;
    const second = (await obtainTokens(server, client, ada)).body;
    const question = await browser.get(removeLink(client));
    expect(question.body).toContain('Remove Project Board?');
    expect(question.body).toContain('The app may still keep data it already copied.');
    expect(await isAlive(server, client, first.access_token)).toBe(true);
    const done = await browser.follow(await browser.submit(question, 'confirm'));
    expect(done.body).toContain('The app is removed. Its access has ended.');
    for (const { access_token, refresh_token } of [first, second]) {
      expect(await isAlive(server, client, access_token)).toBe(false);
      expect(await refresh(server, client, refresh_token)).toMatchObject({ status: 400 });
    }
    expect(await server.get(Consents).listOf(ada.user.id)).toEqual([]);
  });

  it('does no harm when it is sent twice, and forgets the app only once', async () => {
    const client = await addClient(server);
    await obtainTokens(server, client, ada);
    const question = await browser.get(removeLink(client));
    const answers = await Promise.all([1, 2].map(() => browser.submit(question, 'confirm')));
    expect(answers.map(({ status }) => status)).toEqual([303, 303]);
    const events = await server
      .get(Database)
      .manager.query('SELECT id FROM grantor_audit_events WHERE type = ? AND user_id = ?', [
        'consent.revoked',
        ada.user.id,
      ]);
    expect(events).toHaveLength(1);
  });

  it('ends nothing of anybody else, and shows nobody the apps of others', async () => {
    const client = await addClient(server);
    const ben = await addPerson(server, `Ben ${people++}`);
    const { body } = await obtainTokens(server, client, ben);
    expect(rowsOf((await browser.get(PATH)).body)).toEqual([]);
    expect(await browser.get(removeLink(client))).toMatchObject({ status: 404 });
    const own = await addClient(server);
    await obtainTokens(server, own, ada);
    const form = formOf(await browser.get(removeLink(own)), 'confirm');
    expect(await browser.post(removeLink(client), form.fields)).toMatchObject({ status: 303 });
    expect(await isAlive(server, client, body.access_token)).toBe(true);
  });

  it.each(['x', '%00', '..%2f..', 'a'.repeat(300), "' OR 1=1 --"])('knows no app %p', async (ref) => {
    const page = await browser.get(`${PATH}/${ref}/remove`);
    expect([400, 404]).toContain(page.status);
  });

  it('refuses a removal that no form of ours asks for', async () => {
    const client = await addClient(server);
    const { body } = await obtainTokens(server, client, ada);
    expect(await browser.post(removeLink(client), {})).toMatchObject({ status: 403 });
    expect(await isAlive(server, client, body.access_token)).toBe(true);
  });

  it('shows an app that is switched off, and one of which only the consent is left', async () => {
    const client = await addClient(server, { name: 'Sleeping app' });
    await obtainTokens(server, client, ada);
    const stored = await server.get(Clients).findByRef(clientRef(client.id));
    await server.get(ClientRegistration).setStatus(stored!, 'disabled', SYSTEM);
    await server.get(Consents).allow(ada.user.id, 'r'.repeat(43), server.url, ['read:gone'], 1);
    const rows = rowsOf((await browser.get(PATH)).body);
    expect(rows).toEqual([
      expect.stringMatching(/Sleeping app.*Switched off.*no access open/),
      expect.stringMatching(/An app that no longer exists.*Know your account id/),
    ]);
    const gone = await browser.get(`${PATH}/${'r'.repeat(43)}/remove`);
    expect(await browser.submit(gone, 'confirm')).toMatchObject({ status: 303 });
    expect(rowsOf((await browser.get(PATH)).body)).toHaveLength(1);
  });

  it('leaves out what has ended: expired, revoked, and the codes that nobody fetched', async () => {
    const client = await addClient(server, { firstParty: true, grantTypes: ['authorization_code'] });
    await obtainTokens(server, client, ada);
    expect(rowsOf((await browser.get(PATH)).body)).toHaveLength(1);
    server.advance(2 * DAY);
    expect(rowsOf((await (await signedIn(ada)).get(PATH)).body)).toEqual([]);
  });

  it('turns pages through a long list, each app once and quickly', async () => {
    await manyConnections(ada.user.id, 10_000);
    const seen: string[] = [];
    let path: string | null = PATH;
    // A busy machine may stop for seconds: a list that sorts ten thousand rows is slow each time.
    let fastest = Infinity;
    for (let pages = 0; path !== null && pages < 5; pages++) {
      const started = performance.now();
      const page = await browser.get(path);
      fastest = Math.min(fastest, performance.now() - started);
      seen.push(...[...page.body.matchAll(/href="([^"]*\/remove)"/g)].map(([, href]) => href!));
      path = /href="([^"]*)" rel="next"/.exec(page.body)?.[1] ?? null;
    }
    expect(seen).toHaveLength(100);
    expect(new Set(seen).size).toBe(100);
    expect(fastest).toBeLessThan(1000);
    expect(path).not.toBeNull();
    expect(await browser.get(`${PATH}?after=nonsense`)).toMatchObject({ status: 200 });
  });

  /** Authorizations of half as many apps, two for each. */
  async function manyConnections(userId: string, count: number): Promise<void> {
    const now = Date.now();
    const rows = Array.from({ length: count }, (_, index) =>
      newAuthorization({
        grantType: 'authorization_code',
        userId,
        client: aClient({ id: `app-${index >> 1}` }),
        scopes: ['read:projects'],
        resource: server.url,
        createdAt: now + index,
        expiresAt: now + 30 * DAY * 1000,
      }),
    );
    const database = server.get(Database);
    const authorizations = database.repository(Authorization);
    for (let from = 0; from < count; from += 1000)
      await database.unseen(() => authorizations.insert(rows.slice(from, from + 1000)));
  }
});
