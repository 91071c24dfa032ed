import { request } from 'node:http';
import { Database } from '../../src/database/database';
import { Background } from '../../src/shared/application/background';
import { Throttles } from '../../src/throttles/application/throttles';
import { Browser } from '../support/browser';
import { ApiCaller, withPersonalToken } from '../support/caller';
import { addClient, addMachine, addPerson, api, authorizePath, credentials } from '../support/oauth';
import { obtainTokens, PASSWORD, postForm, type TestClient, type TestPerson, token } from '../support/oauth';
import { atOnce, startNode } from '../support/race';
import { somebody } from '../support/people';
import { expectDecent, FORM, JSON_TYPE, type RawRequest, send } from '../support/raw';
import { startServer, type TestServer } from '../support/test-server';

const nested = (depth: number): string => '{"a":'.repeat(depth - 1) + '{}' + '}'.repeat(depth - 1);

/** The status of an answer to a request with these header fields, and no others but Host and Connection. */
const statusOf = (server: TestServer, headers: Record<string, string>) =>
  new Promise<number>((resolve, reject) => {
    const { port } = new URL(server.url);
    const asked = request(
      { port, host: 'localhost', path: '/health/live', headers, agent: false },
      (answer) => {
        answer.resume();
        resolve(answer.statusCode!);
      },
    );
    asked.on('error', reject).end();
  });

/** So many header fields, with Host and Connection. */
const fields = (count: number) =>
  Object.fromEntries(Array.from({ length: count - 2 }, (_, index) => [`X-Field-${index}`, '1']));

