import { Browser } from '../support/browser';
import { addClient, addMachine, addPerson, allow, PASSWORD, type TestClient } from '../support/oauth';
import { startServer, type TestServer } from '../support/test-server';
import { fill, Seed } from './seed';
import { sendForm } from './send';

const taskade = Seed.read('taskade.md');
const HOST = 'https://www.taskade.com';
const printed = Object.fromEntries(
  taskade.pieces(/^\* (.+ URL): \[(\S+)\]\(\2\)$/gm) as [string, string][],
) as Record<string, string>;
const LEGACY = 'authorization_code,refresh_token,client_credentials,password,implicit';

const metadataOf = async (server: TestServer) => {
  const answer = await fetch(`${server.url}/.well-known/oauth-authorization-server`);
  return (await answer.json()) as Record<string, string | string[]>;
};

const at = (server: TestServer, name: string) => fill(printed[name]!, { [HOST]: server.url });

const listProjects = (server: TestServer, token: string) => {
  const header = taskade.piece(/Authorization: Bearer YOUR_OAUTH2_ACCESS_TOKEN/);
  const [name, value] = fill(header, { YOUR_OAUTH2_ACCESS_TOKEN: token }).split(': ') as [string, string];
  return fetch(`${server.url}/v1/projects`, { headers: { [name]: value } });
};

const authorizeUrl = (server: TestServer, client: TestClient, responseType: string) => {
  const query = {
    response_type: responseType,
    client_id: client.id,
    redirect_uri: client.redirectUri,
    scope: 'read:projects',
    state: 'kept',
  };
  return `${at(server, 'Authorization URL')}?${new URLSearchParams(query).toString()}`;
};

const secretOf = ({ id, secret }: TestClient) => ({ client_id: id, client_secret: secret! });

