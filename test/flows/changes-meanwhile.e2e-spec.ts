import { Clients } from '../../src/clients/application/clients';
import { ClientRegistration } from '../../src/clients/application/client-registration';
import { clientRef } from '../../src/clients/domain/client';
import { PersonalAccessTokens } from '../../src/personal-access-tokens/application/personal-access-tokens';
import { Purge } from '../../src/purge/purge';
import { SYSTEM } from '../../src/shared/domain/security-events';
import { SigningKeyRotation } from '../../src/tokens/application/signing-key-rotation';
import { LocalUsers } from '../../src/users/application/local-users';
import { UserAdministration } from '../../src/users/application/user-administration';
import { Browser } from '../support/browser';
import {
  addClient,
  addPerson,
  allow,
  api,
  authorizePath,
  obtainTokens,
  PASSWORD,
  type TestClient,
  type TestPerson,
  token,
} from '../support/oauth';
import { startServer, type TestServer } from '../support/test-server';

describe('what changes while somebody decides, or later', () => {
  let server: TestServer;
  let person: TestPerson;
  let client: TestClient;

  beforeAll(async () => {
    server = await startServer();
  });

  beforeEach(async () => {
    const { currentTestName } = expect.getState();
    const unique = currentTestName!.length.toString() + Math.random().toString(36).slice(2);
    person = await addPerson(server, `Ada ${unique}`);
    client = await addClient(server, { scopes: ['read:projects', 'admin:write', 'admin:users'] });
  });

  afterAll(() => server.close());

  const open = async (scope: string) => {
    const browser = new Browser(server.url);
    const signIn = await browser.open(authorizePath(client, { scope, state: 'x' }));
    return { browser, page: await browser.follow(await browser.signIn(person.email, PASSWORD, signIn)) };
  };
  const update = async (changes: Parameters<ClientRegistration['update']>[1]) =>
    server
      .get(ClientRegistration)
      .update((await server.get(Clients).findByRef(clientRef(client.id)))!, changes, SYSTEM);
  const change = async (changes: Parameters<UserAdministration['update']>[1]) =>
    server
      .get(UserAdministration)
      .update((await server.get(LocalUsers).find(person.user.id))!, changes, SYSTEM);
  const redeem = (callback: URL) =>
    token(server, client, {
      grant_type: 'authorization_code',
      code: callback.searchParams.get('code')!,
      redirect_uri: client.redirectUri,
    });

  it('a consent gives what its page has shown, and nothing that became possible since', async () => {
    const { browser, page } = await open('read:projects admin:write admin:users');
    expect(page.body).not.toContain('admin:write');
    await change({ role: 'admin' });
    const back = await browser.submit(page, 'consent', {}, 'Allow');
    expect((await redeem(new URL(back.leadsTo!))).body.scope).toBe('read:projects');
  });

  it.each([
    ['redirect URI', { redirectUris: ['https://new.example.test/cb'] }],
    ['grant', { grantTypes: ['client_credentials'] }],
    ['freedom from PKCE', { requirePkce: true }],
  ])('a waiting request ends when the client loses its %s', async (_, changes) => {
    const { browser, page } = await open('read:projects');
    await update(changes);
    const back = await browser.submit(page, 'consent', {}, 'Allow');
    expect([back.status, back.leadsTo]).toEqual([403, null]);
  });

  it('a first-party app that is one no longer has to ask', async () => {
    await update({ firstParty: true });
    const browser = new Browser(server.url);
    const path = authorizePath(client, { scope: 'read:projects' });
    await allow(browser, path, person.email);
    await update({ firstParty: false });
    expect((await browser.get(path)).body).toContain('id="consent"');
  });

  it('who was disabled gets nothing back by being enabled', async () => {
    const { body } = await obtainTokens(server, client, person, { scope: 'read:projects' });
    const personal = await server
      .get(PersonalAccessTokens)
      .create(person.user, { name: 'ci', scopes: ['read:projects'] });
    await change({ status: 'disabled' });
    await change({ status: 'active' });
    for (const value of [body.access_token, personal.value]) {
      expect((await api(server, '/v1/projects', value)).status).toBe(401);
    }
    const refresh = await token(server, client, {
      grant_type: 'refresh_token',
      refresh_token: body.refresh_token,
    });
    expect(refresh.body.error).toBe('invalid_grant');
    await server.get(PersonalAccessTokens).create(person.user, { name: 'ci', scopes: [] });
  });

  it('a purge leaves alone what a late refresh has brought', async () => {
    await update({ accessTokenTtl: 31_536_000 });
    const first = await obtainTokens(server, client, person, { scope: 'read:projects' });
    server.advance(364 * 86_400);
    const form = { grant_type: 'refresh_token', refresh_token: first.body.refresh_token };
    const { body } = await token(server, client, form);
    server.advance(60 * 86_400);
    await server.get(Purge).run();
    expect((await api(server, '/v1/projects', body.access_token)).status).toBe(200);
  });

  it('an emergency rotation ends every token, and new ones are signed by a key that was never announced', async () => {
    const before = await obtainTokens(server, client, person, { scope: 'read:projects' });
    const jwks = async () =>
      ((await (await fetch(`${server.url}/.well-known/jwks.json`)).json()) as { keys: { kid: string }[] })
        .keys;
    const known = (await jwks()).map(({ kid }) => kid);
    const { active } = await server.get(SigningKeyRotation).rotate({ emergency: true, actor: SYSTEM });
    expect(known).not.toContain(active.kid);
    expect((await jwks()).map(({ kid }) => kid)).not.toEqual(expect.arrayContaining([known[0]]));
    expect((await api(server, '/v1/projects', before.body.access_token)).status).toBe(401);
    const after = await obtainTokens(server, client, person, { scope: 'read:projects' });
    expect((await api(server, '/v1/projects', after.body.access_token)).status).toBe(200);
  });
});
