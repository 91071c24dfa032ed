import { addPerson, type TestPerson } from '../support/oauth';
import { startServer, type TestServer } from '../support/test-server';
import { titled } from '../support/values';
import {
  ADMIN_SCOPES,
  ALL_SCOPES,
  type ApiCaller,
  MEMBER_SCOPES,
  withMachine,
  withPersonalToken,
} from '../support/caller';
import { nameOf, Requests, type Route, ROUTES } from './routes';

let server: TestServer;
let ada: TestPerson;
let caller: ApiCaller;
let requests: Requests;

beforeAll(async () => {
  server = await startServer();
  ada = await addPerson(server, 'Ada Lovelace', 'admin');
  caller = await withPersonalToken(server, ada, ALL_SCOPES);
  requests = new Requests(server, ada.user.id);
});

afterAll(() => server.close());

const named = (routes: readonly Route[]) => routes.map((route) => [nameOf(route), route] as const);
const withBody = ROUTES.filter(({ body }) => body !== undefined);
const withId = ROUTES.filter(({ path }) => path.includes('{'));

describe.each(named(withId))('%s', (_, route) => {
  const at = (id: string) => route.path.replace(/\{\w+\}/, id);

  it.each(
    titled([
      'prj_0123456789abcdef',
      'user_0123456789abcdef',
      'x',
      'prj_',
      'prj_0123456789abcde%20',
      'user_0123456789abcde%00',
      '%27%20OR%201=1',
      '__proto__',
      'a'.repeat(290),
      'prj_0123456789abcde%C3%A9',
    ]),
  )('finds nothing at %s', async (_, id) => {
    const { status, problem } = await caller.send(route.method, at(id), route.body?.());
    expect([status, problem]).toEqual([404, 'not-found']);
  });

  it.each(['%', '%ff', '%zz'])('cannot be read at %s', async (id) => {
    const { status, headers } = await caller.send(route.method, at(id), route.body?.());
    expect([status, headers.get('content-type')]).toEqual([400, 'application/problem+json; charset=utf-8']);
  });
});

describe.each(named(withId.filter(({ path }) => path.includes('{project}'))))('%s', (_, route) => {
  it('tells nobody else that the project exists, and changes nothing', async () => {
    const path = await requests.path(route);
    const before = await caller.get(path);
    const others = [
      await withPersonalToken(server, await addPerson(server, `Max ${route.method}`), MEMBER_SCOPES),
      await withPersonalToken(server, await addPerson(server, `Eve ${route.method}`, 'admin'), ALL_SCOPES),
      await withMachine(server),
    ];
    const unknown = await caller.send(
      route.method,
      route.path.replace('{project}', 'prj_0123456789abcdef'),
      route.body?.(),
    );
    for (const other of others) {
      const { status, problem, body } = await other.send(route.method, path, route.body?.());
      expect([status, problem, body['detail']]).toEqual([404, 'not-found', unknown.body['detail']]);
    }
    const after = await caller.get(path);
    expect([after.status, after.body]).toEqual([200, before.body]);
  });
});

describe.each(named(ROUTES.filter(({ versioned }) => versioned)))('%s (RFC 9110 §13.1.1)', (_, route) => {
  it('changes only the version that was read', async () => {
    const path = await requests.path(route);
    const etag = (await caller.get(path)).headers.get('etag')!;
    for (const stale of ['"999"', 'W/"999"', `W/${etag}`, '"x"']) {
      const { status, problem } = await caller.send(route.method, path, route.body?.(), {
        'If-Match': stale,
      });
      expect([stale, status, problem]).toEqual([stale, 412, 'version-mismatch']);
    }
    expect((await caller.get(path)).headers.get('etag')).toBe(etag);
    const { status } = await caller.send(route.method, path, route.body?.(), {
      'If-Match': `"999", ${etag}`,
    });
    expect(status).toBe(route.status);
  });

  it('changes any version on request', async () => {
    const path = await requests.path(route);
    const { status } = await caller.send(route.method, path, route.body?.(), { 'If-Match': '*' });
    expect(status).toBe(route.status);
  });
});

