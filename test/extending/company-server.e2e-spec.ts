import { decodeJwt } from 'jose';
import { companyServer } from '../../examples/company-server/company.module';
import { AuthServerModule } from '../../src/index';
import { Browser } from '../support/browser';
import { addClient, api, authorizePath, type TestClient, token } from '../support/oauth';
import { startServer, type TestServer } from '../support/test-server';

const BADGE = 'urn:acme:params:oauth:grant-type:badge';

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

  it('cannot replace what is no part', () => {
    const settings = server.settings;
    const part = { provide: 'something else', useValue: 1 };
    expect(() => AuthServerModule.forRoot({ settings, parts: [part] })).toThrow(
      /UserDirectory, ClaimsProvider/,
    );
  });
});
