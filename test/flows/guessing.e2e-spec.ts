import { Database } from '../../src/database/database';
import { Purge } from '../../src/purge/purge';
import { Throttles } from '../../src/throttles/application/throttles';
import { Unlocking } from '../../src/sessions/application/unlocking';
import { SYSTEM } from '../../src/shared/domain/security-events';
import { UserAdministration } from '../../src/users/application/user-administration';
import { PasswordCheck } from '../../src/sessions/application/password-check';
import { UserDirectory } from '../../src/users/application/user-directory';
import { Browser, type Page } from '../support/browser';
import { addClient, addPerson, addPublicClient, PASSWORD, type TestPerson, token } from '../support/oauth';
import { atOnce, gatherBehind, startNode } from '../support/race';
import { startServer, type TestServer } from '../support/test-server';

const WRONG = 'not the right password';
const SUDO = '/settings/sessions/end-others';
const MINUTE = 60;

describe('guessing passwords', () => {
  let server: TestServer;
  let ada: TestPerson;
  let people = 0;

  beforeAll(async () => {
    server = await startServer({ env: { GRANTS: 'authorization_code,refresh_token,password' } });
  });

  beforeEach(async () => {
    // All of them come from the same address: nothing that was counted before may count.
    for (const table of ['throttles', 'audit_events'])
      await server.get(Database).manager.query(`DELETE FROM grantor_${table}`);
    ada = await addPerson(server, `Ada ${people++}`);
  });

  afterAll(() => server.close());

  /** What is set otherwise needs a server of its own. */
  async function withServer(env: Record<string, string>, play: () => Promise<void>): Promise<void> {
    const usual = server;
    server = await startServer({ env });
    try {
      ada = await addPerson(server, `Ada ${people++}`);
      await play();
    } finally {
      await server.close();
      server = usual;
    }
  }

  const tryAs = (email: string, password: string, browser = new Browser(server.url)) =>
    browser.signIn(email, password);

  async function guess(times: number, email = ada.email, browser?: Browser): Promise<Page> {
    let page!: Page;
    for (let made = 0; made < times; made++) page = await tryAs(email, WRONG, browser);
    return page;
  }

  const waitOf = (page: Page) => Number(page.headers.get('retry-after'));
  const lockedEvents = async () =>
    (await server
      .get(Database)
      .manager.query(
        "SELECT user_id FROM grantor_audit_events WHERE type = 'user.login.locked' ORDER BY at",
      )) as {
      user_id: string | null;
    }[];

  it('lets nobody try again for a minute after ten wrong passwords, not even the right one', async () => {
    expect(await guess(10)).toMatchObject({ status: 401 });
    const page = await tryAs(ada.email, PASSWORD);
    expect(page).toMatchObject({ status: 429 });
    expect(waitOf(page)).toBeGreaterThan(MINUTE - 10);
    expect(waitOf(page)).toBeLessThanOrEqual(MINUTE);
    expect(page.body).toContain('Too many tries. You can try again in 1 minute.');
    expect(page.body).toContain('<title>Error: Sign in');
    expect(page.body).toContain(`value="${ada.email}"`);
    expect(page.body).not.toContain(PASSWORD);
    server.advance(MINUTE);
    expect(await tryAs(ada.email, PASSWORD)).toMatchObject({ status: 303 });
    expect(await guess(1)).toMatchObject({ status: 401 });
    expect(await tryAs(ada.email, PASSWORD)).toMatchObject({ status: 303 });
  });

  it('lets guess as often as LIMIT_LOGIN_TRIES and LIMIT_ADDRESS_TRIES say', () =>
    withServer({ LIMIT_LOGIN_TRIES: '3', LIMIT_ADDRESS_TRIES: '10' }, async () => {
      expect(await guess(3)).toMatchObject({ status: 401 });
      expect(await tryAs(ada.email, PASSWORD)).toMatchObject({ status: 429 });
      const bob = await addPerson(server, 'Bob');
      for (let made = 3; made < 10; made++)
        expect(await guess(1, `nobody${made}@example.com`)).toMatchObject({ status: 401 });
      expect(await tryAs(bob.email, PASSWORD)).toMatchObject({ status: 429 });
      server.advance(15 * MINUTE);
      expect(await tryAs(bob.email, PASSWORD)).toMatchObject({ status: 303 });
    }));

  it('makes the wait longer each time, up to a quarter of an hour', async () => {
    await guess(10);
    const waits: number[] = [];
    for (let round = 0; round < 6; round++) {
      const refused = await guess(1);
      expect(refused).toMatchObject({ status: 429 });
      waits.push(Math.ceil(waitOf(refused) / MINUTE));
      server.advance(waitOf(refused));
      expect(await guess(1)).toMatchObject({ status: 401 });
    }
    expect(waits).toEqual([1, 2, 4, 8, 15, 15]);
  });

  it('counts the spellings of a name together', async () => {
    const spellings = [ada.email, ada.email.toUpperCase(), ` ${ada.email}`, ada.email.replace('a', 'ａ')];
    for (let made = 0; made < 10; made++) await tryAs(spellings[made % 4]!, WRONG);
    expect(await tryAs(ada.email, PASSWORD)).toMatchObject({ status: 429 });
  });

  it('treats names that do not exist alike', async () => {
    const nobody = 'nobody@example.com';
    const [known, unknown] = [await guess(10), await guess(10, nobody)];
    expect(unknown.status).toBe(known.status);
    const [lockedKnown, lockedUnknown] = [await guess(1), await guess(1, nobody)];
    expect(lockedUnknown.status).toBe(429);
    const plain = ({ body }: Page) => body.replace(/value="[^"]*"/g, '');
    expect(plain(lockedUnknown)).toBe(plain(lockedKnown));
  });

  it('does not tell by its counting that a disabled person has typed the right password', async () => {
    await server.get(UserAdministration).update(ada.user, { status: 'disabled' }, SYSTEM);
    for (let made = 0; made < 10; made++) {
      expect(await tryAs(ada.email, PASSWORD)).toMatchObject({ status: 401 });
    }
    expect(await tryAs(ada.email, PASSWORD)).toMatchObject({ status: 429 });
  });

  it('does not keep the owner out of a browser in which they have signed in before', async () => {
    const home = new Browser(server.url);
    await tryAs(ada.email, PASSWORD, home);
    home.cookies.delete('__Host-grantor-session');
    await guess(10);
    expect(await tryAs(ada.email, PASSWORD)).toMatchObject({ status: 429 });
    expect(await tryAs(ada.email, PASSWORD, home)).toMatchObject({ status: 303 });
  });

  it('makes one place wait for a name, and other places only when many have guessed', () =>
    withServer({ TRUST_PROXY: '127.0.0.0/8,::1', LIMIT_NAME_TRIES: '30' }, async () => {
      const from = (host: number, password: string) => {
        const browser = new Browser(server.url, 'text/html', { 'X-Forwarded-For': `203.0.113.${host}` });
        return tryAs(ada.email, password, browser);
      };
      for (const stranger of [1, 2]) for (let made = 0; made < 11; made++) await from(stranger, WRONG);
      expect(await from(1, PASSWORD)).toMatchObject({ status: 429 });
      expect(await from(9, PASSWORD)).toMatchObject({ status: 303 });
      for (const stranger of [3, 4, 5, 6]) for (let made = 0; made < 10; made++) await from(stranger, WRONG);
      expect(await from(9, PASSWORD)).toMatchObject({ status: 429 });
    }));

  it('counts in a known browser too, and knows it for its own person only', async () => {
    const home = new Browser(server.url);
    await tryAs(ada.email, PASSWORD, home);
    const known = home.cookies.get('__Host-grantor-proof')!;
    const thief = new Browser(server.url);
    thief.cookies.set('__Host-grantor-proof', known);
    await guess(10, ada.email, thief);
    expect(await guess(1, ada.email, thief)).toMatchObject({ status: 429 });
    expect(await guess(1)).toMatchObject({ status: 401 });
    const ben = await addPerson(server, `Ben ${people++}`);
    await guess(10, ben.email);
    expect(await guess(1, ben.email, thief)).toMatchObject({ status: 429 });
  });

  it('makes an address wait that tries many names, but no known browser behind it', async () => {
    const home = new Browser(server.url);
    await tryAs(ada.email, PASSWORD, home);
    const stranger = new Browser(server.url);
    for (let made = 0; made < 100; made++) await guess(1, `nobody${made}@example.com`, stranger);
    expect(await guess(1, 'fresh@example.com', stranger)).toMatchObject({ status: 429 });
    expect(await tryAs(ada.email, PASSWORD)).toMatchObject({ status: 429 });
    expect(await tryAs(ada.email, PASSWORD, home)).toMatchObject({ status: 303 });
    server.advance(MINUTE);
    expect(await tryAs(ada.email, PASSWORD)).toMatchObject({ status: 303 });
  });

  it('does not count right passwords against an address', async () => {
    const browser = new Browser(server.url);
    for (let made = 0; made < 99; made++) await guess(1, `nobody${made}@example.com`, browser);
    for (let times = 0; times < 3; times++)
      expect(await tryAs(ada.email, PASSWORD)).toMatchObject({ status: 303 });
  });

  it('tells once for each lock, and never what was typed', async () => {
    await guess(13);
    await guess(12, 'nobody@example.com');
    expect(await lockedEvents()).toEqual([{ user_id: ada.user.id }, { user_id: null }]);
    const everything = await server.get(Database).manager.query('SELECT * FROM grantor_audit_events');
    expect(JSON.stringify(everything)).not.toContain('nobody@example.com');
  });

  it('lets an administrator unlock, and a new password too', async () => {
    await guess(11);
    await server.get(Unlocking).unlock(ada.user, SYSTEM);
    expect(await tryAs(ada.email, PASSWORD)).toMatchObject({ status: 303 });
    await guess(11);
    await server.get(UserAdministration).setPassword(ada.user, `${PASSWORD} two`, SYSTEM);
    expect(await tryAs(ada.email, `${PASSWORD} two`)).toMatchObject({ status: 303 });
  });

  it('asks for patience where the password is asked for again, without locking the sign-in', async () => {
    const browser = new Browser(server.url);
    await tryAs(ada.email, PASSWORD, browser);
    server.advance(16 * MINUTE);
    const ask = await browser.get(SUDO);
    const again = (current_password: string) => browser.submit(ask, 'confirm', { current_password });
    for (let made = 0; made < 10; made++) expect(await again(WRONG)).toMatchObject({ status: 403 });
    const refused = await again(PASSWORD);
    expect(refused).toMatchObject({ status: 429 });
    expect(waitOf(refused)).toBeGreaterThan(0);
    expect(refused.body).toContain('Too many tries. You can try again in 1 minute.');
    expect(await tryAs(ada.email, PASSWORD)).toMatchObject({ status: 303 });
    server.advance(MINUTE);
    expect(await again(PASSWORD)).toMatchObject({ status: 303 });
  });

  it('asks for patience at the change of the password, whatever strangers guess at the sign-in', async () => {
    const browser = new Browser(server.url);
    await tryAs(ada.email, PASSWORD, browser);
    await guess(11);
    const ask = await browser.get('/settings/security');
    const change = (current_password: string) =>
      browser.submit(ask, 'password', { current_password, new_password: `${PASSWORD} two` });
    for (let made = 0; made < 10; made++) expect(await change(WRONG)).toMatchObject({ status: 400 });
    const refused = await change(PASSWORD);
    expect(refused).toMatchObject({ status: 429 });
    expect(refused.body).toMatch(/id="current-password-error">Too many tries/);
    server.advance(MINUTE);
    expect(await change(PASSWORD)).toMatchObject({ status: 303 });
  });

  it('answers the password grant in the words of the protocol', async () => {
    const client = await addClient(server, { grantTypes: ['password'] });
    const ask = (password: string) =>
      token(server, client, { grant_type: 'password', username: ada.email, password, scope: 'read:profile' });
    for (let made = 0; made < 10; made++) expect(await ask(WRONG)).toMatchObject({ status: 400 });
    const refused = await ask(PASSWORD);
    expect(refused).toMatchObject({ status: 429, body: { error: 'invalid_grant' } });
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    // What is guessed in the app keeps nobody out elsewhere, and the other way round.
    expect(await tryAs(ada.email, PASSWORD)).toMatchObject({ status: 303 });
    server.advance(MINUTE);
    await guess(11);
    expect(await tryAs(ada.email, PASSWORD)).toMatchObject({ status: 429 });
    expect(await ask(PASSWORD)).toMatchObject({ status: 200 });
  });

  it('counts the address of a public app, and not that of an app with a secret', async () => {
    const secret = await addClient(server, { grantTypes: ['password'] });
    const open = await addPublicClient(server, { grantTypes: ['password'] });
    const ask = (client: typeof open, username: string) =>
      token(server, client, { grant_type: 'password', username, password: WRONG });
    for (let made = 0; made < 100; made++) await ask(secret, `nobody${made}@example.com`);
    expect(await ask(open, 'other@example.com')).toMatchObject({ status: 400 });
    for (let made = 0; made < 99; made++) await ask(open, `somebody${made}@example.com`);
    expect(await ask(open, 'another@example.com')).toMatchObject({ status: 429 });
    expect(await ask(secret, 'another@example.com')).toMatchObject({ status: 400 });
  });

  it('checks exactly ten of fifty that come at once, at two nodes', async () => {
    const node = await startNode(server);
    const checks = [server, node].map((each) => jest.spyOn(each.get(UserDirectory), 'authenticate'));
    const browsers = [server, node].map((each) => new Browser(each.url));
    const forms = await Promise.all(browsers.map((browser) => browser.get('/login')));
    // As many as a node lets count at once.
    for (const each of [server, node]) gatherBehind(each.get(Throttles), 'find', 4);
    const pages = await atOnce(50, (index) => tryWith(browsers[index % 2]!, forms[index % 2]!));
    await node.close();
    const checked = checks.reduce((sum, { mock }) => sum + mock.calls.length, 0);
    expect(checked).toBe(10);
    const statuses = pages.map(({ status }) => status).sort();
    expect(statuses).toEqual([...Array<number>(10).fill(401), ...Array<number>(40).fill(429)]);
    expect(await lockedEvents()).toEqual([{ user_id: ada.user.id }]);
  });

  const tryWith = (browser: Browser, form: Page) =>
    browser.submit(form, 'sign-in', { email: ada.email, password: WRONG });

  it('does not count what could not be checked', async () => {
    const check = jest.spyOn(server.get(UserDirectory), 'authenticate');
    check.mockRejectedValue(new Error('the directory is away'));
    for (let made = 0; made < 12; made++) expect((await tryAs(ada.email, PASSWORD)).status).toBe(500);
    check.mockRestore();
    expect(await tryAs(ada.email, PASSWORD)).toMatchObject({ status: 303 });
  });

  it('refuses a sign-in before it is read while the queue is full', async () => {
    const small = await startServer({ env: { LIMIT_HASHING_QUEUE: '1', LIMIT_HASHING_CONCURRENCY: '1' } });
    const send = () => fetch(`${small.url}/login`, { method: 'POST', headers: { Origin: small.url } });
    expect((await send()).status).toBeLessThan(500);
    let release = (): void => {};
    const gate = new Promise<null>((resolve) => (release = () => resolve(null)));
    jest.spyOn(small.get(UserDirectory), 'authenticate').mockReturnValue(gate);
    const passwords = small.get(PasswordCheck);
    // One is hashed and three count; one waits.
    const checks = [1, 2, 3, 4, 5].map((n) =>
      passwords.check(`nobody${n}@example.com`, WRONG, { proven: null, address: null }),
    );
    const refused = await send();
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '5']);
    expect(refused.headers.get('cache-control')).toBe('no-store');
    release();
    await Promise.all(checks);
    expect((await send()).status).toBeLessThan(500);
    await small.close();
  });

  it('forgets after a day', async () => {
    await guess(10);
    server.advance(25 * 60 * MINUTE);
    expect((await server.get(Purge).run())['throttles']).toBe(3);
    expect(await guess(9)).toMatchObject({ status: 401 });
    expect(await tryAs(ada.email, PASSWORD)).toMatchObject({ status: 303 });
  });
});