/** Each limit, where it still holds and one beyond (S34). */
describe('limits', () => {
  let server: TestServer;
  let machine: TestClient;
  let web: TestClient;
  let ada: TestPerson;
  let bearer: Record<string, string>;

  beforeAll(async () => {
    server = await startServer({ env: { LIMIT_PENDING_SIGN_INS: '6', LIMIT_ACCOUNT_FORMS: '5' } });
    machine = await addMachine(server);
    web = await addClient(server);
    ada = await addPerson(server, 'Ada Lovelace');
    const { access_token } = (await obtainTokens(server, web, ada)).body;
    bearer = { Authorization: `Bearer ${access_token}` };
  });

  afterAll(() => server.close());

  const good = () =>
    new URLSearchParams({ grant_type: 'client_credentials', ...credentials(machine) }).toString();
  const padded = (length: number): RawRequest => {
    const body = `${good()}&pad=`;
    return {
      method: 'POST',
      path: '/oauth/token',
      headers: FORM,
      body: body + 'x'.repeat(length - body.length),
    };
  };
  const parameters = (count: number): RawRequest => ({
    method: 'POST',
    path: '/oauth/token',
    headers: FORM,
    body: good() + '&x=1'.repeat(count - good().split('&').length),
  });
  const url = (length: number): RawRequest => ({ path: '/health/live?'.padEnd(length, 'x') });
  const json = (body: string): RawRequest => ({
    method: 'POST',
    path: '/v1/projects',
    headers: { ...JSON_TYPE, ...bearer },
    body,
  });
  const jsonOf = (length: number) => json(`{"name":"${'x'.repeat(length - 11)}"}`);
  const name = (length: number) => json(JSON.stringify({ name: 'x'.repeat(length) }));
  const authorize = (extra: Record<string, string>): RawRequest => ({
    path: authorizePath(web, { scope: 'read:projects', ...extra }),
  });
  const scope = (value: string): RawRequest => ({
    method: 'POST',
    path: '/oauth/token',
    headers: FORM,
    body: `${good()}&${new URLSearchParams({ scope: value }).toString()}`,
  });

  it.each<[string, () => RawRequest, number, () => RawRequest, number]>([
    ['a form of 64 KB', () => padded(65_536), 200, () => padded(65_537), 413],
    ['JSON of 256 KB', () => jsonOf(262_144), 400, () => jsonOf(262_145), 413],
    ['an address of 8 KB', () => url(8192), 200, () => url(8193), 414],
    ['100 parameters', () => parameters(100), 200, () => parameters(101), 400],
    ['a name of 100 characters', () => name(100), 201, () => name(101), 400],
    [
      'a state of 4 KB',
      () => authorize({ state: 's'.repeat(4096), prompt: 'none' }),
      302,
      () => authorize({ state: 's'.repeat(4097), prompt: 'none' }),
      302,
    ],
  ])('%s', async (_, within, goodStatus, beyond, badStatus) => {
    const [inside, outside] = [await send(server, within()), await send(server, beyond())];
    expect([inside.status, outside.status]).toEqual([goodStatus, badStatus]);
    for (const answer of [inside, outside]) expectDecent(answer);
  });

  it('a state beyond 4 KB does not come back', async () => {
    const inside = await send(server, authorize({ state: 's'.repeat(4096), prompt: 'none' }));
    const outside = await send(server, authorize({ state: 's'.repeat(4097), prompt: 'none' }));
    expect(new URL(inside.headers.location!).searchParams.get('state')).toHaveLength(4096);
    expect(new URL(outside.headers.location!).searchParams.get('state')).toBeNull();
    expect(new URL(outside.headers.location!).searchParams.get('error')).toBe('invalid_request');
  });

  it('a scope of 1000 characters', async () => {
    const within = await send(server, scope('admin:read'.padEnd(1000, ' ')));
    const beyond = await send(server, scope('admin:read'.padEnd(1001, ' ')));
    expect([within.status, beyond.status]).toEqual([200, 400]);
    expect(beyond.body).toContain('invalid_scope');
  });

  it('JSON five levels deep', async () => {
    const [five, six] = [await send(server, json(nested(5))), await send(server, json(nested(6)))];
    expect([five.status, six.status]).toEqual([400, 400]);
    expect(five.body).toContain('validation-failed');
    expect(six.body).toContain('malformed-request');
  });

  it('100 header fields, and 16 KB of them', async () => {
    const get = (headers: Record<string, string>) => statusOf(server, headers);
    expect([await get(fields(100)), await get(fields(101))]).toEqual([200, 431]);
    expect([
      await get({ 'X-Long': 'x'.repeat(15_000) }),
      await get({ 'X-Long': 'x'.repeat(16_400) }),
    ]).toEqual([200, 431]);
  });

  it('a browser has its latest sign-ins that wait; the oldest are forgotten', async () => {
    const browser = new Browser(server.url);
    for (let begun = 0; begun < 10; begun++)
      await browser.open(authorizePath(web, { scope: 'read:projects', state: `s${begun}` }));
    await server.get(Background).settled();
    const rows = (await server
      .get(Database)
      .manager.query('SELECT content FROM grantor_pending_requests ORDER BY created_at, id')) as {
      content: string;
    }[];
    const states = rows.map(({ content }) => (/"s\d"/.exec(content) ?? [''])[0]).sort();
    expect(states).toEqual(['"s4"', '"s5"', '"s6"', '"s7"', '"s8"', '"s9"']);
  });

  it('account forms from one address', async () => {
    const browser = new Browser(server.url);
    const page = await browser.get('/forgot');
    const ask = () => browser.submit(page, 'forgot', { email: 'nobody@example.com' });
    for (let sent = 0; sent < 5; sent++) expect((await ask()).status).toBe(303);
    const refused = await ask();
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(refused.headers.get('content-type')).toBe('text/html; charset=utf-8');
    server.advance(15 * 60);
    expect((await ask()).status).toBe(303);
  });

  it('30 failed authentications of a client from one address a minute, exactly, on two nodes; never its right secret', async () => {
    const node = await startNode(server);
    const failing = { ...machine, secret: 'acs_'.padEnd(60, 'x') };
    const wrong = (at: TestServer) => token(at, failing, { grant_type: 'client_credentials' });
    const answers = await atOnce(40, (index) => wrong(index % 2 ? node : server));
    await node.close();
    const statuses = answers.map(({ status }) => status).sort();
    expect(statuses).toEqual([...Array<number>(30).fill(401), ...Array<number>(10).fill(429)]);
    const refused = await wrong(server);
    expect(refused).toMatchObject({ status: 429, body: { error: 'invalid_client' } });
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(refused.headers.get('cache-control')).toBe('no-store');
    expect((await token(server, machine, { grant_type: 'client_credentials' })).status).toBe(200);
    const other = { ...web, secret: 'acs_'.padEnd(60, 'x') };
    expect((await token(server, other, { grant_type: 'client_credentials' })).status).toBe(401);
    for (let made = 0; made < 31; made++)
      await postForm(server, '/oauth/revoke', {
        token: 'x',
        client_id: `made-up-${made}`,
        client_secret: 'x',
      });
    const stranger = await postForm(server, '/oauth/introspect', {
      token: 'x',
      client_id: 'made-up',
      client_secret: 'x',
    });
    expect(stranger.status).toBe(429);
    const events = (await server
      .get(Database)
      .manager.query(
        "SELECT COUNT(*) AS count FROM grantor_audit_events WHERE type = 'client.secret.auth_failed'",
      )) as {
      count: unknown;
    }[];
    expect(Number(events[0]!.count)).toBe(31);
  });

  it('a password of 1024 bytes is read, a longer one is wrong at once', async () => {
    const browser = new Browser(server.url);
    expect((await browser.signIn(ada.email, 'x'.repeat(1025))).status).toBe(401);
    expect((await browser.signIn(ada.email, PASSWORD)).status).toBe(303);
    expect((await api(server, '/v1/projects', bearer['Authorization']!.slice(7))).status).toBe(200);
  });
});

