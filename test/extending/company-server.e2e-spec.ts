import { decodeJwt } from 'jose';
import { companyServer } from '../../examples/company-server/company.module';
import { AuthServerModule, User, UserDirectory } from '../../src/index';
import { Browser } from '../support/browser';
import { withMachine } from '../support/caller';
import { addClient, api, authorizePath, type TestClient, token } from '../support/oauth';
import { startServer, type TestServer } from '../support/test-server';

const BADGE = 'urn:acme:params:oauth:grant-type:badge';

const AGAIN = 'every road leads there';

/** One person, who may do everything, and whose name at sign-in is no address. */
class Chiefs extends UserDirectory {
  private readonly chief = new User({
    id: 'user_1',
    email: 'chief@acme.example',
    emailVerified: true,
    name: 'Chief',
    picture: null,
    locale: 'en',
    role: 'admin',
    status: 'active',
  });

  find = (id: string) => Promise.resolve(id === this.chief.id ? this.chief : null);
  authenticate = (login: string) => Promise.resolve(login === 'chief' ? this.chief : null);
  authenticateAgain = (id: string, password: string) =>
    Promise.resolve(id === this.chief.id && password === AGAIN ? this.chief : null);
}

describe('a company server in examples/', () => {
  let server: TestServer;
  let terminal: TestClient;

  beforeAll(async () => {
    server = await startServer({ module: companyServer });
    terminal = await addClient(server, {
      name: 'Terminal',
      scopes: ['read:parcels'],
      grantTypes: ['authorization_code', 'refresh_token', BADGE],
    });
  });

  afterAll(() => server.close());

  it('signs its own people in, and shows its own scope on the consent page', async () => {
    const browser = new Browser(server.url);
    const signIn = await browser.open(authorizePath(terminal, { scope: 'read:parcels' }));
    const wrong = await browser.signIn('grace@acme.example', 'not it', signIn);
    expect(wrong.status).toBe(401);
    const consent = await browser.follow(
      await browser.signIn('grace@acme.example', 'a ship in port is safe', wrong),
    );
    expect(consent.body).toContain('See your parcels');
    const back = await browser.submit(consent, 'consent', {}, 'Allow');
    const code = new URL(back.leadsTo!).searchParams.get('code')!;
    const form = { grant_type: 'authorization_code', code, redirect_uri: terminal.redirectUri };
    const { body } = await token(server, terminal, form);
    expect(decodeJwt(body.access_token)).toMatchObject({ sub: 'user_1001', department: 'shipping' });
    const parcels = await api(server, '/parcels', body.access_token);
    expect(await parcels.json()).toEqual({ data: [], for: 'Grace' });
  });

  it('refuses people who have left', async () => {
    const browser = new Browser(server.url);
    expect((await browser.signIn('alan@acme.example', 'can machines think today')).status).toBe(401);
  });

  it('answers its own grant, and names it in the metadata', async () => {
    const issued = await token(server, terminal, {
      grant_type: BADGE,
      badge: 'badge-7',
      scope: 'read:parcels',
    });
    expect(issued.status).toBe(200);
    expect(decodeJwt(issued.body.access_token)).toMatchObject({ sub: 'user_1001', scope: 'read:parcels' });
    const refused = await token(server, terminal, {
      grant_type: BADGE,
      badge: 'badge-8',
      scope: 'read:parcels',
    });
    expect(refused).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
    const metadata = await (await fetch(`${server.url}/.well-known/oauth-authorization-server`)).json();
    expect(metadata).toMatchObject({ grant_types_supported: expect.arrayContaining([BADGE]) });
    expect((metadata as { scopes_supported: string[] }).scopes_supported).toContain('read:parcels');
  });

  it('has a page of its own, its imprint under every page, and all the rest as we made it', async () => {
    const browser = new Browser(server.url);
    const login = await browser.get('/login');
    expect(login.body).toContain('<h1>Sign in</h1>');
    expect(login.body).toContain('Acme Shipping, Hamburg');
    await browser.signIn('grace@acme.example', 'a ship in port is safe', login);
    const signOut = await browser.get('/logout');
    expect(signOut.body).toContain('Until tomorrow, Grace');
    const done = await browser.submit(signOut, 'sign-out', {}, 'Go home');
    expect(done.body).toContain('You are signed out');
  });

  it('keeps the pages behind the sign-in for its own people', async () => {
    const browser = new Browser(server.url);
    await browser.signIn('grace@acme.example', 'a ship in port is safe');
    for (const section of ['apps', 'tokens', 'connections', 'sessions', 'profile', 'security']) {
      const page = await browser.get(`/settings/${section}`);
      expect([section, page.status]).toEqual([section, 200]);
      expect(page.body).toContain('Acme Shipping, Hamburg');
    }
    const form = await browser.get('/settings/tokens/new');
    const made = await browser.submit(form, 'new-token', { name: 'scanner', scopes: 'read:parcels' });
    const value = /<output id="token">(apat_\w+)</.exec(made.body)![1]!;
    expect((await api(server, '/parcels', value)).status).toBe(200);
  });

  it('lets administrators see and end what its people have, and says that they are changed elsewhere', async () => {
    const browser = new Browser(server.url);
    await browser.signIn('grace@acme.example', 'a ship in port is safe');
    const machine = await withMachine(server);
    const grace = '/v1/admin/users/user_1001';
    for (const [method, path, body] of [
      ['GET', '/v1/admin/users'],
      ['POST', '/v1/admin/users', { email: 'new@acme.example', name: 'New' }],
      ['GET', grace],
      ['PATCH', grace, { name: 'Grace' }],
      ['DELETE', grace],
      ['POST', `${grace}/disable`],
      ['POST', `${grace}/unlock`],
      ['POST', `${grace}/password-reset`],
    ] as const) {
      const { status, problem } = await machine.send(method, path, body);
      expect([method, path, status, problem]).toEqual([method, path, 409, 'conflict']);
    }
    const mine = await machine.get('/v1/admin/sessions?user_id=user_1001');
    expect((await machine.get(`${grace}/sessions`)).body.data).toEqual(mine.body.data);
    expect((await machine.get(`${grace}/authorizations`)).status).toBe(200);
    expect((await machine.delete(`${grace}/sessions`)).status).toBe(204);
    expect((await browser.get('/settings/profile')).status).toBe(303);
    expect((await machine.get('/v1/admin/users/user_unknown/sessions')).status).toBe(404);
  });

  it('tells its administrators on the page that people are looked after elsewhere', async () => {
    const other = await startServer({
      module: (settings) =>
        AuthServerModule.forRoot({ settings, parts: [{ provide: UserDirectory, useClass: Chiefs }] }),
    });
    const browser = new Browser(other.url);
    await browser.signIn('chief', 'any');
    const { body } = await browser.get('/admin/keys');
    expect(body).toContain('href="/admin/tokens"');
    expect(body).not.toContain('href="/admin/users"');
    for (const path of ['', '/invite', '/user_1', '/user_1/sessions', '/user_1/disable']) {
      const page = await browser.get(`/admin/users${path}`);
      expect([path, page.status]).toEqual([path, 409]);
      expect(page.body).toContain('People are kept elsewhere here.');
    }
    // The password again is that of the very person, whose address says nothing to this directory.
    other.advance(16 * 60);
    const ask = await browser.get('/settings/sessions/end-others');
    const wrong = await browser.submit(ask, 'confirm', { current_password: 'any' });
    expect(wrong.status).toBe(403);
    expect((await browser.submit(wrong, 'confirm', { current_password: AGAIN })).status).toBe(303);
    await other.close();
  });

  it('cannot replace what is no part', () => {
    const settings = server.settings;
    const part = { provide: 'something else', useValue: 1 };
    expect(() => AuthServerModule.forRoot({ settings, parts: [part] })).toThrow(
      /UserDirectory, ClaimsProvider/,
    );
  });
});