describe('Taskade: OAuth 2.0 Authentication', () => {
  it('names three URLs', () => {
    expect(printed).toEqual({
      'Authorization URL': `${HOST}/oauth2/authorize`,
      'Access Token URL': `${HOST}/oauth2/token`,
      'Refresh Token URL': `${HOST}/oauth2/token`,
    });
  });

  // The first path is the canonical one; with the last the others are not there at all.
  describe.each(['/oauth,/oauth2', '/oauth2,/oauth', '/oauth2'])('with OAUTH_PATHS=%s', (paths) => {
    let server: TestServer;

    beforeAll(async () => {
      server = await startServer({ env: { OAUTH_PATHS: paths } });
    });

    afterAll(() => server.close());

    it('leads from the Authorization URL over consent and the token URLs to the API', async () => {
      const ada = await addPerson(server, 'Ada Lovelace');
      const client = await addClient(server);
      const callback = await allow(new Browser(server.url), authorizeUrl(server, client, 'code'), ada.email);
      expect(callback.searchParams.get('state')).toBe('kept');
      const first = await sendForm(at(server, 'Access Token URL'), {
        grant_type: 'authorization_code',
        code: callback.searchParams.get('code')!,
        redirect_uri: client.redirectUri,
        ...secretOf(client),
      });
      expect(first.status).toBe(200);
      expect((await listProjects(server, first.body.access_token)).status).toBe(200);
      const second = await sendForm(at(server, 'Refresh Token URL'), {
        grant_type: 'refresh_token',
        refresh_token: first.body.refresh_token,
        ...secretOf(client),
      });
      expect(second.status).toBe(200);
      expect((await listProjects(server, second.body.access_token)).status).toBe(200);
    });

    it('names the first path in the metadata', async () => {
      const canonical = paths.split(',')[0]!;
      expect(await metadataOf(server)).toMatchObject({
        authorization_endpoint: `${server.url}${canonical}/authorize`,
        token_endpoint: `${server.url}${canonical}/token`,
        revocation_endpoint: `${server.url}${canonical}/revoke`,
        introspection_endpoint: `${server.url}${canonical}/introspect`,
      });
    });

    it('answers at these paths only', async () => {
      for (const path of ['/oauth', '/oauth2', '/oauth3']) {
        const { status } = await sendForm(`${server.url}${path}/token`, {}).catch(() => ({ status: 404 }));
        expect({ path, status }).toEqual({ path, status: paths.split(',').includes(path) ? 400 : 404 });
      }
    });
  });

  describe('the four flows, with the legacy ones switched on', () => {
    let server: TestServer;

    beforeAll(async () => {
      server = await startServer({ env: { OAUTH_PATHS: '/oauth2,/oauth', GRANTS: LEGACY } });
    });

    afterAll(() => server.close());

    it('Client Credentials', async () => {
      const machine = await addMachine(server, { scopes: ['read:projects'] });
      const form = { grant_type: 'client_credentials', scope: 'read:projects', ...secretOf(machine) };
      const answer = await sendForm(at(server, 'Access Token URL'), form);
      expect(answer.status).toBe(200);
      expect((await listProjects(server, answer.body.access_token)).status).toBe(200);
    });

    it('Implicit: the token stands in the fragment (RFC 6749 §4.2.2)', async () => {
      const ada = await addPerson(server, 'Ada Lovelace');
      const client = await addClient(server, { grantTypes: ['implicit'] });
      const callback = await allow(new Browser(server.url), authorizeUrl(server, client, 'token'), ada.email);
      expect(callback.search).toBe('');
      const answer = Object.fromEntries(new URLSearchParams(callback.hash.slice(1)));
      expect(answer).toEqual({
        access_token: expect.any(String),
        token_type: 'Bearer',
        expires_in: '3600',
        scope: 'read:projects',
        state: 'kept',
        iss: server.url,
      });
      expect((await listProjects(server, answer['access_token']!)).status).toBe(200);
    });

    it('Implicit: a denial stands in the fragment too (RFC 6749 §4.2.2.1)', async () => {
      const ben = await addPerson(server, 'Ben');
      const client = await addClient(server, { grantTypes: ['implicit'] });
      const url = authorizeUrl(server, client, 'token');
      const callback = await allow(new Browser(server.url), url, ben.email, 'Cancel');
      expect(callback.search).toBe('');
      expect(Object.fromEntries(new URLSearchParams(callback.hash.slice(1)))).toMatchObject({
        error: 'access_denied',
        state: 'kept',
        iss: server.url,
      });
    });

    it('Resource Owner Password: with a refresh token for a client that may use one', async () => {
      const cleo = await addPerson(server, 'Cleo');
      const client = await addClient(server, { grantTypes: ['password', 'refresh_token'] });
      const form = {
        grant_type: 'password',
        username: cleo.email,
        scope: 'read:projects',
        ...secretOf(client),
      };
      const wrong = await sendForm(at(server, 'Access Token URL'), { ...form, password: 'wrong' });
      expect(wrong).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
      const answer = await sendForm(at(server, 'Access Token URL'), { ...form, password: PASSWORD });
      expect(answer.status).toBe(200);
      expect(Object.keys(answer.body).sort()).toEqual([
        'access_token',
        'expires_in',
        'refresh_token',
        'scope',
        'token_type',
      ]);
      expect((await listProjects(server, answer.body.access_token)).status).toBe(200);
      const refreshed = await sendForm(at(server, 'Refresh Token URL'), {
        grant_type: 'refresh_token',
        refresh_token: answer.body.refresh_token,
        ...secretOf(client),
      });
      expect(refreshed.status).toBe(200);
    });

    it('are in the metadata', async () => {
      expect(await metadataOf(server)).toMatchObject({
        grant_types_supported: expect.arrayContaining(LEGACY.split(',')),
        response_types_supported: ['code', 'token'],
        response_modes_supported: ['query', 'fragment'],
      });
    });

    it('are refused to a client that was not registered for them', async () => {
      const dan = await addPerson(server, 'Dan');
      const client = await addClient(server);
      const password = await sendForm(at(server, 'Access Token URL'), {
        grant_type: 'password',
        username: dan.email,
        password: PASSWORD,
        ...secretOf(client),
      });
      expect(password).toMatchObject({ status: 400, body: { error: 'unauthorized_client' } });
      const url = authorizeUrl(server, client, 'token');
      const callback = await allow(new Browser(server.url), url, dan.email);
      expect(new URLSearchParams(callback.hash.slice(1)).get('error')).toBe('unauthorized_client');
    });
  });

  describe('the legacy flows by default', () => {
    let server: TestServer;
    let client: TestClient;

    beforeAll(async () => {
      server = await startServer({ env: { OAUTH_PATHS: '/oauth2' } });
      client = await addClient(server);
    });

    afterAll(() => server.close());

    it('Implicit is off: unsupported_response_type', async () => {
      const ada = await addPerson(server, 'Ada Lovelace');
      const url = authorizeUrl(server, client, 'token');
      const callback = await allow(new Browser(server.url), url, ada.email);
      expect(callback.searchParams.get('error')).toBe('unsupported_response_type');
      expect(callback.searchParams.get('state')).toBe('kept');
    });

    it('Resource Owner Password is off: unsupported_grant_type', async () => {
      const ben = await addPerson(server, 'Ben');
      const form = { grant_type: 'password', username: ben.email, password: PASSWORD, ...secretOf(client) };
      const answer = await sendForm(at(server, 'Access Token URL'), form);
      expect(answer).toMatchObject({ status: 400, body: { error: 'unsupported_grant_type' } });
    });

    it('neither is in the metadata, and no client can be registered for them', async () => {
      expect(await metadataOf(server)).toMatchObject({
        grant_types_supported: ['authorization_code', 'refresh_token', 'client_credentials'],
        response_types_supported: ['code'],
      });
      for (const grant of ['implicit', 'password']) {
        await expect(addClient(server, { grantTypes: [grant] })).rejects.toMatchObject({
          slug: 'validation-failed',
          errors: [{ pointer: '/grant_types', code: 'not_available' }],
        });
      }
    });
  });
});