describe('API_RATE_LIMIT', () => {
  const QUOTA = 20;
  let server: TestServer;
  let node: TestServer;

  beforeAll(async () => {
    const env = { API_RATE_LIMIT: String(QUOTA) };
    server = await startServer({ env });
    node = await startNode(server, env);
  });

  afterAll(async () => {
    await node.close();
    await server.close();
  });

  /** Nodes keep their clocks together. */
  const advance = (seconds: number) => [server, node].forEach((place) => place.advance(seconds));

  // What is counted by the minute does not begin anew in the middle of a test.
  beforeEach(() => advance(60 - (Math.floor(server.now() / 1000) % 60)));

  /** A new token, and the statuses of so many requests with it at once. */
  async function someone() {
    const scopes = ['read:projects', 'manage:apps'];
    const { bearer } = await withPersonalToken(server, await somebody(server), scopes);
    const ask = async (place: TestServer, path = '/v1/projects') =>
      (await new ApiCaller(place, bearer).get(path)).status;
    return {
      ask,
      many: (count: number, ...places: TestServer[]) =>
        atOnce(count, (index) => ask(places[index % places.length]!)),
    };
  }
  const allowed = (statuses: number[]) => statuses.filter((status) => status === 200).length;
  const countRows = async () => {
    const rows = await server.get(Database).manager.query<object[]>('SELECT hash FROM grantor_throttles');
    return rows.length;
  };

  it('is exact at one node, whatever part of the API is asked', async () => {
    const { ask, many } = await someone();
    expect(await ask(server, '/v1/me/apps')).toBe(200);
    expect(allowed(await many(2 * QUOTA, server))).toBe(QUOTA - 1);
    expect(await ask(server, '/v1/me/apps')).toBe(429);
    advance(60);
    expect(await ask(server)).toBe(200);
  });

  it('holds for several nodes but for the first tenth of each', async () => {
    const { many } = await someone();
    expect(allowed(await many(6 * QUOTA, server, node))).toBe(QUOTA + QUOTA / 10);
    const other = await someone();
    expect(allowed(await other.many(QUOTA, server))).toBe(QUOTA);
    expect(allowed(await other.many(QUOTA, node))).toBe(QUOTA / 10);
  });

  it('is asked for again where it could not be known', async () => {
    const { ask, many } = await someone();
    jest.spyOn(server.get(Throttles), 'take').mockRejectedValueOnce(new Error('away'));
    const statuses = [await ask(server), await ask(server), await ask(server), await ask(server)];
    expect(statuses).toEqual([200, 200, 500, 200]);
    expect(allowed(await many(2 * QUOTA, server))).toBe(QUOTA - 4);
  });

  it('writes nothing before a tenth is used', async () => {
    const before = await countRows();
    const { many } = await someone();
    expect(allowed(await many(QUOTA / 10, server))).toBe(QUOTA / 10);
    expect(await countRows()).toBe(before);
    expect(allowed(await many(1, server))).toBe(1);
    expect(await countRows()).toBe(before + 1);
  });
});

