import { AuthorizationCode, ClientCredentials, ResourceOwnerPassword } from 'simple-oauth2';
import { Browser } from '../support/browser';
import {
  addClient,
  addMachine,
  addPerson,
  allow,
  api,
  PASSWORD,
  type TestClient,
  type TestPerson,
} from '../support/oauth';
import { startServer, type TestServer } from '../support/test-server';

describe.each(['header', 'body'] as const)('simple-oauth2, secret in the %s', (authorizationMethod) => {
  let server: TestServer;
  let ada: TestPerson;

  beforeAll(async () => {
    const GRANTS = 'authorization_code,refresh_token,client_credentials,password';
    server = await startServer({ env: { GRANTS } });
    ada = await addPerson(server, 'Ada Lovelace');
  });

  afterAll(() => server.close());

  const options = ({ id, secret }: TestClient) => ({
    client: { id, secret: secret! },
    auth: { tokenHost: server.url },
    options: { authorizationMethod },
  });

  async function signIn(app: TestClient) {
    const library = new AuthorizationCode(options(app));
    const redirect_uri = app.redirectUri;
    const url = library.authorizeURL({ redirect_uri, scope: 'read:projects', state: 'kept' });
    const callback = await allow(new Browser(server.url), url, ada.email);
    expect(callback.searchParams.get('state')).toBe('kept');
    return library.getToken({ code: callback.searchParams.get('code')!, redirect_uri });
  }

  it('exchanges a code and refreshes', async () => {
    const first = await signIn(await addClient(server));
    expect(first.token).toMatchObject({ token_type: 'Bearer', scope: 'read:projects' });
    expect(first.expired()).toBe(false);
    expect(first.token.expires_at.getTime()).toBeGreaterThan(Date.now() + 3_500_000);
    const second = await first.refresh();
    expect(second.token['refresh_token']).not.toBe(first.token['refresh_token']);
    expect((await api(server, '/v1/projects', second.token['access_token']!)).status).toBe(200);
  });

  it('revokes: an answer that its strict JSON reader takes', async () => {
    const first = await signIn(await addClient(server));
    await first.revoke('access_token');
    expect((await api(server, '/v1/projects', first.token['access_token']!)).status).toBe(401);
    await first.revokeAll();
    await expect(first.refresh()).rejects.toMatchObject({
      output: { statusCode: 400 },
      data: { payload: { error: 'invalid_grant' } },
    });
  });

  it('gets client credentials', async () => {
    const library = new ClientCredentials(options(await addMachine(server)));
    const made = await library.getToken({ scope: 'admin:read' });
    expect(made.token).toMatchObject({ scope: 'admin:read', expires_in: 3600 });
  });

  it('uses a password where the legacy switch is on', async () => {
    const client = await addClient(server, { grantTypes: ['password'] });
    const library = new ResourceOwnerPassword(options(client));
    const request = { username: ada.email, scope: 'read:projects' };
    const made = await library.getToken({ ...request, password: PASSWORD });
    expect((await api(server, '/v1/projects', made.token['access_token']!)).status).toBe(200);
    await expect(library.getToken({ ...request, password: 'wrong' })).rejects.toMatchObject({
      data: { payload: { error: 'invalid_grant' } },
    });
  });
});
