import { decodeJwt } from 'jose';
import { ResourceRegistry } from '../../src/scopes/application/resources';
import { normalizeResourceUri, Resource } from '../../src/scopes/domain/resource';
import { sha256 } from '../../src/shared/domain/secret';
import { Browser } from '../support/browser';
import {
  addClient,
  addMachine,
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
import { freePort, startServer, type TestServer } from '../support/test-server';

/** "What such clients need, learned by running them" of the design's conformance page, numbers 8 and 9. */
describe('what clients need to find their way', () => {
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

  /** The answer to somebody who is signed in, or to a request with `prompt=none`. */
  async function answerTo(path: string, person?: TestPerson): Promise<URLSearchParams> {
    const browser = new Browser(server.url);
    if (person) await browser.signIn(person.email, PASSWORD);
    const page = await browser.get(path);
    return new URL(page.leadsTo!).searchParams;
  }

  describe('8: metadata (RFC 8414 §2)', () => {
    const load = async (url: string) => {
      const answer = await fetch(url);
      expect(answer.status).toBe(200);
      expect(answer.headers.get('content-type')).toMatch(/^application\/json\b/);
      return (await answer.json()) as Record<string, unknown>;
    };

    it('says exactly what is switched on', async () => {
      const metadata = await load(`${server.url}/.well-known/oauth-authorization-server`);
      const methods = ['client_secret_basic', 'client_secret_post', 'none'];
      expect(metadata).toEqual({
        issuer: server.url,
        authorization_endpoint: `${server.url}/oauth/authorize`,
        token_endpoint: `${server.url}/oauth/token`,
        revocation_endpoint: `${server.url}/oauth/revoke`,
        introspection_endpoint: `${server.url}/oauth/introspect`,
        jwks_uri: `${server.url}/.well-known/jwks.json`,
        scopes_supported: expect.arrayContaining(['read:projects', 'admin:users', 'manage:account']),
        response_types_supported: ['code'],
        response_modes_supported: ['query'],
        grant_types_supported: ['authorization_code', 'refresh_token', 'client_credentials'],
        token_endpoint_auth_methods_supported: methods,
        revocation_endpoint_auth_methods_supported: methods,
        introspection_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post'],
        code_challenge_methods_supported: ['S256'],
        ui_locales_supported: ['en', 'de', 'es', 'fr'],
        authorization_response_iss_parameter_supported: true,
      });
    });

    it('follows the setting GRANTS', async () => {
      const small = await startServer({ env: { GRANTS: 'client_credentials' } });
      const legacy = await startServer({ env: { GRANTS: 'authorization_code,implicit,password' } });
      try {
        const path = '/.well-known/oauth-authorization-server';
        expect(await load(small.url + path)).toMatchObject({
          grant_types_supported: ['client_credentials'],
          response_types_supported: [],
        });
        const wide = await load(legacy.url + path);
        expect([...(wide['grant_types_supported'] as string[])].sort()).toEqual([
          'authorization_code',
          'implicit',
          'password',
        ]);
        expect(wide['response_types_supported']).toEqual(['code', 'token']);
        expect(wide['response_modes_supported']).toEqual(['query', 'fragment']);
      } finally {
        await small.close();
        await legacy.close();
      }
    });

    it('an issuer with a path: with path insertion, and a whole round works (RFC 8414 §3.1)', async () => {
      const port = await freePort();
      const origin = `http://localhost:${port}`;
      const issuer = `${origin}/tenants/one`;
      const tenant = await startServer({ port, env: { ISSUER: issuer } });
      try {
        const metadata = await load(`${origin}/.well-known/oauth-authorization-server/tenants/one`);
        expect(metadata).toMatchObject({
          issuer,
          token_endpoint: `${issuer}/oauth/token`,
          jwks_uri: `${issuer}/.well-known/jwks.json`,
        });
        const wrong = await fetch(`${origin}/.well-known/oauth-authorization-server/tenants/two`);
        expect(wrong.status).toBe(404);
        const person = await addPerson(tenant, 'Ada Lovelace');
        const client = await addClient(tenant);
        const path = `/tenants/one${authorizePath(client, { scope: 'read:projects' })}`;
        const callback = await allow(new Browser(origin), path, person.email);
        expect(callback.searchParams.get('iss')).toBe(issuer);
        const answer = await token(tenant, client, {
          grant_type: 'authorization_code',
          code: callback.searchParams.get('code')!,
          redirect_uri: client.redirectUri,
        });
        expect(decodeJwt(answer.body.access_token).iss).toBe(issuer);
        expect((await api(tenant, '/v1/projects', answer.body.access_token)).status).toBe(200);
      } finally {
        await tenant.close();
      }
    });
  });

  describe('9: iss (RFC 9207 §2) and resource (RFC 8707 §2)', () => {
    it('iss is in every response: success, denial, and errors of the request', async () => {
      const person = await addPerson(server, 'Ines');
      const path = (parameters: Record<string, string> = {}) =>
        authorizePath(web, { state: 's', ...parameters });
      const denied = await allow(new Browser(server.url), path(), person.email, 'Cancel');
      const granted = await allow(new Browser(server.url), path(), person.email);
      const answers = [denied.searchParams, granted.searchParams];
      const faults: Record<string, string>[] = [
        { scope: 'unknown' },
        { response_type: 'token' },
        { response_mode: 'fragment' },
        { resource: 'https://unknown.example' },
        { code_challenge: 'short' },
        { prompt: 'none consent' },
        { request: 'x' },
        { request_uri: 'https://x.example' },
        { max_age: 'x' },
      ];
      for (const wrong of faults) {
        const answer = await answerTo(path(wrong), person);
        expect(answer.has('error')).toBe(true);
        answers.push(answer);
      }
      answers.push(await answerTo(path({ prompt: 'none' })));
      for (const answer of answers) {
        expect(answer.getAll('iss')).toEqual([server.url]);
        expect(answer.getAll('state')).toEqual(['s']);
      }
    });

    it('resource becomes the audience; a missing one falls back to the default', async () => {
      const uri = 'https://billing.example.test/api';
      const resource = new Resource({
        id: 'res_billing000000000',
        uri,
        uriHash: sha256(normalizeResourceUri(uri)!),
        name: 'Billing',
        scopes: ['admin:read'],
        accessTokenFormat: null,
        accessTokenTtl: null,
        signingAlg: null,
        introspectionClientRef: null,
        createdAt: Date.now(),
        updatedAt: Date.now(),
        version: 1,
      });
      await server.get(ResourceRegistry).add(resource);
      const audience = async (more: Record<string, string>) =>
        decodeJwt((await clientCredentials(machine, { scope: 'admin:read', ...more })).body.access_token).aud;
      expect(await audience({})).toBe(server.url);
      expect(await audience({ resource: uri })).toBe(uri);
      expect(await audience({ resource: 'HTTPS://Billing.Example.Test/api' })).toBe(uri);
      const { body } = await obtainTokens(server, web, ada, { resource: uri });
      expect(decodeJwt(body.access_token).aud).toBe(uri);
      expect((await api(server, '/v1/projects', body.access_token)).status).toBe(401);
    });

    it.each(['https://unknown.example', 'no uri', 'https://unknown.example/#x'])(
      'invalid_target for %s',
      async (resource) => {
        expect(await clientCredentials(machine, { resource })).toMatchObject({
          status: 400,
          body: { error: 'invalid_target' },
        });
        const answer = await answerTo(authorizePath(web, { resource }), ada);
        expect(answer.get('error')).toBe('invalid_target');
      },
    );
  });
});