describe.each(named(withBody))('%s', (_, route) => {
  it.each([
    ['nickname', 'x', '/nickname'],
    ['id', 'prj_0123456789abcdef', '/id'],
    ['owner_id', 'user_0123456789abcdef', '/owner_id'],
    ['password', 'x', '/password'],
    ['version', 7, '/version'],
    ['constructor', 'x', '/constructor'],
    ['a/b~c', 'x', '/a~1b~0c'],
  ])('does not know the field %s, and says where it stands (RFC 6901 §3)', async (name, value, pointer) => {
    const body = { ...route.body!(), [name]: value };
    const answer = await caller.send(route.method, await requests.path(route), body);
    expect([answer.status, answer.problem]).toEqual([400, 'validation-failed']);
    expect(answer.body.errors).toEqual([
      { pointer, code: 'unknown', detail: 'This field is not known here.' },
    ]);
  });

  it.each(['{"name":"x","__proto__":{"role":"admin"}}', '{"constructor":{"prototype":{"role":"admin"}}}'])(
    'is not led to a prototype by %s',
    async (body) => {
      const { status } = await caller.send(route.method, await requests.path(route), body);
      expect(status).toBe(400);
    },
  );

  it.each(['{', '{"name":}', '', '\u0000', '{"name":"x"} x'])('cannot read %j', async (body) => {
    const { status, problem } = await caller.send(route.method, await requests.path(route), body);
    expect([status, problem]).toEqual([400, 'malformed-request']);
  });

  it.each([
    'text/plain',
    'text/json',
    'application/xml',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/jsonp',
    'application/problem+json',
  ])('does not read %s (RFC 9110 §15.5.16)', async (type) => {
    const body = JSON.stringify(route.body!());
    const { status, problem } = await caller.send(route.method, await requests.path(route), body, {
      'Content-Type': type,
    });
    expect([status, problem]).toEqual([415, 'unsupported-media-type']);
  });

  it.each(['[]', '7', '"x"', 'true', '[{"name":"x"}]'])('wants an object, and not %s', async (body) => {
    const { status } = await caller.send(route.method, await requests.path(route), body);
    expect(status).toBe(400);
  });

  it('reads JSON of UTF-8', async () => {
    const body = JSON.stringify(route.body!());
    const { status } = await caller.send(route.method, await requests.path(route), body, {
      'Content-Type': 'Application/JSON; charset=utf-8',
    });
    expect(status).toBe(route.status);
  });

  it('reads 256 KB and no more (RFC 9110 §15.5.14)', async () => {
    const path = await requests.path(route);
    const padded = (length: number) => JSON.stringify(route.body!()).padEnd(length, ' ');
    expect((await caller.send(route.method, path, padded(256 * 1024))).status).toBe(route.status);
    const { status, problem } = await caller.send(route.method, path, padded(256 * 1024 + 1));
    expect([status, problem]).toEqual([413, 'payload-too-large']);
  });
});

describe.each(named(withBody.filter(({ method }) => method === 'PATCH')))('%s (RFC 7396 §1)', (_, route) => {
  it('takes a merge patch, and leaves what is not in it', async () => {
    const path = await requests.path(route);
    const body = JSON.stringify(route.body!());
    const type = { 'Content-Type': 'application/merge-patch+json' };
    const changed = await caller.patch(path, body, type);
    expect(changed.status).toBe(200);
    const same = await caller.patch(path, '{}', type);
    expect([same.status, same.body.name]).toEqual([200, changed.body.name]);
  });
});

describe.each(named(ROUTES.filter(({ list }) => list)))('%s', (_, route) => {
  it.each(
    titled<[string, string]>([
      ['foo=1', 'unknown-parameter'],
      ['statsu=active', 'unknown-parameter'],
      ['offset=10', 'unknown-parameter'],
      ['q[]=1', 'unknown-parameter'],
      ['limit[a]=1', 'unknown-parameter'],
      ['constructor=1', 'unknown-parameter'],
      ['__proto__=1', 'unknown-parameter'],
      ['=', 'unknown-parameter'],
      ['access_token=x', 'unknown-parameter'],
      ['limit=0', 'validation-failed'],
      ['limit=201', 'validation-failed'],
      ['limit=x', 'validation-failed'],
      ['limit=1&limit=2', 'validation-failed'],
      ['cursor=x', 'validation-failed'],
      ['cursor=', 'validation-failed'],
      ['sort=password_hash', 'validation-failed'],
      ['sort=', 'validation-failed'],
      ['status=', 'validation-failed'],
      ['status=gone', 'validation-failed'],
      ['q=%00', 'malformed-request'],
      [`q=${'a'.repeat(101)}`, 'validation-failed'],
    ]),
  )('does not guess what %s means', async (_, [query, slug]) => {
    const { status, problem } = await caller.get(`${route.path}?${query}`);
    expect([status, problem]).toEqual([400, slug]);
  });

  it('is given in pages of 50 unless said otherwise', async () => {
    const { body } = await caller.get(route.path);
    expect(body.page).toEqual({ next_cursor: null, limit: 50 });
    expect((await caller.get(`${route.path}?limit=200`)).body.page.limit).toBe(200);
  });
});

describe('what a machine may not do to people', () => {
  it.each(named(ROUTES.filter(({ method, scope }) => scope === 'admin:users' && method !== 'GET')))(
    '%s of an administrator',
    async (_, route) => {
      const machine = await withMachine(server);
      const eve = await addPerson(server, `Admin ${route.method}`, 'admin');
      const path = route.path.replace('{member}', eve.user.id);
      const body = route.body && { ...route.body(), role: 'admin' };
      const refused = await machine.send(route.method, path, body);
      expect([refused.status, refused.problem]).toEqual([403, 'role-required']);
      const narrow = await withPersonalToken(
        server,
        ada,
        ADMIN_SCOPES.filter((scope) => scope !== 'admin:write'),
      );
      const lacking = await narrow.send(route.method, path, body);
      expect([lacking.status, lacking.problem]).toEqual([403, 'insufficient-scope']);
      expect(lacking.challenge).toContain('scope="admin:write"');
      expect((await caller.send(route.method, path, body)).status).toBe(route.status);
    },
  );
});
