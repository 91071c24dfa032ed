import { addClient, addPerson, credentials, obtainTokens } from '../support/oauth';
import { faultsOf, FORM, send } from '../support/raw';
import { startServer, type TestServer } from '../support/test-server';

/** Other spellings of a path: none of them may open what the plain one keeps shut. */
const SPELLINGS: ((path: string) => string)[] = [
  (path) => `${path}/`,
  (path) => `${path}//`,
  (path) => `/${path}`,
  (path) => path.replace(/\/(?=[^/]*$)/, '//'),
  (path) => path.toUpperCase(),
  (path) => path.replace(/[a-z](?=[^a-z]*$)/i, (letter) => letter.toUpperCase()),
  (path) => path.replace(/[a-z](?=[^a-z]*$)/i, (letter) => `%${letter.charCodeAt(0).toString(16)}`),
  (path) => path.replace(/(?<=.)\//g, '%2f'),
  (path) => path.replace(/(?<=.)\//g, '%5c'),
  (path) => path.replace(/(?<=.)\//g, '\\'),
  (path) => `${path};x=1`,
  (path) => `${path};jsessionid=1/x`,
  (path) => `${path}%3b`,
  (path) => `${path}%00`,
  (path) => `${path}%20`,
  (path) => `${path}%0d%0aX-Injected:%20yes`,
  (path) => `${path}.`,
  (path) => `${path}.json`,
  (path) => `${path}%zz`,
  (path) => `${path}%`,
  (path) => `${path}%c0%af`,
  (path) => `${path}%ff`,
  (path) => `${path}/%ED%A0%80`,
  (path) => `/.${path}`,
  (path) => `/x/..${path}`,
  (path) => `/%2e%2e${path}`,
  (path) => `/v1/..${path}`,
  (path) => `/oauth/..${path}`,
  (path) => `/assets/..${path}`,
  (path) => `/not-found${path}`,
  (path) => `${path}/${'a'.repeat(400)}`,
  (path) => `${path}/<img src=x onerror=alert(1)>`.replaceAll(' ', '%20'),
  (path) => `${path}/%3Cimg%20src=x%20onerror=alert(1)%3E`,
  (path) => `http://evil.test${path}`,
  (path) => `//evil.test${path}`,
  // Node lets a target begin with a star; the router looks at the first letter of none.
  (path) => path.replace('/', '*'),
  (path) => `*${path}`,
];

describe('other spellings of a path (S27)', () => {
  let server: TestServer;

  beforeAll(async () => {
    server = await startServer();
  });

  afterAll(() => server.close());

  it.each([
    '/oauth/token',
    '/oauth/revoke',
    '/oauth/introspect',
    '/oauth/authorize',
    '/oauth/authorize/decision',
    '/login',
    '/logout',
    '/.well-known/jwks.json',
    '/.well-known/oauth-authorization-server',
    '/v1/profile',
    '/v1/projects',
    '/v1/projects/prj_0123456789abcdef',
    '/v1/organization',
    '/v1/organization/members',
    '/health/ready',
    '/assets/app.css',
  ])('%s', async (path) => {
    const faults: string[] = [];
    for (const spelled of SPELLINGS.map((spell) => spell(path))) {
      for (const method of ['GET', 'POST', 'DELETE']) {
        const answer = await send(server, { method, path: spelled, headers: method === 'POST' ? FORM : {} });
        const { location = '/' } = answer.headers;
        const found = faultsOf(answer);
        if (!/^\/(?![/\\])|^http:\/\/localhost:/.test(location)) found.push(`leads to ${location}`);
        const guarded = path.startsWith('/v1/') || (path.startsWith('/oauth/') && method !== 'GET');
        if (guarded && answer.status < 300) found.push(`is open: ${answer.status}`);
        faults.push(...found.map((fault) => `${method} ${spelled.slice(0, 80)}: ${fault}`));
      }
    }
    expect(faults).toEqual([]);
  });

  it.each(['//', '//[', '//@:x', '//x:99999999/', '/\\', '//[?ui_locales=fr'])(
    '%s, which no parser of URLs reads, is an error of the sender',
    async (path) => {
      const answer = await send(server, { path, headers: { Accept: 'text/html' } });
      expect(faultsOf(answer)).toEqual([]);
      expect(answer.status).toBe(404);
      expect(answer.body).toContain('href="?ui_locales=de"');
    },
  );

  it('a token is refused on no spelling less, and opens nothing on another', async () => {
    const client = await addClient(server, { scopes: ['read:projects'] });
    const person = await addPerson(server, 'Ada Lovelace');
    const { access_token } = (await obtainTokens(server, client, person, { scope: 'read:projects' })).body;
    const headers = { Authorization: `Bearer ${access_token}` };
    expect((await send(server, { path: '/v1/projects', headers })).status).toBe(200);
    const guarded = ['/v1/profile', '/v1/organization', '/v1/organization/members'];
    const open: string[] = [];
    for (const path of guarded.flatMap((plain) => SPELLINGS.map((spell) => spell(plain)))) {
      const { status } = await send(server, { path, headers });
      if (status < 400 || status >= 500) open.push(`${path}: ${status}`);
    }
    expect(open).toEqual([]);
  });

  it.each([
    'evil.test',
    'localhost',
    '',
    'a b',
    '<script>',
    'localhost:1',
    '[::1]',
    '127.0.0.1:80@evil.test',
  ])('the Host header "%s" changes no address that we give', async (host) => {
    const client = await addClient(server);
    const requests = [
      { path: '/.well-known/oauth-authorization-server' },
      { path: `/oauth/authorize?response_type=code&client_id=${client.id}&state=x` },
      { method: 'POST', path: '/oauth/authorize', headers: FORM, body: `client_id=${client.id}` },
      { path: '/logout' },
      { path: '/login' },
      {
        method: 'POST',
        path: '/oauth/token',
        headers: FORM,
        body: new URLSearchParams(credentials(client)).toString(),
      },
    ];
    for (const request of requests) {
      const forwarded = {
        'X-Forwarded-Host': 'evil.test',
        Forwarded: 'host=evil.test',
        'X-Original-URL': '/x',
      };
      const headers = { ...request.headers, ...forwarded, Host: host };
      const answer = await send(server, { ...request, headers });
      expect(answer.status).toBeLessThan(500);
      expect([request.path, JSON.stringify(answer.headers) + answer.body]).toEqual([
        request.path,
        expect.not.stringMatching(/evil\.test|<script>/),
      ]);
    }
  });
});
