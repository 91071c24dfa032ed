import * as oauth from 'oauth4webapi';
import { Browser } from '../support/browser';
import { addClient, addMachine, addPerson, allow, type TestClient, type TestPerson } from '../support/oauth';
import { startServer, type TestServer } from '../support/test-server';

const insecure = { [oauth.allowInsecureRequests]: true };

describe('oauth4webapi', () => {
  let server: TestServer;
  let ada: TestPerson;
  let as: oauth.AuthorizationServer;

  beforeAll(async () => {
    server = await startServer({ env: { ACCESS_TOKEN_AUDIENCE: 'https://api.example.com' } });
    ada = await addPerson(server, 'Ada Lovelace');
    const issuer = new URL(server.url);
    const answer = await oauth.discoveryRequest(issuer, { algorithm: 'oauth2', ...insecure });
    as = await oauth.processDiscoveryResponse(issuer, answer);
  });

  afterAll(() => server.close());

  const of = ({ id }: TestClient): oauth.Client => ({ client_id: id });

  async function signIn(app: TestClient, authentication: oauth.ClientAuth) {
    const verifier = oauth.generateRandomCodeVerifier();
    const state = oauth.generateRandomState();
    const url = new URL(as.authorization_endpoint!);
    url.search = new URLSearchParams({
      client_id: app.id,
      redirect_uri: app.redirectUri,
      response_type: 'code',
      scope: 'read:projects',
      state,
      code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
    }).toString();
    const callback = await allow(new Browser(server.url), url.href, ada.email);
    const parameters = oauth.validateAuthResponse(as, of(app), callback, state);
    const answer = await oauth.authorizationCodeGrantRequest(
      as,
      of(app),
      authentication,
      parameters,
      app.redirectUri,
      verifier,
      insecure,
    );
    return oauth.processAuthorizationCodeResponse(as, of(app), answer);
  }

  it.each([
    ['ClientSecretBasic', oauth.ClientSecretBasic],
    ['ClientSecretPost', oauth.ClientSecretPost],
  ])('goes through code with PKCE, refresh, introspection and revocation with %s', async (_, method) => {
    const app = await addClient(server);
    const secret = method(app.secret!);
    const first = await signIn(app, secret);
    const answer = await oauth.refreshTokenGrantRequest(as, of(app), secret, first.refresh_token!, insecure);
    const second = await oauth.processRefreshTokenResponse(as, of(app), answer);
    expect(second.scope).toBe('read:projects');

    const introspect = async () => {
      const seen = await oauth.introspectionRequest(as, of(app), secret, second.access_token, insecure);
      return oauth.processIntrospectionResponse(as, of(app), seen);
    };
    expect(await introspect()).toMatchObject({ active: true, sub: ada.user.id, client_id: app.id });
    const revoked = await oauth.revocationRequest(as, of(app), secret, second.refresh_token!, insecure);
    await oauth.processRevocationResponse(revoked);
    expect(await introspect()).toEqual({ active: false });
  });

  it('gets client credentials', async () => {
    const machine = await addMachine(server);
    const answer = await oauth.clientCredentialsGrantRequest(
      as,
      of(machine),
      oauth.ClientSecretBasic(machine.secret!),
      { scope: 'admin:read' },
      insecure,
    );
    const tokens = await oauth.processClientCredentialsResponse(as, of(machine), answer);
    expect(tokens).toMatchObject({ token_type: 'bearer', scope: 'admin:read' });
  });

  it('validates our access tokens as a resource server (RFC 9068 §4)', async () => {
    const app = await addClient(server);
    const { access_token } = await signIn(app, oauth.ClientSecretBasic(app.secret!));
    const request = new Request('https://api.example.com/projects', {
      headers: { Authorization: `Bearer ${access_token}` },
    });
    const claims = await oauth.validateJwtAccessToken(as, request, 'https://api.example.com', insecure);
    expect(claims).toMatchObject({ sub: ada.user.id, client_id: app.id, scope: 'read:projects' });
    await expect(
      oauth.validateJwtAccessToken(as, request, 'https://other.example.com', insecure),
    ).rejects.toThrow('unexpected JWT "aud" (audience) claim value');
  });
});
