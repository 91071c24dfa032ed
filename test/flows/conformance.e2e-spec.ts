import { decodeJwt } from 'jose';
import type { ClientRegistrationRequest } from '../../src/clients/application/client-registration';
import { clientRef } from '../../src/clients/domain/client';
import { ResourceRegistry } from '../../src/scopes/application/resources';
import { normalizeResourceUri, Resource } from '../../src/scopes/domain/resource';
import { sha256 } from '../../src/shared/domain/secret';
import { Browser, type Page } from '../support/browser';
import {
  addClient,
  addMachine,
  addPerson,
  addPublicClient,
  allow,
  api,
  authorizePath,
  credentials,
  newPkce,
  obtainCode,
  obtainTokens,
  PASSWORD,
  postForm,
  type TestClient,
  type TestPerson,
  token,
} from '../support/oauth';
import { startServer, type TestServer } from '../support/test-server';

/** The table "Behaviours where the well-known servers differ, decided" of the design's conformance page, row by row. */
describe('behaviours where servers differ', () => {
  let server: TestServer;
  let ada: TestPerson;
  let web: TestClient;
  let spa: TestClient;

  beforeAll(async () => {
    server = await startServer();
    ada = await addPerson(server, 'Ada Lovelace');
    web = await addClient(server);
    spa = await addPublicClient(server);
  });

  afterAll(() => server.close());

  async function signedIn({ email }: TestPerson = ada): Promise<Browser> {
    const browser = new Browser(server.url);
    await browser.signIn(email, PASSWORD);
    return browser;
  }

  const answerIn = (page: Page) => Object.fromEntries(new URL(page.leadsTo!).searchParams);
  const redeem = (client: TestClient, form: Record<string, string>) =>
    token(server, client, { grant_type: 'authorization_code', ...form });
  const refresh = (client: TestClient, refresh_token: string, more: Record<string, string> = {}) =>
    token(server, client, { grant_type: 'refresh_token', refresh_token, ...more });
  const introspect = (client: TestClient, value: string) =>
    postForm(server, '/oauth/introspect', { token: value, ...credentials(client) });
  const revoke = (client: TestClient, value: string, more: Record<string, string> = {}) =>
    postForm(server, '/oauth/revoke', { token: value, ...more, ...credentials(client) });

  describe('redirect_uri omitted at authorize (RFC 6749 §3.1.2.3)', () => {
    it('uses the only registered one', async () => {
      const callback = await allow(
        new Browser(server.url),
        authorizePath(web, { redirect_uri: undefined, scope: 'read:projects' }),
        ada.email,
      );
      expect(callback.origin + callback.pathname).toBe(web.redirectUri);
    });

    it('shows invalid_request on a page when there are several', async () => {
      const redirectUris = ['https://one.example.test/cb', 'https://two.example.test/cb'];
      const several = await addClient(server, { redirectUris });
      const browser = await signedIn();
      const page = await browser.get(authorizePath(several, { redirect_uri: undefined }));
      expect(page).toMatchObject({ status: 400, leadsTo: null });
      expect(page.body).toContain('<code>invalid_request</code>');
      expect(page.body).toContain('redirect_uri is missing, and the app has several');
    });
  });

  describe('redirect_uri at the token endpoint (RFC 6749 §4.1.3)', () => {
    /** @param parameters of the authorization request */
    async function codeOf(parameters: Record<string, string | undefined>): Promise<string> {
      const callback = await allow(new Browser(server.url), authorizePath(web, parameters), ada.email);
      return callback.searchParams.get('code')!;
    }

    it('may be absent when the code has a challenge', async () => {
      const { code, verifier } = await obtainCode(server, web, ada);
      expect((await redeem(web, { code, code_verifier: verifier })).status).toBe(200);
    });

    it('may be absent when the authorize request had none', async () => {
      const code = await codeOf({ redirect_uri: undefined });
      expect((await redeem(web, { code })).status).toBe(200);
    });

    it('is invalid_grant when it is absent otherwise, and uses nothing up', async () => {
      const code = await codeOf({});
      expect(await redeem(web, { code })).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
      expect((await redeem(web, { code, redirect_uri: web.redirectUri })).status).toBe(200);
    });

    it.each([
      ['with a challenge', { code_challenge_method: 'S256' }],
      ['without one', {}],
      ['when the authorize request had none', { redirect_uri: undefined }],
    ])('must be equal if sent, %s', async (_, parameters) => {
      const { verifier, challenge } = newPkce();
      const withChallenge = 'code_challenge_method' in parameters;
      const code = await codeOf({ ...parameters, ...(withChallenge && { code_challenge: challenge }) });
      const form = { code, ...(withChallenge && { code_verifier: verifier }) };
      const other = await redeem(web, { ...form, redirect_uri: `${web.redirectUri}?` });
      expect(other).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
      expect((await redeem(web, { ...form, redirect_uri: web.redirectUri })).status).toBe(200);
    });
  });

  describe('scopes and a remembered consent', () => {
    it('does not ask for fewer, and shows the new ones first of more', async () => {
      const cleo = await addPerson(server, 'Cleo');
      const browser = new Browser(server.url);
      await allow(browser, authorizePath(web, { scope: 'read:projects write:projects' }), cleo.email);
      const fewer = await browser.get(authorizePath(web, { scope: 'write:projects' }));
      expect(answerIn(fewer)).toHaveProperty('code');
      const more = await browser.get(authorizePath(web, { scope: 'read:projects read:email' }));
      expect(more).toMatchObject({ status: 200, leadsTo: null });
      const position = (text: string) => more.body.indexOf(text);
      expect(position('read:email')).toBeGreaterThan(-1);
      expect(position('read:email')).toBeLessThan(position('It can already'));
      expect(position('It can already')).toBeLessThan(position('read:projects'));
    });
  });

  describe('prompt (OpenID Connect Core §3.1.2.1)', () => {
    it('none without a session: login_required', async () => {
      const page = await new Browser(server.url).get(authorizePath(web, { prompt: 'none', state: 's' }));
      expect(answerIn(page)).toMatchObject({ error: 'login_required', state: 's', iss: server.url });
    });

    it('none without consent: consent_required', async () => {
      const dan = await addPerson(server, 'Dan');
      const browser = await signedIn(dan);
      const page = await browser.get(authorizePath(web, { prompt: 'none', state: 's' }));
      expect(answerIn(page)).toMatchObject({ error: 'consent_required', state: 's', iss: server.url });
    });

    it('none with session and consent: a code', async () => {
      const eve = await addPerson(server, 'Eve');
      const browser = new Browser(server.url);
      await allow(browser, authorizePath(web, { scope: 'read:projects' }), eve.email);
      const page = await browser.get(authorizePath(web, { scope: 'read:projects', prompt: 'none' }));
      expect(answerIn(page)).toHaveProperty('code');
    });

    it.each(['none login', 'consent none', 'none unheard-of'])('%s: invalid_request', async (prompt) => {
      const browser = await signedIn();
      const page = await browser.get(authorizePath(web, { prompt }));
      expect(answerIn(page)).toMatchObject({ error: 'invalid_request', iss: server.url });
    });
  });

  describe('missing or wrong code_verifier (RFC 7636 §4.6)', () => {
    const attempts: [string, Record<string, string>][] = [
      ['missing', {}],
      ['wrong', { code_verifier: newPkce().verifier }],
    ];

    it.each(attempts)('%s: consumes the code of an authenticated confidential client', async (_, form) => {
      const { code, verifier } = await obtainCode(server, web, ada);
      const request = { code, redirect_uri: web.redirectUri };
      const first = await redeem(web, { ...request, ...form });
      expect(first).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
      const second = await redeem(web, { ...request, code_verifier: verifier });
      expect(second.body.error).toBe('invalid_grant');
    });

    it.each(attempts)('%s: changes nothing for a public client', async (_, form) => {
      const { code, verifier } = await obtainCode(server, spa, ada);
      const request = { code, redirect_uri: spa.redirectUri };
      const first = await redeem(spa, { ...request, ...form });
      expect(first).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
      expect((await redeem(spa, { ...request, code_verifier: verifier })).status).toBe(200);
    });

    it.each(attempts)(
      '%s: changes nothing when the confidential client is not authenticated',
      async (_, form) => {
        const { code, verifier } = await obtainCode(server, web, ada);
        const request = { code, redirect_uri: web.redirectUri };
        const stranger = await redeem({ ...web, secret: 'guessed' }, { ...request, ...form });
        expect(stranger).toMatchObject({ status: 401, body: { error: 'invalid_client' } });
        expect((await redeem(web, { ...request, code_verifier: verifier })).status).toBe(200);
      },
    );
  });

  describe('scope at refresh (RFC 6749 §6)', () => {
    it('wider: invalid_scope, and nothing is consumed', async () => {
      const { body } = await obtainTokens(server, web, ada, { scope: 'read:projects' });
      const wider = await refresh(web, body.refresh_token, { scope: 'read:projects write:projects' });
      expect(wider).toMatchObject({ status: 400, body: { error: 'invalid_scope' } });
      expect((await refresh(web, body.refresh_token)).status).toBe(200);
    });

    it('narrower: the access token is narrowed, the refresh token keeps its width', async () => {
      const { body } = await obtainTokens(server, web, ada);
      const narrow = await refresh(web, body.refresh_token, { scope: 'read:projects' });
      expect(narrow.body.scope).toBe('read:projects');
      expect(decodeJwt(narrow.body.access_token)['scope']).toBe('read:projects');
      const wide = await refresh(web, narrow.body.refresh_token);
      expect(wide.body.scope).toBe('read:projects write:projects');
    });
  });

  describe('revocation (RFC 7009 §2)', () => {
    it.each(['unknown', 'art_unknown', 'eyJhbGciOiJub25lIn0.e30.'])(
      'answers 200 to the unknown token %s',
      async (value) => {
        expect((await revoke(web, value)).status).toBe(200);
      },
    );

    it('answers 400 invalid_grant to a token of another client, which stays alive', async () => {
      const { body } = await obtainTokens(server, web, ada);
      for (const value of [body.access_token, body.refresh_token]) {
        expect(await revoke(spa, value)).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
      }
      expect((await api(server, '/v1/projects', body.access_token)).status).toBe(200);
      expect((await refresh(web, body.refresh_token)).status).toBe(200);
    });

    it.each(['access_token', 'refresh_token', 'saml2', ''])('ignores token_type_hint=%s', async (hint) => {
      for (const kind of ['access_token', 'refresh_token'] as const) {
        const { body } = await obtainTokens(server, web, ada);
        expect((await revoke(web, body[kind], { token_type_hint: hint })).status).toBe(200);
        expect((await introspect(web, body[kind])).body).toEqual({ active: false });
      }
    });
  });

  describe('introspection (RFC 7662 §2)', () => {
    const members = ['active', 'aud', 'client_id', 'exp', 'iat', 'iss', 'jti', 'scope', 'sub', 'token_type'];

    it('refuses a public client with 401', async () => {
      const { body } = await obtainTokens(server, spa, ada);
      const answer = await introspect(spa, body.access_token);
      expect(answer).toMatchObject({ status: 401, body: { error: 'invalid_client' } });
    });

    it('says exactly what is decided to the client of the token', async () => {
      const { body } = await obtainTokens(server, web, ada);
      const { body: seen } = await introspect(web, body.access_token);
      const claims = decodeJwt(body.access_token);
      expect(Object.keys(seen).sort()).toEqual(members);
      expect(seen).toMatchObject({
        active: true,
        scope: body.scope,
        client_id: web.id,
        sub: ada.user.id,
        aud: server.url,
        iss: server.url,
        exp: claims.exp,
        iat: claims.iat,
        jti: claims.jti,
        token_type: 'Bearer',
      });
    });

    it('says the same to the client that owns the Resource in its audience, and nothing to others', async () => {
      const owner = await addMachine(server, { name: 'Reports API' });
      const stranger = await addMachine(server, { name: 'Stranger' });
      const resource = await addResource('https://reports.example.test/', owner);
      const { body } = await obtainTokens(server, web, ada, { scope: 'read:projects', resource });
      const { body: seen } = await introspect(owner, body.access_token);
      expect(Object.keys(seen).sort()).toEqual(members);
      expect(seen).toMatchObject({ active: true, aud: resource, client_id: web.id });
      expect((await introspect(stranger, body.access_token)).body).toEqual({ active: false });
      const elsewhere = await obtainTokens(server, web, ada);
      expect((await introspect(owner, elsewhere.body.access_token)).body).toEqual({ active: false });
    });
  });

  async function addResource(uri: string, owner: TestClient): Promise<string> {
    await server.get(ResourceRegistry).add(
      new Resource({
        id: 'res_0123456789abcdef',
        uri,
        uriHash: sha256(normalizeResourceUri(uri)!),
        name: 'Reports',
        scopes: null,
        accessTokenFormat: null,
        accessTokenTtl: null,
        signingAlg: null,
        introspectionClientRef: clientRef(owner.id),
        createdAt: Date.now(),
        updatedAt: Date.now(),
        version: 1,
      }),
    );
    return uri;
  }

  it('/.well-known/openid-configuration: 404 until OpenID Connect is built', async () => {
    for (const path of ['/.well-known/openid-configuration', '/.well-known/oauth-authorization-server/x']) {
      expect((await fetch(server.url + path)).status).toBe(404);
    }
  });

  it('nothing granted: scope is left out of token and answer (RFC 6749 §5.1)', async () => {
    const { body } = await obtainTokens(server, web, ada, {});
    expect(body).not.toHaveProperty('scope');
    expect(decodeJwt(body.access_token)).not.toHaveProperty('scope');
    expect((await introspect(web, body.access_token)).body).not.toHaveProperty('scope');
    const again = await refresh(web, body.refresh_token);
    expect(again.body).not.toHaveProperty('scope');
    const machine = await addMachine(server);
    const own = await token(server, machine, { grant_type: 'client_credentials' });
    expect(own.status).toBe(200);
    expect(own.body).not.toHaveProperty('scope');
  });

  describe('implicit switched off (RFC 6749 §4.2.2.1)', () => {
    const ask = async (at: TestServer, request: Partial<ClientRegistrationRequest>) => {
      const person = await addPerson(at, 'Fred');
      const client = await addClient(at, request);
      const path = authorizePath(client, { response_type: 'token', state: 's' });
      const callback = await allow(new Browser(at.url), path, person.email);
      return new URLSearchParams(callback.search.slice(1) || callback.hash.slice(1));
    };

    it('at the server: unsupported_response_type', async () => {
      const answer = await ask(server, {});
      expect(answer.get('error')).toBe('unsupported_response_type');
      expect(answer.get('state')).toBe('s');
    });

    it('for this client only: unauthorized_client', async () => {
      const GRANTS = 'authorization_code,refresh_token,implicit';
      const legacy = await startServer({ env: { GRANTS } });
      try {
        const answer = await ask(legacy, { grantTypes: ['authorization_code'] });
        expect(answer.get('error')).toBe('unauthorized_client');
        expect(answer.get('state')).toBe('s');
      } finally {
        await legacy.close();
      }
    });
  });

  describe('methods', () => {
    const call = (method: string, path: string, headers: Record<string, string> = {}) =>
      fetch(server.url + path, { method, headers, redirect: 'manual' });

    it.each(['/oauth/token', '/oauth/revoke', '/oauth/introspect'])(
      'GET at %s: 405 with Allow',
      async (path) => {
        const answer = await call('GET', path);
        expect(answer.status).toBe(405);
        expect(answer.headers.get('allow')).toBe('POST, OPTIONS');
        expect(await answer.json()).toMatchObject({ error: 'invalid_request' });
      },
    );

    it.each(['PUT', 'PATCH', 'DELETE'])('%s at the token endpoint: 405 with Allow', async (method) => {
      const answer = await call(method, '/oauth/token');
      expect(answer.status).toBe(405);
      expect(answer.headers.get('allow')).toBe('POST, OPTIONS');
    });

    it.each(['/oauth/token', '/oauth/revoke', '/oauth/introspect'])(
      'HEAD at %s: 405, no body',
      async (path) => {
        const answer = await call('HEAD', path);
        expect(answer.status).toBe(405);
        expect(answer.headers.get('allow')).toBe('POST, OPTIONS');
        expect(await answer.text()).toBe('');
      },
    );

    it.each(['/oauth/authorize', '/oauth/token', '/oauth/revoke', '/oauth/introspect'])(
      'OPTIONS at %s: no content, with Allow',
      async (path) => {
        const answer = await call('OPTIONS', path);
        expect(answer.status).toBe(204);
        expect(answer.headers.get('allow')).toMatch(/\bPOST\b.*\bOPTIONS\b/);
      },
    );

    it.each(['/.well-known/jwks.json', '/.well-known/oauth-authorization-server'])(
      'HEAD at %s: as GET',
      async (path) => {
        const [head, get] = [await call('HEAD', path), await call('GET', path)];
        expect(head.status).toBe(200);
        expect(head.headers.get('content-type')).toBe(get.headers.get('content-type'));
        expect(await head.text()).toBe('');
      },
    );

    it('HEAD at authorize: no code, no consent, no redirect', async () => {
      const browser = new Browser(server.url);
      const path = authorizePath(web, { scope: 'read:projects' });
      await allow(browser, path, ada.email);
      const cookie = [...browser.cookies].map((pair) => pair.join('=')).join('; ');
      const answer = await call('HEAD', path, { Cookie: cookie });
      expect(answer.status).toBe(200);
      expect(answer.headers.get('location')).toBeNull();
      expect(await answer.text()).toBe('');
    });
  });
});
