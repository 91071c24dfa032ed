import { Browser, formOf } from '../support/browser';
import {
  addClient,
  addMachine,
  addPerson,
  addPublicClient,
  authorizePath,
  credentials,
  newPkce,
  PASSWORD,
  postForm,
  type TestClient,
  type TestPerson,
} from '../support/oauth';
import { startServer, type TestServer } from '../support/test-server';

/** "What such clients need, learned by running them" of the design's conformance page, numbers 6, 7 and 10 to 12. */
describe('what clients in browsers and on devices need', () => {
  let server: TestServer;
  let ada: TestPerson;
  let web: TestClient;
  let spa: TestClient;
  let machine: TestClient;

  beforeAll(async () => {
    server = await startServer();
    ada = await addPerson(server, 'Ada Lovelace');
    web = await addClient(server);
    spa = await addPublicClient(server);
    machine = await addMachine(server);
  });

  afterAll(() => server.close());

  describe('6: CORS', () => {
    const ORIGIN = 'https://spa.example.test';
    const allowed = (answer: Response) => answer.headers.get('access-control-allow-origin');
    const preflight = (path: string, origin: string) =>
      fetch(server.url + path, {
        method: 'OPTIONS',
        headers: {
          Origin: origin,
          'Access-Control-Request-Method': 'POST',
          'Access-Control-Request-Headers': 'content-type',
        },
      });
    const post = (path: string, origin: string) =>
      fetch(server.url + path, { method: 'POST', headers: { Origin: origin }, body: new URLSearchParams() });

    it.each(['/oauth/token', '/oauth/revoke'])(
      '%s: for the origin of a registered browser client',
      async (path) => {
        const asked = await preflight(path, ORIGIN);
        expect(asked.status).toBe(204);
        expect(allowed(asked)).toBe(ORIGIN);
        expect(asked.headers.get('access-control-allow-methods')).toContain('POST');
        expect(asked.headers.get('access-control-allow-headers')?.toLowerCase()).toContain('content-type');
        expect(asked.headers.get('access-control-allow-credentials')).toBeNull();
        const refused = await post(path, ORIGIN);
        expect(refused.status).toBeGreaterThanOrEqual(400);
        expect(allowed(refused)).toBe(ORIGIN);
        expect(refused.headers.get('vary')).toContain('Origin');
      },
    );

    it.each([
      ['another host', 'https://evil.example'],
      ['another scheme', 'http://spa.example.test'],
      ['another port', 'https://spa.example.test:8443'],
      ['a beginning of it', 'https://spa.example.tes'],
      ['the origin of a confidential client', 'https://app.example.test'],
      ['null', 'null'],
    ])('token and revoke: nothing for %s', async (_, origin) => {
      for (const path of ['/oauth/token', '/oauth/revoke']) {
        expect(allowed(await preflight(path, origin))).toBeNull();
        expect(allowed(await post(path, origin))).toBeNull();
      }
    });

    it.each(['/.well-known/jwks.json', '/.well-known/oauth-authorization-server'])(
      '%s: for all',
      async (path) => {
        const answer = await fetch(server.url + path, { headers: { Origin: 'https://evil.example' } });
        expect(allowed(answer)).toBe('*');
        expect(answer.headers.get('access-control-allow-credentials')).toBeNull();
      },
    );

    it('none on pages and at introspection', async () => {
      const headers = { Origin: ORIGIN };
      for (const path of ['/', '/login', authorizePath(spa, { prompt: 'none' })]) {
        const answer = await fetch(server.url + path, { headers, redirect: 'manual' });
        expect(allowed(answer)).toBeNull();
      }
      expect(allowed(await post('/oauth/introspect', ORIGIN))).toBeNull();
    });
  });

  describe('7: loopback redirects (RFC 8252 §7.3)', () => {
    /** Whether the app is called back at that address. */
    async function isAccepted(client: TestClient, redirect_uri: string): Promise<boolean> {
      const { challenge } = newPkce();
      const pkce = { code_challenge: challenge, code_challenge_method: 'S256' };
      const page = await new Browser(server.url).get(
        authorizePath(client, { redirect_uri, prompt: 'none', ...pkce }),
      );
      if (page.leadsTo === null) expect(page.status).toBe(400);
      else expect(page.leadsTo.startsWith(`${redirect_uri}?error=login_required`)).toBe(true);
      return page.leadsTo !== null;
    }

    const hosts = ['127.0.0.1', '[::1]', 'localhost'];

    it.each(hosts)('%s: any port, and only this name, for a public client', async (host) => {
      const native = await addPublicClient(server, {
        type: 'native',
        redirectUris: [`http://${host}/callback`],
      });
      for (const port of ['', ':1', ':49152', ':65535']) {
        expect(await isAccepted(native, `http://${host}${port}/callback`)).toBe(true);
      }
      for (const other of hosts.filter((name) => name !== host)) {
        expect(await isAccepted(native, `http://${other}:49152/callback`)).toBe(false);
      }
      for (const wrong of [
        `http://${host}:49152/`,
        `http://${host}:49152/callback/`,
        `http://${host}:49152/callback?x=1`,
        `https://${host}:49152/callback`,
        `http://${host}:65536/callback`,
        `http://${host}:49152@evil.example/callback`,
        `http://${host}.evil.example/callback`,
      ]) {
        expect({ wrong, accepted: await isAccepted(native, wrong) }).toEqual({ wrong, accepted: false });
      }
    });

    it('the registered port only for a confidential client', async () => {
      const client = await addClient(server, { redirectUris: ['http://127.0.0.1:4000/callback'] });
      expect(await isAccepted(client, 'http://127.0.0.1:4000/callback')).toBe(true);
      expect(await isAccepted(client, 'http://127.0.0.1:4001/callback')).toBe(false);
    });
  });

  it('10: Sec-Fetch-Mode: cors alone is no browser', async () => {
    const page = await new Browser(server.url).get('/login');
    const cookies = page.headers.getSetCookie().map((line) => line.split(';')[0]!);
    const { action, fields } = formOf(page, 'sign-in');
    const answer = await fetch(server.url + action, {
      method: 'POST',
      redirect: 'manual',
      headers: { 'Sec-Fetch-Mode': 'cors', Cookie: cookies.join('; ') },
      body: new URLSearchParams({ ...fields, email: ada.email, password: PASSWORD }),
    });
    expect(answer.status).toBe(303);
    expect(answer.headers.getSetCookie().join()).toContain('grantor-session=');
    const machineAnswer = await postForm(
      server,
      '/oauth/token',
      { grant_type: 'client_credentials', ...credentials(machine) },
      { 'Sec-Fetch-Mode': 'cors' },
    );
    expect(machineAnswer.status).toBe(200);
  });

  it('11: pages work without scripts and have stable ids and names', async () => {
    const person = await addPerson(server, 'Hanna');
    const browser = new Browser(server.url);
    const signIn = await browser.open(authorizePath(web, { scope: 'read:projects' }));
    const form = formOf(signIn, 'sign-in');
    expect(form).toMatchObject({ action: '/login', method: 'post' });
    expect(Object.keys(form.fields)).toEqual(expect.arrayContaining(['email', 'password', 'csrf', 'txn']));
    const consent = await browser.follow(await browser.signIn(person.email, PASSWORD, signIn));
    const question = formOf(consent, 'consent');
    expect(question).toMatchObject({ action: '/oauth/authorize/decision', method: 'post' });
    expect(Object.keys(question.fields).sort()).toEqual(['csrf', 'txn']);
    expect(question.buttons.map(({ name, value }) => ({ name, value }))).toEqual([
      { name: 'decision', value: 'deny' },
      { name: 'decision', value: 'allow' },
    ]);
    const returning = await browser.submit(consent, 'consent', {}, 'Allow');
    expect(returning.body).toContain('id="continue"');
    const signOut = await browser.get('/logout');
    expect(formOf(signOut, 'sign-out')).toMatchObject({ action: '/logout', method: 'post' });
    for (const page of [signIn, consent, returning, signOut]) {
      expect(page.body).not.toMatch(
        /<script>|<script (?!src="\/assets\/app\.js" defer>)|javascript:| on\w+="/i,
      );
    }
  });

  describe('12: 303 after a POST that redirects (RFC 9700 §4.12)', () => {
    it('after the sign-in form, and after an authorization request by POST', async () => {
      const browser = new Browser(server.url);
      expect((await browser.signIn(ada.email, PASSWORD)).status).toBe(303);
      const search = new URL(authorizePath(web, { scope: 'read:projects' }), server.url).searchParams;
      const posted = await browser.post('/oauth/authorize', Object.fromEntries(search));
      expect(posted.status).toBe(303);
      expect(posted.leadsTo).toBe(`${server.url}/oauth/authorize?${search}`);
    });

    it('after the consent form, for programs, and for browsers with CONSENT_REDIRECT=303', async () => {
      const other = await startServer({ env: { CONSENT_REDIRECT: '303' } });
      try {
        for (const [at, accept] of [
          [server, '*/*'],
          [other, 'text/html'],
        ] as const) {
          const person = await addPerson(at, 'Ida');
          const client = await addClient(at);
          const browser = new Browser(at.url, accept);
          const signIn = await browser.open(authorizePath(client));
          const consent = await browser.follow(await browser.signIn(person.email, PASSWORD, signIn));
          const back = await browser.submit(consent, 'consent', {}, 'Allow');
          expect(back.status).toBe(303);
          expect(back.leadsTo).toMatch(/^https:\/\/app\.example\.test\/cb\?code=/);
        }
      } finally {
        await other.close();
      }
    });
  });
});
