import { Browser } from '../support/browser';
import { addClient, addPerson, allow, api, PASSWORD, type TestClient } from '../support/oauth';
import { freePort, startServer, type TestServer } from '../support/test-server';
import { fill, readPhpArray, Seed } from './seed';
import { sendForm } from './send';

const kanka = Seed.read('kanka.md');
const PRINTED_CALLBACK = 'http://my-super-app.com/callback';
const requesting = kanka.after('## Requesting access').fence('php');
const converting = kanka.after('## Converting Authorization Codes To Access Tokens');
const refreshing = kanka.after('## Refreshing a token').fence('php');

describe("Kanka: API OAuth Client, Laravel Passport's requests", () => {
  let server: TestServer;
  let app: TestClient;

  beforeAll(async () => {
    server = await startServer();
    app = await addKankaClient(server);
  });

  afterAll(() => server.close());

  const addKankaClient = async (at: TestServer) =>
    addClient(at, {
      name: 'My super app',
      redirectUris: [`http://127.0.0.1:${await freePort()}/callback`],
      accessTokenTtl: 31_536_000,
    });

  const addressIn = (code: Seed, at: TestServer) =>
    fill(code.piece(/https:\/\/kanka\.io[\w/]+\??/), { 'https://kanka.io': at.url });

  /** `http_build_query` behind the address of the redirect. */
  const authorizeUrl = (at: TestServer, client: TestClient) => {
    const printed = readPhpArray(requesting.text);
    expect(printed['redirect_uri']).toBe(PRINTED_CALLBACK);
    const query = { ...printed, client_id: client.id, redirect_uri: client.redirectUri };
    return addressIn(requesting, at) + new URLSearchParams(query).toString();
  };

  const exchange = (at: TestServer, client: TestClient, code: string) => {
    const printed = readPhpArray(converting.fence('php').text);
    expect(printed).toMatchObject({ client_id: 'client-id', client_secret: 'client-secret' });
    expect(printed).toMatchObject({ redirect_uri: PRINTED_CALLBACK, code: '$request->code' });
    return sendForm(addressIn(converting.fence('php'), at), {
      ...printed,
      client_id: client.id,
      client_secret: client.secret!,
      redirect_uri: client.redirectUri,
      code,
    });
  };

  const refresh = (at: TestServer, client: TestClient, refresh_token: string) => {
    const printed = readPhpArray(refreshing.text);
    expect(printed).toHaveProperty('scope', '');
    return sendForm(addressIn(refreshing, at), {
      ...printed,
      refresh_token,
      client_id: client.id,
      client_secret: client.secret!,
    });
  };

  async function tokens(at: TestServer, client: TestClient, name: string) {
    const { email } = await addPerson(at, name);
    const callback = await allow(new Browser(at.url), authorizeUrl(at, client), email);
    return (await exchange(at, client, callback.searchParams.get('code')!)).body;
  }

  describe('Requesting access', () => {
    it('asks for neither scope nor state nor a challenge', () => {
      expect(Object.keys(readPhpArray(requesting.text))).toEqual([
        'client_id',
        'redirect_uri',
        'response_type',
      ]);
    });

    it('shows the name of the application in the permission grant screen', async () => {
      const { email } = await addPerson(server, 'Ada Lovelace');
      const browser = new Browser(server.url);
      const signIn = await browser.open(authorizeUrl(server, app));
      const grant = await browser.follow(await browser.signIn(email, PASSWORD, signIn));
      expect(grant.body).toContain('Allow My super app?');
      expect(grant.body).toContain('name="decision" value="allow"');
      expect(grant.body).toContain('name="decision" value="deny"');
    });

    it("redirects to your app's URL with a code after approving", async () => {
      const { email } = await addPerson(server, 'Ben');
      const callback = await allow(new Browser(server.url), authorizeUrl(server, app), email);
      expect(callback.origin + callback.pathname).toBe(app.redirectUri);
      expect([...callback.searchParams.keys()]).toEqual(['code', 'iss']);
    });

    it('redirects to the callback URL after cancelling too', async () => {
      const { email } = await addPerson(server, 'Cleo');
      const callback = await allow(new Browser(server.url), authorizeUrl(server, app), email, 'Cancel');
      expect(callback.origin + callback.pathname).toBe(app.redirectUri);
      expect(callback.searchParams.get('error')).toBe('access_denied');
      expect(callback.searchParams.has('code')).toBe(false);
    });
  });

  describe('Converting Authorization Codes To Access Tokens', () => {
    it('gives exactly the printed members, valid for a year', async () => {
      const body = await tokens(server, app, 'Dora');
      const printed = converting.fence('json').json();
      expect(Object.keys(body).sort()).toEqual(Object.keys(printed).sort());
      expect(body).toMatchObject({ token_type: printed['token_type'], expires_in: printed['expires_in'] });
    });

    it('reads nothing where nothing was asked for and nothing is given by default', async () => {
      const body = await tokens(server, app, 'Emil');
      const answer = await api(server, '/v1/profile', body.access_token);
      expect(answer.status).toBe(403);
      expect(answer.headers.get('www-authenticate')).toContain('insufficient_scope');
    });
  });

  describe('Refreshing a token', () => {
    it('renews with an empty scope, as often as you like', async () => {
      const first = await tokens(server, app, 'Fred');
      const second = await refresh(server, app, first.refresh_token);
      expect(second.status).toBe(200);
      expect(Object.keys(second.body).sort()).toEqual(Object.keys(first).sort());
      expect(second.body['expires_in']).toBe(31_536_000);
      expect((await refresh(server, app, second.body.refresh_token)).status).toBe(200);
    });

    it('renews at the end of the year', async () => {
      const first = await tokens(server, app, 'Gina');
      server.advance(31_536_000 - 60);
      expect((await api(server, '/v1/profile', first.access_token)).status).toBe(403);
      expect((await refresh(server, app, first.refresh_token)).status).toBe(200);
      server.advance(60);
      expect((await api(server, '/v1/profile', first.access_token)).status).toBe(401);
    });
  });

  describe('with DEFAULT_SCOPES', () => {
    let generous: TestServer;

    beforeAll(async () => {
      generous = await startServer({ env: { DEFAULT_SCOPES: 'read:profile' } });
    });

    afterAll(() => generous.close());

    it('authenticates the user on the API, and keeps that through a refresh with an empty scope', async () => {
      const client = await addKankaClient(generous);
      const first = await tokens(generous, client, 'Ada Lovelace');
      expect(first['scope']).toBe('read:profile');
      const second = await refresh(generous, client, first.refresh_token);
      expect(second.body['scope']).toBe('read:profile');
      for (const { access_token } of [first, second.body]) {
        const profile = await api(generous, '/v1/profile', access_token);
        expect(profile.status).toBe(200);
        expect(await profile.json()).toMatchObject({ name: 'Ada Lovelace' });
      }
    });
  });
});
