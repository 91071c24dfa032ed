import { Browser } from '../support/browser';
import { addClient, addMachine, addPerson, credentials, obtainTokens, PASSWORD } from '../support/oauth';
import type { TestClient, TestPerson } from '../support/oauth';
import { expectDecent, FORM, JSON_TYPE, type RawAnswer, type RawRequest, send } from '../support/raw';
import { startServer, type TestServer } from '../support/test-server';

const COOKIES = {
  Cookie: `__Host-grantor-browser=${'a'.repeat(43)}; __Host-grantor-session=${'b'.repeat(43)}`,
};

/** Headers of answers that are right, and of those that are not (S28 to S32). */
describe('headers of every answer', () => {
  let server: TestServer;
  let machine: TestClient;
  let web: TestClient;
  let ada: TestPerson;

  beforeAll(async () => {
    server = await startServer();
    machine = await addMachine(server);
    web = await addClient(server);
    ada = await addPerson(server, 'Ada Lovelace');
  });

  afterAll(() => server.close());

  const form = (path: string, fields: Record<string, string>): RawRequest => ({
    method: 'POST',
    path,
    headers: { ...FORM, ...COOKIES, Origin: 'https://evil.test' },
    body: new URLSearchParams(fields).toString(),
  });

  function expectApi({ headers }: RawAnswer, what: string): void {
    expect([what, headers['set-cookie'], headers['access-control-allow-origin']]).toEqual([
      what,
      undefined,
      undefined,
    ]);
    expect([what, headers['access-control-allow-credentials']]).toEqual([what, undefined]);
  }

  it('token, revoke and introspect: never stored, no cookie, no CORS for strangers', async () => {
    const good = { grant_type: 'client_credentials', ...credentials(machine) };
    const requests: [number, RawRequest][] = [
      [200, form('/oauth/token', good)],
      [400, form('/oauth/token', { ...good, grant_type: 'x' })],
      [401, form('/oauth/token', { ...good, client_secret: 'x' })],
      [405, { path: '/oauth/token', headers: COOKIES }],
      [413, form('/oauth/token', { a: 'x'.repeat(70_000) })],
      [415, { method: 'POST', path: '/oauth/token', headers: { ...JSON_TYPE, ...COOKIES }, body: '{}' }],
      [200, form('/oauth/revoke', { ...credentials(machine), token: 'x' })],
      [401, form('/oauth/revoke', { client_id: machine.id, token: 'x' })],
      [200, form('/oauth/introspect', { ...credentials(machine), token: 'x' })],
      [401, form('/oauth/introspect', { token: 'x' })],
    ];
    for (const [status, request] of requests) {
      const answer = await send(server, request);
      const what = `${status} ${request.path}`;
      expectDecent(answer, what);
      expectApi(answer, what);
      expect([what, answer.status, answer.headers['cache-control']]).toEqual([what, status, 'no-store']);
      expect([what, answer.headers['content-type']]).toEqual([what, 'application/json; charset=utf-8']);
      if (status === 401) expect(answer.headers['www-authenticate']).toMatch(/^Basic realm=/);
    }
  });

  it('the REST API: no cookie, no CORS, nothing stored, a challenge with 401 and 403', async () => {
    const { access_token } = (await obtainTokens(server, web, ada)).body;
    const bearer = { Authorization: `Bearer ${access_token}`, ...COOKIES, Origin: 'https://evil.test' };
    const requests: [number, RawRequest][] = [
      [200, { path: '/v1/projects', headers: bearer }],
      [401, { path: '/v1/projects', headers: COOKIES }],
      [401, { path: '/v1/projects', headers: { Authorization: 'Bearer x' } }],
      [403, { path: '/v1/organization', headers: bearer }],
      [404, { path: '/v1/projects/prj_0123456789abcdef', headers: bearer }],
      [400, { method: 'POST', path: '/v1/projects', headers: { ...bearer, ...JSON_TYPE }, body: '{' }],
    ];
    for (const [status, request] of requests) {
      const answer = await send(server, request);
      const what = `${status} ${request.path}`;
      expectDecent(answer, what);
      expectApi(answer, what);
      expect([what, answer.status, answer.headers['cache-control']]).toEqual([what, status, 'no-store']);
      if (status === 401 || status === 403)
        expect(answer.headers['www-authenticate']).toMatch(/^Bearer realm="api"/);
    }
  });

  it.each(['/.well-known/jwks.json', '/.well-known/oauth-authorization-server'])(
    '%s: public, cacheable, readable from everywhere, without cookie',
    async (path) => {
      const answer = await send(server, { path, headers: { ...COOKIES, Origin: 'https://any.test' } });
      expectDecent(answer);
      expect(answer.headers).toMatchObject({
        'cache-control': 'public, max-age=300',
        'access-control-allow-origin': '*',
        'content-type': 'application/json; charset=utf-8',
      });
      expect(answer.headers['set-cookie']).toBeUndefined();
      expect(answer.headers['access-control-allow-credentials']).toBeUndefined();
      const again = await send(server, { path, headers: { 'If-None-Match': answer.headers.etag! } });
      expect([again.status, again.body]).toEqual([304, '']);
    },
  );

  it('pages: never stored, no CORS, not in a frame, and cookies that only the server sees', async () => {
    const browser = new Browser(server.url);
    await browser.signIn(ada.email, PASSWORD);
    const signedIn = { Cookie: [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ') };
    const query = `response_type=code&client_id=${web.id}&prompt=consent&scope=read:projects`;
    const requests: [number, RawRequest][] = [
      [200, { path: '/' }],
      [302, { path: '/', headers: signedIn }],
      [302, { path: '/settings', headers: signedIn }],
      [303, { path: '/settings/sessions' }],
      [200, { path: '/settings/sessions', headers: signedIn }],
      [403, { method: 'POST', path: '/settings/sessions/end-others', headers: { ...FORM, ...signedIn } }],
      [200, { path: '/login' }],
      [302, { path: '/logout' }],
      [200, { path: '/logout', headers: signedIn }],
      [303, { path: `/oauth/authorize?${query}` }],
      [200, { path: `/oauth/authorize?${query}`, headers: signedIn }],
      [302, { path: `/oauth/authorize?${query}&max_age=x`, headers: signedIn }],
      [400, { path: '/oauth/authorize' }],
      [403, { method: 'POST', path: '/oauth/authorize/decision', headers: FORM }],
      [403, { method: 'POST', path: '/login', headers: { ...FORM, Origin: 'https://evil.test' } }],
      [403, { method: 'POST', path: '/logout', headers: { ...FORM, 'Sec-Fetch-Site': 'cross-site' } }],
      [404, { path: '/nowhere' }],
    ];
    for (const [status, request] of requests) {
      const answer = await send(server, { ...request, headers: { Accept: 'text/html', ...request.headers } });
      const what = `${request.method ?? 'GET'} ${request.path}`;
      expectDecent(answer, what);
      expect([what, answer.status, answer.headers['cache-control']]).toEqual([what, status, 'no-store']);
      expect(answer.headers['access-control-allow-origin']).toBeUndefined();
      expect(answer.headers['content-security-policy']).toMatch(
        /form-action 'self';.*frame-ancestors 'none'$/,
      );
      expect(answer.headers['content-security-policy']).not.toMatch(/unsafe|\*/);
      expect(answer.headers['referrer-policy']).toBe('same-origin');
      for (const cookie of answer.headers['set-cookie'] ?? [])
        expect(cookie).toMatch(/^__Host-grantor-browser=\w{43}; Path=\/; HttpOnly; Secure; SameSite=Lax$/);
    }
  });

  it('the sign-in gives one fresh session cookie, and the sign-out takes it back', async () => {
    const browser = new Browser(server.url);
    const first = await browser.signIn(ada.email, PASSWORD);
    const [set, proof, ...more] = first.headers.getSetCookie();
    expect(more).toEqual([]);
    expect(set).toMatch(/^__Host-grantor-session=\w{43}; Path=\/; HttpOnly; Secure; SameSite=Lax$/);
    // It only spares its owner the wait that a stranger's guesses would cause.
    expect(proof).toMatch(
      /^__Host-grantor-proof=[\w.-]{60,100}; Max-Age=31536000; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
    );
    const out = await browser.submit(await browser.get('/logout'), 'sign-out');
    expect(out.headers.getSetCookie()).toEqual([
      expect.stringMatching(/^__Host-grantor-session=; .*Expires=Thu, 01 Jan 1970/),
    ]);
  });
});
