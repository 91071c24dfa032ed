import { Browser, formOf } from '../support/browser';
import { addClient, postForm } from '../support/oauth';
import { startServer, type TestServer } from '../support/test-server';

describe('forms of our pages', () => {
  let server: TestServer;

  beforeAll(async () => {
    server = await startServer({ env: { OAUTH_PATHS: '/connect', SIGNUP: 'open' } });
  });

  afterAll(() => server.close());

  const send = (path: string, body: string, type: string, cookie = '') =>
    fetch(server.url + path, {
      method: 'POST',
      redirect: 'manual',
      headers: { 'Content-Type': type, ...(cookie && { Cookie: cookie }) },
      body,
    });

  describe.each([
    ...['/login', '/login/switch', '/logout', '/connect/authorize', '/connect/authorize/decision'],
    ...['/forgot', '/reset', '/invite', '/setup', '/signup', '/signup/confirm', '/verify'],
  ])('%s', (path) => {
    it.each([
      '{"csrf":1}',
      '{"csrf":{}}',
      '{"csrf":"x","email":"","txn":{"a":1}}',
      '{"csrf":["x",{"a":1}]}',
      '[]',
    ])('is not read as JSON: %s', async (body) =>
      expect((await send(path, body, 'application/json')).status).toBe(415),
    );
  });

  it('take no objects where the CSRF token is right', async () => {
    const browser = new Browser(server.url);
    const { csrf } = formOf(await browser.get('/login'), 'sign-in').fields;
    const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const body = JSON.stringify({ csrf, email: '', txn: { a: 1 }, password: 1234567890123 });
    expect((await send('/login', body, 'application/json', cookie)).status).toBe(415);
    expect((await fetch(`${server.url}/health/live`)).status).toBe(200);
  });

  it('a path has one spelling: what is not switched on answers in none', async () => {
    const client = await addClient(server);
    const form = { grant_type: 'client_credentials', client_id: client.id };
    expect((await postForm(server, '/connect/token', form)).body.error).toBe('invalid_client');
    expect((await postForm(server, '/connect/toke%6e', form)).body.error).toBe('invalid_client');
    for (const path of ['/oauth/token', '/%6fauth/token', '/oaut%68/token', '/oauth/toke%6e']) {
      const answer = await fetch(server.url + path, { method: 'POST', body: new URLSearchParams(form) });
      expect([path, answer.status]).toEqual([path, 404]);
    }
    const disguised = await send('/%76%31/projects', 'name=x', 'application/x-www-form-urlencoded');
    expect(disguised.status).toBe(415);
  });

  it.each([
    '/connect/authorize?state=%FF',
    '/connect/authorize?client_id=%C0%AF',
    '/v1/projects?q=%zz',
    '/login?txn=%00',
  ])('a query that is not well-formed is refused: %s', async (path) => {
    const { status } = await fetch(server.url + path, { headers: { Authorization: 'Bearer x' } });
    expect([400, 401]).toContain(status);
  });
});
