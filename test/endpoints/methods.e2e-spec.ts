import { addClient, credentials } from '../support/oauth';
import { expectDecent, FORM, JSON_TYPE, send } from '../support/raw';
import { startServer, type TestServer } from '../support/test-server';

const POSTS = ['/oauth/token', '/oauth/revoke', '/oauth/introspect'];
const GETS = [
  '/.well-known/jwks.json',
  '/.well-known/oauth-authorization-server',
  '/v1/scopes',
  '/health/live',
];
const PAGES = ['/', '/login', '/logout', '/oauth/authorize', '/oauth/authorize/continue'];
const OTHERS = ['PUT', 'PATCH', 'DELETE', 'TRACE', 'PROPFIND'];

describe('methods and kinds of content (S03, S04, S27, S32)', () => {
  let server: TestServer;

  beforeAll(async () => {
    server = await startServer();
  });

  afterAll(() => server.close());

  it.each(POSTS)('%s takes POST, and says so', async (path) => {
    for (const method of ['GET', 'HEAD', 'PUT', 'PATCH', 'DELETE']) {
      const answer = await send(server, { method, path: `${path}?grant_type=client_credentials` });
      expectDecent(answer, `${method} ${path}`);
      expect([method, answer.status, answer.headers.allow]).toEqual([method, 405, 'POST, OPTIONS']);
      if (method === 'HEAD') expect(answer.body).toBe('');
      else expect(JSON.parse(answer.body)).toMatchObject({ error: 'invalid_request' });
      expect(answer.headers['set-cookie']).toBeUndefined();
    }
    for (const method of ['TRACE', 'PROPFIND']) {
      const answer = await send(server, { method, path });
      expectDecent(answer, `${method} ${path}`);
      expect([404, 405, 501]).toContain(answer.status);
    }
    const options = await send(server, { method: 'OPTIONS', path, headers: { Origin: 'https://evil.test' } });
    expectDecent(options);
    expect([options.status, options.headers.allow, options.body]).toEqual([204, 'POST, OPTIONS', '']);
    expect(options.headers['access-control-allow-origin']).toBeUndefined();
  });

  it.each([
    ['application/json', '{"grant_type":"client_credentials"}'],
    ['application/json; charset=utf-8', '{'],
    ['APPLICATION/JSON', '{"__proto__":{"a":1}}'],
    ['application/problem+json', '{}'],
    ['text/plain', 'grant_type=client_credentials'],
    ['text/html', '<p>'],
    ['application/xml', '<a/>'],
    ['multipart/form-data; boundary=x', '--x\r\nContent-Disposition: form-data; name="a"\r\n\r\nb\r\n--x--'],
    ['multipart/form-data', '--'],
    ['application/octet-stream', 'grant_type=client_credentials'],
    ['application/x-www-form-urlencoded-not', 'grant_type=client_credentials'],
    ['nonsense', 'grant_type=client_credentials'],
  ])('a body that is %s is none for the protocol', async (type, body) => {
    const machine = await addClient(server, { type: 'm2m', redirectUris: [], scopes: [] });
    const basic = Buffer.from(`${machine.id}:${machine.secret}`).toString('base64');
    for (const path of POSTS) {
      const headers = { 'Content-Type': type, Authorization: `Basic ${basic}` };
      const answer = await send(server, { method: 'POST', path, headers, body });
      expectDecent(answer, `${type} ${path}`);
      expect([path, answer.status]).toEqual([path, 415]);
      expect(answer.headers['content-type']).toBe('application/json; charset=utf-8');
      expect(JSON.parse(answer.body)).toMatchObject({ error: 'invalid_request' });
    }
  });

  it.each([
    'application/x-www-form-urlencoded;charset=UTF-8',
    'application/x-www-form-urlencoded ; charset=utf-8',
    'Application/X-WWW-Form-URLencoded',
  ])('a form may be called %s', async (type) => {
    const machine = await addClient(server, { type: 'm2m', redirectUris: [], scopes: [] });
    const answer = await send(server, {
      method: 'POST',
      path: '/oauth/token',
      headers: { 'Content-Type': type },
      body: new URLSearchParams({ grant_type: 'client_credentials', ...credentials(machine) }).toString(),
    });
    expect(answer.status).toBe(200);
  });

  it.each(['gzip', 'deflate', 'br', 'x'])(
    'a body with Content-Encoding: %s is not guessed at',
    async (coding) => {
      const answer = await send(server, {
        method: 'POST',
        path: '/oauth/token',
        headers: { ...FORM, 'Content-Encoding': coding },
        body: Buffer.from([0x1f, 0x8b, 0x08, 0x00]),
      });
      expectDecent(answer, coding);
      expect(answer.status).toBeGreaterThanOrEqual(400);
    },
  );

  it.each([...GETS, ...PAGES, '/assets/app.css', '/nowhere', '/v1/nowhere', '/oauth/nowhere'])(
    '%s answers methods that it does not have without doing anything',
    async (path) => {
      for (const method of [...OTHERS, ...(GETS.includes(path) ? ['POST'] : [])]) {
        for (const body of [undefined, '{"a":1}', '{']) {
          const headers = body === undefined ? {} : JSON_TYPE;
          const answer = await send(server, { method, path, headers, ...(body !== undefined && { body }) });
          expectDecent(answer, `${method} ${path} ${body}`);
          expect([method, path, answer.status >= 400]).toEqual([method, path, true]);
          expect(answer.headers['set-cookie']).toBeUndefined();
        }
      }
    },
  );

  it.each([
    ['/oauth/authorize', 'GET, HEAD, OPTIONS, POST'],
    ['/login', 'GET, HEAD, POST'],
    ['/health/live', 'GET, HEAD'],
    ['/v1/projects', 'GET, HEAD, POST'],
    ['/v1/projects/prj_0123456789abcdef', 'DELETE, GET, HEAD, PATCH'],
    ['/settings/apps/app_0123456789abcdef', 'GET, HEAD'],
    ['/assets/app.css', 'GET, HEAD'],
  ])('%s says with 405 which methods it has: %s (RFC 9110 §15.5.6)', async (path, allow) => {
    const answer = await send(server, { method: 'PUT', path, headers: JSON_TYPE, body: '{"a":1}' });
    expectDecent(answer);
    expect([answer.status, answer.headers.allow]).toEqual([405, allow]);
  });

  it.each(['/nowhere', '/oauth/register', '/oauth/device_authorization', '/v1/nowhere', '/settings/nowhere'])(
    '%s is nowhere, whatever is sent there',
    async (path) => {
      for (const [headers, body] of [
        [{}, undefined],
        [FORM, 'a=%zz'],
        [JSON_TYPE, '{'],
        [{ 'Content-Type': 'text/plain' }, 'x'],
        [FORM, 'x'.repeat(300_000)],
      ] as const) {
        const answer = await send(server, {
          method: 'POST',
          path,
          headers,
          ...(body !== undefined && { body }),
        });
        expectDecent(answer);
        expect([path, body?.slice(0, 10), answer.status]).toEqual([path, body?.slice(0, 10), 404]);
      }
    },
  );

  it.each([...GETS, ...PAGES, '/assets/app.css'])(
    '%s: HEAD and OPTIONS say nothing and do nothing',
    async (path) => {
      for (const method of ['HEAD', 'OPTIONS']) {
        const answer = await send(server, { method, path });
        expectDecent({ ...answer, status: Math.max(answer.status, 200) }, `${method} ${path}`);
        if (method === 'HEAD') expect(answer.body).toBe('');
        if (PAGES.includes(path)) expect(answer.headers['access-control-allow-origin']).toBeUndefined();
      }
    },
  );
});