describe('a server whose limits are others', () => {
  it('keeps those', async () => {
    const server = await startServer({
      env: {
        LIMIT_FORM_BODY: '2048',
        LIMIT_URL: '1024',
        LIMIT_HASHING_QUEUE: '1',
        PASSWORD_HASH_MEMORY: '131072',
      },
    });
    const body = `token=${'x'.repeat(2048)}`;
    expect((await send(server, { method: 'POST', path: '/oauth/revoke', headers: FORM, body })).status).toBe(
      413,
    );
    expect((await send(server, { path: '/health/live?'.padEnd(1025, 'x') })).status).toBe(414);
    const browsers = Array.from({ length: 8 }, () => new Browser(server.url));
    const pages = await Promise.all(
      browsers.map((browser, index) => browser.signIn(`nobody${index}@example.com`, 'wrong password')),
    );
    const busy = pages.filter(({ status }) => status === 503);
    expect(busy.length).toBeGreaterThan(0);
    expect(pages.length - busy.length).toBeGreaterThan(0);
    for (const page of busy) expect(page.headers.get('retry-after')).toBe('5');
    await server.close();
  });

  describe('of what it reads', () => {
    let server: TestServer;

    beforeAll(async () => {
      server = await startServer({
        env: {
          LIMIT_JSON_BODY: '2048',
          LIMIT_JSON_DEPTH: '3',
          LIMIT_PARAMETERS: '20',
          LIMIT_HEADER_COUNT: '20',
          LIMIT_HEADER_BYTES: '4096',
        },
      });
    });

    afterAll(() => server.close());

    // Nobody has signed in: what is read is refused by the guard, and what is too much before it.
    const post = (path: string, headers: Record<string, string>, body: string) =>
      send(server, { method: 'POST', path, headers, body });
    const project = (body: string) => post('/v1/projects', JSON_TYPE, body);
    const form = (count: number) => post('/oauth/revoke', FORM, Array(count).fill('x=1').join('&'));

    it.each<[string, () => Promise<{ status: number }>, number, () => Promise<{ status: number }>, number]>([
      ['LIMIT_JSON_BODY', () => project('""'.padEnd(2048)), 401, () => project('""'.padEnd(2049)), 413],
      ['LIMIT_JSON_DEPTH', () => project(nested(3)), 401, () => project(nested(4)), 400],
      ['LIMIT_PARAMETERS', () => form(20), 401, () => form(21), 400],
    ])('%s', async (_, within, goodStatus, beyond, badStatus) => {
      expect([(await within()).status, (await beyond()).status]).toEqual([goodStatus, badStatus]);
    });

    it('LIMIT_HEADER_COUNT and LIMIT_HEADER_BYTES', async () => {
      expect([await statusOf(server, fields(20)), await statusOf(server, fields(21))]).toEqual([200, 431]);
      const long = (length: number) => statusOf(server, { 'X-Long': 'x'.repeat(length) });
      expect([await long(3000), await long(4200)]).toEqual([200, 431]);
    });
  });
});
