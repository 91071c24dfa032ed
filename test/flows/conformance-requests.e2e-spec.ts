import { ClientRegistration } from '../../src/clients/application/client-registration';
import { SYSTEM } from '../../src/shared/domain/security-events';
import { Browser } from '../support/browser';
import {
  addClient,
  addMachine,
  addPerson,
  api,
  authorizePath,
  credentials,
  obtainTokens,
  PASSWORD,
  postForm,
  type TestClient,
  type TestPerson,
  token,
} from '../support/oauth';
import { startServer, type TestServer } from '../support/test-server';

/** "What such clients need, learned by running them" of the design's conformance page, numbers 1 to 5. */
describe('what clients need of requests and answers', () => {
  let server: TestServer;
  let ada: TestPerson;
  let web: TestClient;
  let machine: TestClient;

  beforeAll(async () => {
    server = await startServer();
    ada = await addPerson(server, 'Ada Lovelace');
    web = await addClient(server);
    machine = await addMachine(server);
  });

  afterAll(() => server.close());

  const clientCredentials = (client: TestClient, more: Record<string, string> = {}) =>
    token(server, client, { grant_type: 'client_credentials', ...more });
  const introspect = (client: TestClient, value: string) =>
    postForm(server, '/oauth/introspect', { token: value, ...credentials(client) });

  /** The answer to somebody who is signed in, or to a request with `prompt=none`. */
  async function answerTo(path: string, person?: TestPerson): Promise<URLSearchParams> {
    const browser = new Browser(server.url);
    if (person) await browser.signIn(person.email, PASSWORD);
    const page = await browser.get(path);
    return new URL(page.leadsTo!).searchParams;
  }

  describe('1: revocation (RFC 7009 §2.2)', () => {
    it.each(['refresh_token', 'access_token', 'unknown'])('answers 200 with {} in JSON: %s', async (kind) => {
      const { body } = await obtainTokens(server, web, ada);
      const value = kind === 'unknown' ? 'unknown' : (body[kind] as string);
      const answer = await fetch(`${server.url}/oauth/revoke`, {
        method: 'POST',
        body: new URLSearchParams({ token: value, ...credentials(web) }),
      });
      expect(answer.status).toBe(200);
      expect(answer.headers.get('content-type')).toMatch(/^application\/json\b/);
      expect(await answer.text()).toBe('{}');
    });
  });

  it('2: JWT access tokens can be revoked and introspected like any other', async () => {
    const { body } = await clientCredentials(machine, { scope: 'admin:read' });
    expect((await introspect(machine, body.access_token)).body['active']).toBe(true);
    const revoked = await postForm(server, '/oauth/revoke', {
      token: body.access_token,
      ...credentials(machine),
    });
    expect(revoked.status).toBe(200);
    expect((await introspect(machine, body.access_token)).body).toEqual({ active: false });
    expect((await api(server, '/v1/organization', body.access_token)).status).toBe(401);
  });

  describe('3: errors that say what is wrong (RFC 6749 §5.2)', () => {
    it('unauthorized_client for a grant that the client may not use', async () => {
      expect(await clientCredentials(web)).toMatchObject({
        status: 400,
        body: { error: 'unauthorized_client' },
      });
      const noCode = await addClient(server, { grantTypes: ['client_credentials'] });
      const answer = await answerTo(authorizePath({ ...noCode, redirectUri: web.redirectUri }), ada);
      expect(answer.get('error')).toBe('unauthorized_client');
    });

    it.each(['read:everything', 'READ:PROJECTS', 'read:projects admin:read', 'read:projects\u00e9'])(
      'invalid_scope for %s',
      async (scope) => {
        const answer = await answerTo(authorizePath(web, { scope }), ada);
        expect(answer.get('error')).toBe('invalid_scope');
        expect((await clientCredentials(machine, { scope })).body.error).toBe('invalid_scope');
      },
    );
  });

  describe('4: a request without scope (RFC 6749 §3.3)', () => {
    const nothing: Record<string, string>[] = [{}, { scope: '' }];

    it.each(nothing)('works and gives nothing: %j', async (parameters) => {
      const { status, body } = await obtainTokens(server, web, ada, parameters);
      expect(status).toBe(200);
      const answer = await api(server, '/v1/projects', body.access_token);
      expect(answer.status).toBe(403);
    });

    it('keeps the original scopes on refresh with an empty one', async () => {
      const { body } = await obtainTokens(server, web, ada);
      const again = await token(server, web, {
        grant_type: 'refresh_token',
        refresh_token: body.refresh_token,
        scope: '',
      });
      expect(again.body.scope).toBe('read:projects write:projects');
    });

    it('gives DEFAULT_SCOPES, as far as the client may have them', async () => {
      const generous = await startServer({
        env: { DEFAULT_SCOPES: 'read:profile read:projects admin:read' },
      });
      try {
        const person = await addPerson(generous, 'Ada Lovelace');
        const client = await addClient(generous, { scopes: ['read:projects', 'write:projects'] });
        for (const parameters of nothing) {
          const { body } = await obtainTokens(generous, client, person, parameters);
          expect(body.scope).toBe('read:projects');
        }
      } finally {
        await generous.close();
      }
    });
  });

  describe('5: client_secret_basic and client_secret_post (RFC 6749 §2.3.1)', () => {
    const form = { grant_type: 'client_credentials' };
    const basic = (id: string, secret: string) => ({
      Authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`,
    });

    it('both work, one at a time', async () => {
      expect((await token(server, machine, form)).status).toBe(200);
      const header = basic(machine.id, machine.secret!);
      expect((await postForm(server, '/oauth/token', form, header)).status).toBe(200);
      const named = await postForm(server, '/oauth/token', { ...form, client_id: machine.id }, header);
      expect(named.status).toBe(200);
      const both = await postForm(server, '/oauth/token', { ...form, ...credentials(machine) }, header);
      expect(both).toMatchObject({ status: 400, body: { error: 'invalid_request' } });
    });

    it.each(['client_secret_basic', 'client_secret_post'] as const)(
      'a client pinned to %s',
      async (method) => {
        const pinned = await addMachine(server, { authenticationMethod: method });
        const header = basic(pinned.id, pinned.secret!);
        const answers = {
          client_secret_basic: await postForm(server, '/oauth/token', form, header),
          client_secret_post: await token(server, pinned, form),
        };
        for (const [used, answer] of Object.entries(answers)) {
          expect(answer.status).toBe(used === method ? 200 : 401);
          if (used !== method) expect(answer.body.error).toBe('invalid_client');
        }
      },
    );

    it('Basic credentials are form-decoded', async () => {
      const id = 'client+1:%41&b=c';
      const secret = 'p%20ss:w+rd/with & and = and long enough to be one';
      const request = { name: 'Odd', type: 'm2m', clientId: id, scopes: ['admin:read'] } as const;
      await server
        .get(ClientRegistration)
        .register({ ...request, scopes: ['admin:read'] }, SYSTEM, { value: secret });
      const encode = (text: string) => new URLSearchParams({ '': text }).toString().slice(1);
      const encoded = await postForm(server, '/oauth/token', form, basic(encode(id), encode(secret)));
      expect(encoded.status).toBe(200);
      const raw = await postForm(server, '/oauth/token', form, basic(id, secret));
      expect(raw).toMatchObject({ status: 401, body: { error: 'invalid_client' } });
      expect(raw.headers.get('www-authenticate')).toMatch(/^Basic /);
    });
  });
});
