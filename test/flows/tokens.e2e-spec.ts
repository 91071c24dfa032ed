import { NEWEST } from '../support/values';
import { PersonalAccessTokens } from '../../src/personal-access-tokens/application/personal-access-tokens';
import { userParty } from '../../src/shared/domain/security-events';
import {
  addClient,
  addMachine,
  addPerson,
  api,
  credentials,
  obtainTokens,
  postForm,
  type TestClient,
  type TestPerson,
  token,
} from '../support/oauth';
import { startServer, type TestServer } from '../support/test-server';

describe('tokens', () => {
  let server: TestServer;
  let ada: TestPerson;
  let web: TestClient;
  let rs: TestClient;

  const revoke = (client: TestClient, value: string) =>
    postForm(server, '/oauth/revoke', { token: value, ...credentials(client) });
  const introspect = (client: TestClient, value: string) =>
    postForm(server, '/oauth/introspect', { token: value, ...credentials(client) });

  beforeAll(async () => {
    server = await startServer();
    ada = await addPerson(server, 'Ada Lovelace', 'admin');
    web = await addClient(server);
    rs = await addMachine(server, { name: 'Projects API', introspect: true });
  });

  afterAll(() => server.close());

  describe('client_credentials (RFC 6749 §4.4)', () => {
    it('gives a machine its own token, and no refresh token', async () => {
      const machine = await addMachine(server);
      const answer = await token(server, machine, { grant_type: 'client_credentials', scope: 'admin:read' });
      expect(answer.status).toBe(200);
      expect(Object.keys(answer.body).sort()).toEqual(['access_token', 'expires_in', 'scope', 'token_type']);
      expect((await api(server, '/v1/organization', answer.body.access_token)).status).toBe(200);
      expect((await api(server, '/v1/profile', answer.body.access_token)).status).toBe(403);
    });

    it('refuses scopes beyond the client and clients without the grant', async () => {
      const machine = await addMachine(server);
      const wide = await token(server, machine, { grant_type: 'client_credentials', scope: 'admin:users' });
      expect(wide).toMatchObject({ status: 400, body: { error: 'invalid_scope' } });
      const wrong = await token(server, web, { grant_type: 'client_credentials' });
      expect(wrong).toMatchObject({ status: 400, body: { error: 'unauthorized_client' } });
    });
  });

  describe('revocation (RFC 7009 §2)', () => {
    it('of a refresh token takes every access token of the grant with it', async () => {
      const { body } = await obtainTokens(server, web, ada);
      expect(await revoke(web, body.refresh_token)).toMatchObject({ status: 200, body: {} });
      expect((await api(server, '/v1/projects', body.access_token)).status).toBe(401);
      const again = await token(server, web, {
        grant_type: 'refresh_token',
        refresh_token: body.refresh_token,
      });
      expect(again.body.error).toBe('invalid_grant');
    });

    it('of an access token ends that one only', async () => {
      const { body } = await obtainTokens(server, web, ada);
      expect((await revoke(web, body.access_token)).status).toBe(200);
      expect((await api(server, '/v1/projects', body.access_token)).status).toBe(401);
      const again = await token(server, web, {
        grant_type: 'refresh_token',
        refresh_token: body.refresh_token,
      });
      expect(again.status).toBe(200);
    });

    it('answers 200 to unknown tokens, and refuses those of another client', async () => {
      const other = await addClient(server, { name: 'Other' });
      const { body } = await obtainTokens(server, web, ada);
      expect((await revoke(web, 'nope')).status).toBe(200);
      for (const value of [body.refresh_token, body.access_token]) {
        expect(await revoke(other, value)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
      }
      expect((await api(server, '/v1/projects', body.access_token)).status).toBe(200);
    });
  });

  describe('introspection (RFC 7662 §2)', () => {
    it('tells the API and the own client, and nobody else', async () => {
      const { body } = await obtainTokens(server, web, ada);
      const stranger = await addMachine(server, { name: 'Stranger' });
      const seen = await introspect(rs, body.access_token);
      expect(seen.body).toMatchObject({
        active: true,
        scope: 'read:projects write:projects',
        client_id: web.id,
        sub: ada.user.id,
        aud: server.url,
        iss: server.url,
        token_type: 'Bearer',
      });
      expect((await introspect(web, body.access_token)).body).toMatchObject({ active: true });
      expect((await introspect(stranger, body.access_token)).body).toEqual({ active: false });
      expect((await introspect(rs, 'nope')).body).toEqual({ active: false });
      await revoke(web, body.refresh_token);
      expect((await introspect(rs, body.access_token)).body).toEqual({ active: false });
    });
  });

  describe('opaque access tokens', () => {
    it('work, are introspected and revoked like JWTs', async () => {
      const client = await addClient(server, { name: 'Opaque', accessTokenFormat: 'opaque' });
      const { body } = await obtainTokens(server, client, ada);
      expect(body.access_token).toMatch(/^aat_[0-9A-Za-z]{42}$/);
      expect((await api(server, '/v1/projects', body.access_token)).status).toBe(200);
      expect((await introspect(rs, body.access_token)).body).toMatchObject({
        active: true,
        client_id: client.id,
      });
      expect((await revoke(client, body.access_token)).status).toBe(200);
      expect((await api(server, '/v1/projects', body.access_token)).status).toBe(401);
    });
  });

  describe('personal access tokens', () => {
    it('open the API within their scopes, remember their use, and end at once', async () => {
      const personal = server.get(PersonalAccessTokens);
      const { token: made, value } = await personal.create(ada.user, {
        name: 'ci',
        scopes: ['read:projects'],
      });
      expect(value).toMatch(/^apat_[0-9A-Za-z]{42}$/);
      expect((await api(server, '/v1/projects', value)).status).toBe(200);
      const forbidden = await api(server, '/v1/projects', value, { method: 'POST' });
      expect(forbidden.status).toBe(403);
      expect(forbidden.headers.get('www-authenticate')).toMatch(
        /error="insufficient_scope".*scope="write:projects"/,
      );
      const [listed] = (await personal.listOf(ada.user.id, NEWEST, { live: true })).items;
      expect(listed).toMatchObject({ name: 'ci', lastUsedIp: expect.stringMatching(/127\.0\.0\.1|::1/) });
      expect((await introspect(rs, value)).body).toMatchObject({ active: true, sub: ada.user.id });
      await personal.revoke(made.id, ada.user.id, userParty(ada.user.id));
      expect((await api(server, '/v1/projects', value)).status).toBe(401);
    });

    it('are refused beyond the role, without an end, and with a broken checksum', async () => {
      const bob = await addPerson(server, 'Bob');
      const personal = server.get(PersonalAccessTokens);
      const refused = { slug: 'validation-failed' };
      await expect(personal.create(bob.user, { name: 'x', scopes: ['admin:read'] })).rejects.toMatchObject(
        refused,
      );
      await expect(
        personal.create(bob.user, { name: 'x', scopes: [], expiresInDays: null }),
      ).rejects.toMatchObject(refused);
      await expect(
        personal.create(bob.user, { name: 'x', scopes: [], expiresInDays: 367 }),
      ).rejects.toMatchObject(refused);
      const { value } = await personal.create(bob.user, { name: 'x', scopes: ['read:projects'] });
      const broken = value.slice(0, -1) + (value.endsWith('0') ? '1' : '0');
      expect((await api(server, '/v1/projects', broken)).status).toBe(401);
    });
  });
});
