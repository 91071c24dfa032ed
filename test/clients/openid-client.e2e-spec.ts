import * as client from 'openid-client';
import { Browser } from '../support/browser';
import {
  addClient,
  addMachine,
  addPerson,
  addPublicClient,
  allow,
  type TestClient,
  type TestPerson,
} from '../support/oauth';
import { startServer, type TestServer } from '../support/test-server';

describe('openid-client 6', () => {
  let server: TestServer;
  let ada: TestPerson;

  beforeAll(async () => {
    server = await startServer();
    ada = await addPerson(server, 'Ada Lovelace');
  });

  afterAll(() => server.close());

  const discover = ({ id, secret }: TestClient, authentication?: client.ClientAuth) =>
    client.discovery(
      new URL(server.url),
      id,
      secret ?? undefined,
      authentication ?? (secret === null ? client.None() : undefined),
      {
        algorithm: 'oauth2',
        execute: [client.allowInsecureRequests],
      },
    );

  /** Up to the callback, as an app would do it with this library. */
  async function signIn(config: client.Configuration, redirectUri: string) {
    const pkceCodeVerifier = client.randomPKCECodeVerifier();
    const expectedState = client.randomState();
    const url = client.buildAuthorizationUrl(config, {
      redirect_uri: redirectUri,
      scope: 'read:projects write:projects',
      state: expectedState,
      code_challenge: await client.calculatePKCECodeChallenge(pkceCodeVerifier),
      code_challenge_method: 'S256',
    });
    const callback = await allow(new Browser(server.url), url.href, ada.email);
    return { callback, checks: { pkceCodeVerifier, expectedState } };
  }

  it('discovers the server (RFC 8414 §3)', async () => {
    const metadata = (await discover(await addClient(server))).serverMetadata();
    expect(metadata).toMatchObject({ issuer: server.url, token_endpoint: `${server.url}/oauth/token` });
    expect(metadata.supportsPKCE()).toBe(true);
  });

  const kinds: [string, () => Promise<TestClient>, (app: TestClient) => client.ClientAuth][] = [
    ['client_secret_basic', () => addClient(server), ({ secret }) => client.ClientSecretBasic(secret!)],
    ['client_secret_post', () => addClient(server), ({ secret }) => client.ClientSecretPost(secret!)],
    ['none', () => addPublicClient(server), () => client.None()],
  ];

  it.each(kinds)(
    'goes through code with PKCE, refresh and revocation with %s',
    async (_, add, authenticate) => {
      const app = await add();
      const config = await discover(app, authenticate(app));
      const { callback, checks } = await signIn(config, app.redirectUri);
      const first = await client.authorizationCodeGrant(config, callback, checks);
      expect(first).toMatchObject({ token_type: 'bearer', scope: 'read:projects write:projects' });
      expect(first.expiresIn()).toBeGreaterThan(3590);

      const projects = new URL(`${server.url}/v1/projects`);
      const used = await client.fetchProtectedResource(config, first.access_token, projects, 'GET');
      expect(used.status).toBe(200);

      const second = await client.refreshTokenGrant(config, first.refresh_token!, { scope: 'read:projects' });
      expect(second.scope).toBe('read:projects');
      expect(second.refresh_token).not.toBe(first.refresh_token);

      await client.tokenRevocation(config, second.refresh_token!, { token_type_hint: 'refresh_token' });
      await expect(client.refreshTokenGrant(config, second.refresh_token!)).rejects.toMatchObject({
        error: 'invalid_grant',
        status: 400,
      });
      await expect(
        client.fetchProtectedResource(config, second.access_token, projects, 'GET'),
      ).rejects.toMatchObject({ status: 401, cause: [{ scheme: 'bearer' }] });
    },
  );

  it('refuses a callback without iss, and one of another server (RFC 9207 §2.4)', async () => {
    const app = await addClient(server);
    const config = await discover(app);
    const { callback, checks } = await signIn(config, app.redirectUri);
    const without = new URL(callback);
    without.searchParams.delete('iss');
    const foreign = new URL(callback);
    foreign.searchParams.set('iss', 'https://attacker.example');
    for (const url of [without, foreign]) {
      await expect(client.authorizationCodeGrant(config, url, checks)).rejects.toMatchObject({
        cause: { message: expect.stringContaining('"iss"') },
      });
    }
    expect((await client.authorizationCodeGrant(config, callback, checks)).access_token).toBeDefined();
  });

  it('understands a denial', async () => {
    const app = await addClient(server);
    const config = await discover(app);
    const url = client.buildAuthorizationUrl(config, { redirect_uri: app.redirectUri, state: 'kept' });
    const callback = await allow(new Browser(server.url), url.href, ada.email, 'Cancel');
    await expect(
      client.authorizationCodeGrant(config, callback, { expectedState: 'kept' }),
    ).rejects.toMatchObject({ error: 'access_denied', code: 'OAUTH_AUTHORIZATION_RESPONSE_ERROR' });
  });

  it.each([
    ['client_secret_basic', client.ClientSecretBasic],
    ['client_secret_post', client.ClientSecretPost],
  ])('gets client credentials and introspects with %s', async (_, method) => {
    const machine = await addMachine(server);
    const config = await discover(machine, method(machine.secret!));
    const tokens = await client.clientCredentialsGrant(config, { scope: 'admin:read' });
    expect(tokens).toMatchObject({ scope: 'admin:read', expires_in: 3600 });
    expect(tokens.refresh_token).toBeUndefined();
    const seen = await client.tokenIntrospection(config, tokens.access_token);
    expect(seen).toMatchObject({ active: true, client_id: machine.id, sub: machine.id, iss: server.url });
    await client.tokenRevocation(config, tokens.access_token);
    expect(await client.tokenIntrospection(config, tokens.access_token)).toEqual({ active: false });
  });

  it('reads the errors of the token endpoint, and the challenge of a 401', async () => {
    const machine = await addMachine(server);
    const config = await discover({ ...machine, secret: 'wrong' });
    await expect(client.clientCredentialsGrant(config)).rejects.toMatchObject({
      code: 'OAUTH_WWW_AUTHENTICATE_CHALLENGE',
      status: 401,
      cause: [{ scheme: 'basic' }],
    });
    const right = await discover(machine);
    await expect(client.clientCredentialsGrant(right, { scope: 'admin:users' })).rejects.toMatchObject({
      error: 'invalid_scope',
      status: 400,
    });
  });
});
