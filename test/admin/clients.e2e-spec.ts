import { type ApiCaller, withMachine, withPersonalToken } from '../support/caller';
import { addClient, api, obtainTokens, type TestClient, type TestPerson } from '../support/oauth';
import { somebody } from '../support/people';
import { beginMinute, startServer, type TestServer } from '../support/test-server';

const PATH = '/v1/admin/clients';
const CALLBACK = 'https://board.example.com/callback';

describe('/v1/admin/clients', () => {
  let server: TestServer;
  let admin: ApiCaller;
  let ada: TestPerson;

  beforeAll(async () => {
    server = await startServer();
    ada = await somebody(server, 'admin');
    admin = await withPersonalToken(server, ada, ['admin:read', 'admin:write', 'read:projects']);
  });

  afterAll(() => server.close());

  const create = (body: object = {}) =>
    admin.send('POST', PATH, { name: 'Board', type: 'web', redirect_uris: [CALLBACK], ...body });

  it('registers a client, whose secret is in this answer only', async () => {
    const made = await create({ scopes: ['read:projects'], access_token_ttl: 300, first_party: true });
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({
      client_id: expect.stringMatching(/^app_\w{16}$/),
      client_secret: expect.stringMatching(/^acs_\w{42}$/),
      secret_shown_once: true,
      name: 'Board',
      type: 'web',
      scopes: ['read:projects'],
      grant_types: ['authorization_code', 'refresh_token'],
      token_endpoint_auth_method: 'client_secret_basic',
      access_token_ttl: 300,
      first_party: true,
      status: 'active',
      owner_id: null,
    });
    const location = made.headers.get('location')!;
    expect(location).toBe(`${PATH}/${String(made.body['client_id'])}`);
    expect(made.headers.get('cache-control')).toBe('no-store');
    const read = await admin.send('GET', location);
    expect(read.headers.get('etag')).toBe('"1"');
    expect(JSON.stringify(read.body)).not.toContain(made.body['client_secret']);
    expect(read.body['stats']).toEqual({ users: 0, tokens_7d: 0, last_used_at: null });
    expect(read.body['secrets']).toMatchObject([{ last4: String(made.body['client_secret']).slice(-4) }]);
  });

  it('says of every field what is wrong', async () => {
    const refused = await create({
      redirect_uris: ['http://board.example.com/', CALLBACK, CALLBACK],
      scopes: ['no:such'],
      access_token_ttl: 0,
    });
    expect([refused.status, refused.problem]).toEqual([400, 'validation-failed']);
    expect(refused.body.errors).toEqual([
      {
        pointer: '/redirect_uris/0',
        code: 'https_required',
        detail: 'Use https here: http is allowed only for 127.0.0.1, [::1] and localhost.',
      },
      { pointer: '/redirect_uris/2', code: 'duplicate', detail: 'This is listed twice.' },
      { pointer: '/scopes', code: 'unknown', detail: 'There is no scope no:such.' },
      { pointer: '/access_token_ttl', code: 'out_of_range', detail: 'Use whole seconds from 1 to 31536000.' },
    ]);
    for (const [field, value] of [
      ['type', 'device'],
      ['redirect_uris', CALLBACK],
      ['redirect_uris', [1]],
      ['scopes', null],
      ['first_party', 'yes'],
      ['access_token_ttl', '300'],
      ['access_token_ttl', 1.5],
      ['token_endpoint_auth_method', 'tls'],
      ['client_id', 'x y'],
      ['client_id', 'user_x'],
      ['grant_types', ['password']],
      ['unknown', 1],
      ['secrets', []],
    ] as const) {
      const answer = await create({ [field]: value });
      expect([field, value, answer.status]).toEqual([field, value, 400]);
      expect(answer.body.errors[0]!.pointer).toMatch(new RegExp(`^/${field}`));
    }
  });

  it('takes an id of one’s choice once', async () => {
    expect((await create({ client_id: 'board' })).status).toBe(201);
    expect(await create({ client_id: 'board' })).toMatchObject({ status: 409, problem: 'conflict' });
    const url = 'https://board.example.com/client?x=1&y';
    expect((await create({ client_id: url })).headers.get('location')).toBe(
      `${PATH}/${encodeURIComponent(url)}`,
    );
    expect((await admin.send('GET', `${PATH}/${encodeURIComponent(url)}`)).body['client_id']).toBe(url);
  });

  it('changes what a merge patch names, for whoever has read the latest version', async () => {
    const made = await create({ access_token_ttl: 300 });
    const path = made.headers.get('location')!;
    const [first, second] = await Promise.all(
      ['First', 'Second'].map((name) => admin.send('PATCH', path, { name }, { 'If-Match': '"1"' })),
    );
    expect([first!.status, second!.status].sort()).toEqual([200, 412]);
    const winner = first!.status === 200 ? 'First' : 'Second';
    const read = await admin.send('GET', path);
    expect(read.body).toMatchObject({ name: winner, access_token_ttl: 300 });
    expect(read.headers.get('etag')).toBe('"2"');
    const reset = await admin.send('PATCH', path, { access_token_ttl: null }, { 'If-Match': '"2"' });
    expect(reset.body['access_token_ttl']).toBeNull();
    expect((await admin.send('PATCH', path, { type: 'spa' })).status).toBe(400);
    const uris = await admin.send('PUT', `${path}/redirect-uris`, { redirect_uris: ['http://a.test/'] });
    expect(uris.body.errors[0]!.pointer).toBe('/redirect_uris/0');
    const two = [CALLBACK, 'https://board.example.com/other'];
    const set = await admin.send('PUT', `${path}/redirect-uris`, { redirect_uris: two });
    expect(set.body['redirect_uris']).toEqual(two);
  });

  it('lists and finds', async () => {
    const only = await somebody(server, 'admin');
    const mine = { owner_id: only.user.id };
    await create({ ...mine, name: 'Alpha', scopes: ['read:projects'] });
    await create({ ...mine, name: 'alphabet', type: 'spa' });
    await create({ ...mine, name: 'Beta', type: 'm2m', redirect_uris: [] });
    const names = async (query: string) => {
      const { body } = await admin.send('GET', `${PATH}?owner_id=${only.user.id}&sort=name&${query}`);
      return body.data.map(({ name }) => name);
    };
    expect(await names('q=alpha')).toEqual(['Alpha', 'alphabet']);
    expect(await names('type=m2m')).toEqual(['Beta']);
    expect(await names('scope=read:projects')).toEqual(['Alpha']);
    expect(await names('grant_type=client_credentials')).toEqual(['Beta']);
    expect(await names('status=disabled')).toEqual([]);
    expect(await names('unused_since=2026-01-01T00:00:00Z')).toHaveLength(3);
    expect(await names('q=ALPHA')).toEqual(['Alpha', 'alphabet']);
    expect(await names('q=%25')).toEqual([]);
    const first = await admin.send('GET', `${PATH}?owner_id=${only.user.id}&limit=2&count=true`);
    expect(first.body.page).toMatchObject({ limit: 2, total: 3, next_cursor: expect.any(String) });
    const link = /<([^>]+)>; rel="next"/.exec(first.headers.get('link')!)![1]!;
    expect((await admin.send('GET', link)).body.data).toHaveLength(1);
    expect(await admin.send('GET', `${PATH}?typ=web`)).toMatchObject({
      status: 400,
      problem: 'unknown-parameter',
    });
    expect((await admin.send('GET', `${PATH}?unused_since=yesterday`)).status).toBe(400);
  });

  it('disables at once, and enables again', async () => {
    const client = await addClient(server);
    const tokens = await obtainTokens(server, client, await somebody(server));
    const works = async () => (await api(server, '/v1/projects', tokens.body.access_token)).status;
    expect(await works()).toBe(200);
    expect((await admin.send('POST', `${PATH}/${client.id}/disable`, { reason: 'leaked' })).body.status).toBe(
      'disabled',
    );
    expect(await works()).toBe(401);
    expect((await admin.send('POST', `${PATH}/${client.id}/enable`)).body.status).toBe('active');
    expect(await works()).toBe(401);
  });

  it('revokes every token of a client, and says how many acts of granting that were', async () => {
    const client = await addClient(server);
    const all = [];
    for (let n = 0; n < 3; n++) all.push(await obtainTokens(server, client, await somebody(server)));
    const other = await obtainTokens(server, await addClient(server), await somebody(server));
    const done = await admin.send('POST', `${PATH}/${client.id}/revoke-tokens`, { reason: 'leaked' });
    expect(done).toMatchObject({ status: 200, body: { revoked: 3 } });
    for (const { body } of all)
      expect((await api(server, '/v1/projects', body.access_token)).status).toBe(401);
    expect((await api(server, '/v1/projects', other.body.access_token)).status).toBe(200);
  });

  it('deletes a client with everything that hangs on it', async () => {
    const client = await addClient(server);
    const tokens = await obtainTokens(server, client, await somebody(server));
    expect(
      (await admin.send('DELETE', `${PATH}/${client.id}`, undefined, { 'If-Match': '"9"' })).status,
    ).toBe(412);
    expect((await admin.send('DELETE', `${PATH}/${client.id}`)).status).toBe(204);
    expect((await admin.send('GET', `${PATH}/${client.id}`)).status).toBe(404);
    expect((await api(server, '/v1/projects', tokens.body.access_token)).status).toBe(401);
  });

  describe('secrets', () => {
    const works = async (id: string, secret: string) => {
      const headers = { Authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}` };
      const body = new URLSearchParams({ grant_type: 'client_credentials' });
      return (await fetch(`${server.url}/oauth/token`, { method: 'POST', headers, body })).status === 200;
    };
    const machine = async () => {
      const { body } = await create({ type: 'm2m', redirect_uris: [] });
      return { id: String(body['client_id']), secret: String(body['client_secret']) };
    };

    it('overlap, and the last one stays', async () => {
      const { id, secret } = await machine();
      const path = `${PATH}/${id}/secrets`;
      const added = await admin.send('POST', path, { expires_in: 3600 });
      expect(added).toMatchObject({
        status: 201,
        body: { secret: expect.stringMatching(/^acs_/), secret_shown_once: true },
      });
      expect(await admin.send('POST', path, {})).toMatchObject({ status: 422, problem: 'limit-reached' });
      expect([await works(id, secret), await works(id, String(added.body['secret']))]).toEqual([true, true]);
      const { body } = await admin.send('GET', path);
      expect(body.data).toHaveLength(2);
      expect(JSON.stringify(body)).not.toContain(added.body['secret']);
      expect((await admin.send('DELETE', `${path}/${added.body.id}`)).status).toBe(204);
      const last = (await admin.send('GET', path)).body.data[0]!.id;
      expect(await admin.send('DELETE', `${path}/${last}`)).toMatchObject({
        status: 409,
        problem: 'last-secret',
      });
      expect(await works(id, secret)).toBe(true);
    });

    it('rotate with an overlap, and twice only by force', async () => {
      const { id, secret } = await machine();
      const path = `${PATH}/${id}/secrets/rotate`;
      const rotated = await admin.send('POST', path, { previous_expires_in: 600 });
      expect(rotated.body).toMatchObject({ previous: { expires_at: expect.any(String) } });
      expect(await admin.send('POST', path, {})).toMatchObject({ status: 409, problem: 'already-rotated' });
      const forced = await admin.send('POST', path, { force: true, previous_expires_in: 0 });
      expect(forced.status).toBe(201);
      expect(await works(id, secret)).toBe(false);
      expect(await works(id, String(rotated.body['secret']))).toBe(false);
      expect(await works(id, String(forced.body['secret']))).toBe(true);
      for (const value of [-1, 7_776_001, 1.5, '1'])
        expect((await admin.send('POST', path, { previous_expires_in: value })).status).toBe(400);
    });
  });

  describe('Idempotency-Key', () => {
    const send = (path: string, body: object, key: string) =>
      admin.send('POST', path, body as Record<string, unknown>, { 'Idempotency-Key': key });

    it('does a thing once, and gives the same answer again', async () => {
      const client: TestClient = await addClient(server);
      const path = `${PATH}/${client.id}/disable`;
      const first = await send(path, { reason: 'x' }, 'disable-1');
      const again = await send(path, { reason: 'x' }, 'disable-1');
      expect(again).toMatchObject({ status: 200, body: first.body });
      expect(again.headers.get('idempotency-replayed')).toBe('true');
      expect(again.headers.get('etag')).toBe(first.headers.get('etag'));
      expect(await send(path, { reason: 'y' }, 'disable-1')).toMatchObject({
        status: 422,
        problem: 'idempotency-key-reused',
      });
      expect((await send(path, {}, 'x y')).status).toBe(400);
    });

    it('never keeps a secret', async () => {
      const body = { name: 'Once', type: 'm2m' };
      const answers = await Promise.all(Array.from({ length: 8 }, () => send(PATH, body, 'create-1')));
      expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array<number>(7).fill(409)]);
      const made = answers.find(({ status }) => status === 201)!;
      for (const { problem, body: refused } of answers.filter(({ status }) => status === 409)) {
        expect(problem).toBe('secret-already-delivered');
        expect(refused['resource']).toBe(made.headers.get('location'));
      }
      expect((await admin.send('GET', `${PATH}?q=Once`)).body.data).toHaveLength(1);
    });

    it('is free again when the work has failed', async () => {
      expect((await send(PATH, { name: '', type: 'm2m' }, 'fails-1')).status).toBe(400);
      expect((await send(PATH, { name: 'Works', type: 'm2m', client_id: 'board' }, 'fails-2')).status).toBe(
        409,
      );
      expect((await send(PATH, { name: 'Works', type: 'm2m' }, 'fails-2')).status).toBe(201);
    });

    it('is each caller’s own', async () => {
      const other = await withPersonalToken(server, await somebody(server, 'admin'), ['admin:write']);
      const body = { name: 'Shared key', type: 'm2m' };
      const headers = { 'Idempotency-Key': 'shared' };
      expect((await admin.send('POST', PATH, body, headers)).status).toBe(201);
      expect((await other.send('POST', PATH, body, headers)).status).toBe(201);
    });
  });

  it('says how many requests are left, and refuses more than that', async () => {
    const few = await startServer({ env: { API_RATE_LIMIT: '3' } });
    const person = await somebody(few, 'admin');
    const caller = await withPersonalToken(few, person, ['admin:read']);
    const statuses = [];
    beginMinute(few);
    for (let n = 0; n < 5; n++) {
      const { status, headers } = await caller.send('GET', PATH);
      statuses.push(status);
      expect(headers.get('ratelimit-policy')).toBe('"api";q=3;w=60');
      expect(headers.get('ratelimit')).toMatch(/^"api";r=\d;t=\d+$/);
      if (status === 429) expect(headers.get('retry-after')).toMatch(/^\d+$/);
    }
    expect(statuses).toEqual([200, 200, 200, 429, 429]);
    few.advance(60);
    expect((await caller.send('GET', PATH)).status).toBe(200);
    await few.close();
  });

  it('is for administrators and machines they have allowed, by Bearer only', async () => {
    const machine = await withMachine(server, ['admin:read']);
    expect((await machine.send('GET', PATH)).status).toBe(200);
    expect((await machine.send('POST', PATH, { name: 'x', type: 'm2m' })).problem).toBe('insufficient-scope');
    const cookie = await fetch(server.url + PATH, { headers: { Cookie: '__Host-grantor-session=x' } });
    expect(cookie.status).toBe(401);
  });
});
