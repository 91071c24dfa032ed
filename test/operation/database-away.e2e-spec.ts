import { Browser, until } from '../support/browser';
import { addClient, addPerson, api, credentials, obtainCode, obtainTokens } from '../support/oauth';
import { PASSWORD, postForm, type TestClient, type TestPerson, token } from '../support/oauth';
import { expectDecent, send } from '../support/raw';
import { TcpProxy } from '../support/tcp-proxy';
import {
  createDatabase,
  engine,
  startServer,
  type TestDatabase,
  type TestServer,
} from '../support/test-server';

/** SQLite is a file: there is nothing between it and the server that could go away. */
const withServer = engine === 'mysql' ? describe : describe.skip;

withServer('a database that goes away (S37)', () => {
  let database: TestDatabase;
  let proxy: TcpProxy;
  let server: TestServer;
  let client: TestClient;
  let ada: TestPerson;
  let browser: Browser;
  let accessToken: string;
  let refreshToken: string;

  beforeAll(async () => {
    database = await createDatabase();
    proxy = await TcpProxy.before(database.url);
    server = await startServer({
      database: { url: proxy.through(database.url), drop: () => database.drop() },
      env: { DB_QUERY_TIMEOUT: '1s', DB_POOL_WAIT: '1s', DB_POOL_SIZE: '4' },
    });
    client = await addClient(server);
    ada = await addPerson(server, 'Ada Lovelace');
    browser = new Browser(server.url);
    await browser.signIn(ada.email, PASSWORD);
    const { body } = await obtainTokens(server, client, ada);
    accessToken = body.access_token;
    refreshToken = body.refresh_token;
  });

  afterAll(async () => {
    proxy.open();
    await server.close();
    await proxy.close();
    await database.drop();
  });

  afterEach(() => proxy.open());

  const ready = async () => (await send(server, { path: '/health/ready' })).status;

  /** Everybody is told to come again, and nobody that something was done. */
  async function expectUnavailable(form: Record<string, string>): Promise<void> {
    const answers = await Promise.all([
      token(server, client, form),
      postForm(server, '/oauth/revoke', { token: refreshToken, ...credentials(client) }),
      postForm(server, '/oauth/introspect', { token: refreshToken, ...credentials(client) }),
    ]);
    for (const { status, headers, body } of answers) {
      expect({ status, error: body.error }).toEqual({ status: 503, error: 'temporarily_unavailable' });
      expect(headers.get('retry-after')).toMatch(/^\d+$/);
      expect(headers.get('cache-control')).toBe('no-store');
    }
    const problem = await api(server, '/v1/projects', accessToken);
    expect(problem.status).toBe(503);
    expect(problem.headers.get('retry-after')).toMatch(/^\d+$/);
    expect(await problem.json()).toMatchObject({ type: `${server.url}/problems/unavailable`, status: 503 });
    const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const page = await send(server, {
      path: '/settings/apps',
      headers: { Cookie: cookie, Accept: 'text/html' },
    });
    expect({ ...page, body: '' }).toMatchObject({ status: 503, headers: { 'retry-after': '5' } });
    expect(page.headers['content-type']).toBe('text/html; charset=utf-8');
    for (const path of ['/health/ready', '/settings/apps', '/v1/projects']) {
      const answer = await send(server, { path, headers: { Cookie: cookie } });
      if (answer.status !== 503) expectDecent(answer, path);
      expect(answer.body).not.toMatch(/ETIMEDOUT|ECONN|SELECT|mysql/i);
    }
    expect(await ready()).toBe(503);
    expect((await send(server, { path: '/health/live' })).status).toBe(200);
  }

  /** Nothing was forgotten, and nothing was done behind anybody's back. */
  async function expectAsBefore(): Promise<void> {
    await until(async () => (await ready()) === 200);
    expect((await api(server, '/v1/projects', accessToken)).status).toBe(200);
    const next = await token(server, client, { grant_type: 'refresh_token', refresh_token: refreshToken });
    expect(next.status).toBe(200);
    refreshToken = next.body.refresh_token;
    expect((await browser.get('/settings/apps')).status).toBe(200);
  }

  it('is told of with 503 while it is cut off, and found again without a restart', async () => {
    const { code, verifier } = await obtainCode(server, client, ada, { scope: 'read:projects' });
    const form = {
      grant_type: 'authorization_code',
      code,
      redirect_uri: client.redirectUri,
      code_verifier: verifier,
    };
    proxy.away();
    await expectUnavailable(form);
    proxy.open();
    expect((await token(server, client, form)).status).toBe(200);
    await expectAsBefore();
  });

  it('is given up when it hangs: every request has its answer, and the late ones are nobody’s', async () => {
    proxy.freeze();
    await expectUnavailable({ grant_type: 'refresh_token', refresh_token: 'art_nothing' });
    proxy.open();
    await expectAsBefore();
    const metrics = await send(server, { path: '/metrics' });
    expect(metrics.body).toMatch(/grantor_db_timeouts_total\{what="statement"\} [1-9]/);
  });

  it('that only loses its connections is asked again by the next request', async () => {
    proxy.cut();
    await expectAsBefore();
  });

  it('leaves no row half-written when it is cut off in the middle of redeeming', async () => {
    for (let round = 0; round < 5; round++) {
      const { code, verifier } = await obtainCode(server, client, ada, { scope: 'read:projects' });
      const form = {
        grant_type: 'authorization_code',
        code,
        redirect_uri: client.redirectUri,
        code_verifier: verifier,
      };
      proxy.slow(5);
      const first = token(server, client, form);
      await new Promise((resolve) => setTimeout(resolve, round * 12));
      proxy.cut();
      proxy.open();
      const { status, body } = await first;
      expect([200, 503]).toContain(status);
      // Whatever became of the first: afterwards it is used up, or works once.
      const second = await token(server, client, form);
      if (status === 200) {
        expect(second.body.error).toBe('invalid_grant');
        expect((await api(server, '/v1/projects', body.access_token)).status).toBe(401);
      } else expect([200, 400]).toContain(second.status);
      expect((await token(server, client, form)).body.error).toBe('invalid_grant');
    }
  });
});
