import { decodeJwt, decodeProtectedHeader } from 'jose';
import { SYSTEM } from '../../src/shared/domain/security-events';
import { Authorizations, RefreshTokenFamilies } from '../../src/tokens/application/stores';
import { UserAdministration } from '../../src/users/application/user-administration';
import { Browser } from '../support/browser';
import {
  addClient,
  addPerson,
  addPublicClient,
  allow,
  api,
  authorizePath,
  newPkce,
  obtainCode,
  obtainTokens,
  PASSWORD,
  type TestClient,
  type TestPerson,
  token,
} from '../support/oauth';
import { startServer, type TestServer } from '../support/test-server';

describe('authorization_code (RFC 6749 §4.1)', () => {
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

  it('leads from the sign-in page over consent to a code, tokens and the API', async () => {
    const browser = new Browser(server.url);
    const path = authorizePath(web, { scope: 'read:projects write:projects', state: 's t+%&=#ü{"x":1}' });
    const signIn = await browser.open(path);
    expect(signIn.body).toContain('to continue to <strong>Project Board</strong>');
    const consent = await browser.follow(await browser.signIn(ada.email, PASSWORD, signIn));
    expect(consent.body).toContain('Create and change projects');
    expect(consent.body).toContain('app.example.test');
    const back = await browser.submit(consent, 'consent', {}, 'Allow');
    expect(back.status).toBe(200);
    expect(back.body).toContain('Taking you back to Project Board');
    const callback = new URL(back.leadsTo!);
    expect(callback.origin + callback.pathname).toBe(web.redirectUri);
    expect(callback.searchParams.get('state')).toBe('s t+%&=#ü{"x":1}');
    expect(callback.searchParams.get('iss')).toBe(server.url);

    const answer = await token(server, web, {
      grant_type: 'authorization_code',
      code: callback.searchParams.get('code')!,
      redirect_uri: web.redirectUri,
    });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.body).toMatchObject({
      token_type: 'Bearer',
      expires_in: 3600,
      scope: 'read:projects write:projects',
    });
    expect(answer.body.refresh_token).toMatch(/^art_/);
    const claims = decodeJwt(answer.body.access_token);
    expect(decodeProtectedHeader(answer.body.access_token)).toMatchObject({ alg: 'RS256', typ: 'at+jwt' });
    expect(claims).toMatchObject({
      iss: server.url,
      sub: ada.user.id,
      aud: server.url,
      client_id: web.id,
      scope: 'read:projects write:projects',
      amr: ['pwd'],
    });
    expect(claims.exp! - claims.iat!).toBe(3600);
    expect((await api(server, '/v1/projects', answer.body.access_token)).status).toBe(200);
  });

  it('skips a remembered consent for the same scopes or fewer, and shows new ones first', async () => {
    const cleo = await addPerson(server, 'Cleo');
    const browser = new Browser(server.url);
    await allow(browser, authorizePath(web, { scope: 'read:projects write:projects' }), cleo.email);
    const silent = await browser.get(authorizePath(web, { scope: 'read:projects' }));
    expect(silent.status).toBe(302);
    expect(new URL(silent.leadsTo!).searchParams.get('code')).toMatch(/^aac_/);
    const more = await browser.get(authorizePath(web, { scope: 'read:projects read:email' }));
    expect(more.status).toBe(200);
    expect(more.body).toMatch(/It will be able to.*See your email address.*It can already.*List and view/s);
  });

  it('ends at a page after a sign-in that can be finished at once', async () => {
    const dora = await addPerson(server, 'Dora');
    await allow(new Browser(server.url), authorizePath(web, { scope: 'read:projects' }), dora.email);
    const browser = new Browser(server.url);
    const page = await browser.signIn(
      dora.email,
      PASSWORD,
      await browser.open(authorizePath(web, { scope: 'read:projects' })),
    );
    expect(page.status).toBe(200);
    expect(page.headers.get('refresh')).toMatch(/^0;url=https:\/\/app\.example\.test\/cb\?code=/);
    expect(page.headers.get('referrer-policy')).toBe('no-referrer');
  });

  it('sends access_denied with state and iss when the person cancels', async () => {
    const path = authorizePath(web, { scope: 'read:projects delete:projects', state: 'x' });
    const callback = await allow(new Browser(server.url), path, ada.email, 'Cancel');
    expect(Object.fromEntries(callback.searchParams)).toMatchObject({
      error: 'access_denied',
      state: 'x',
      iss: server.url,
    });
  });

  it('refuses a second use and revokes what the first one brought', async () => {
    const { code, verifier } = await obtainCode(server, web, ada, { scope: 'read:projects' });
    const form = {
      grant_type: 'authorization_code',
      code,
      redirect_uri: web.redirectUri,
      code_verifier: verifier,
    };
    const first = await token(server, web, form);
    expect(first.status).toBe(200);
    const second = await token(server, web, form);
    expect(second).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
    expect((await api(server, '/v1/projects', first.body.access_token)).status).toBe(401);
    const refresh = await token(server, web, {
      grant_type: 'refresh_token',
      refresh_token: first.body.refresh_token,
    });
    expect(refresh).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
  });

  it('refuses an expired code with the words of the guide', async () => {
    const { code, verifier } = await obtainCode(server, web, ada, { scope: 'read:projects' });
    server.advance(61);
    const answer = await token(server, web, {
      grant_type: 'authorization_code',
      code,
      redirect_uri: web.redirectUri,
      code_verifier: verifier,
    });
    expect(answer.status).toBe(400);
    expect(answer.body).toEqual({
      error: 'invalid_grant',
      error_description: 'The authorization code has expired',
    });
  });

  it('refuses a code of another client, another redirect URI and a wrong secret, and uses nothing up', async () => {
    const other = await addClient(server, { name: 'Other' });
    const { code, verifier } = await obtainCode(server, web, ada, { scope: 'read:projects' });
    const form = {
      grant_type: 'authorization_code',
      code,
      redirect_uri: web.redirectUri,
      code_verifier: verifier,
    };
    expect((await token(server, other, form)).body.error).toBe('invalid_grant');
    expect((await token(server, web, { ...form, redirect_uri: web.redirectUri + '/' })).body.error).toBe(
      'invalid_grant',
    );
    const wrong = await token(server, { ...web, secret: 'wrong' }, form);
    expect(wrong).toMatchObject({ status: 401, body: { error: 'invalid_client' } });
    expect(wrong.headers.get('www-authenticate')).toContain('Basic');
    expect((await token(server, web, form)).status).toBe(200);
  });

  describe('with PKCE (RFC 7636 §4)', () => {
    it('gives tokens to a public client without a secret and without redirect_uri', async () => {
      const { code, verifier } = await obtainCode(server, spa, ada, { scope: 'read:projects' });
      const answer = await token(server, spa, {
        grant_type: 'authorization_code',
        code,
        code_verifier: verifier,
      });
      expect(answer.status).toBe(200);
      expect(answer.body.refresh_token).toBeDefined();
    });

    it('leaves the code of a public client alone after a wrong verifier', async () => {
      const { code, verifier } = await obtainCode(server, spa, ada, { scope: 'read:projects' });
      const form = { grant_type: 'authorization_code', code, redirect_uri: spa.redirectUri };
      expect((await token(server, spa, { ...form, code_verifier: newPkce().verifier })).body.error).toBe(
        'invalid_grant',
      );
      expect((await token(server, spa, form)).body.error).toBe('invalid_grant');
      expect((await token(server, spa, { ...form, code_verifier: verifier })).status).toBe(200);
    });

    it('uses the code of a confidential client up after a wrong verifier', async () => {
      const { code, verifier } = await obtainCode(server, web, ada, { scope: 'read:projects' });
      const form = { grant_type: 'authorization_code', code, redirect_uri: web.redirectUri };
      expect((await token(server, web, { ...form, code_verifier: newPkce().verifier })).body.error).toBe(
        'invalid_grant',
      );
      expect((await token(server, web, { ...form, code_verifier: verifier })).body.error).toBe(
        'invalid_grant',
      );
    });

    it('refuses a verifier where the request had no challenge', async () => {
      const callback = await allow(
        new Browser(server.url),
        authorizePath(web, { scope: 'read:projects' }),
        ada.email,
      );
      const answer = await token(server, web, {
        grant_type: 'authorization_code',
        code: callback.searchParams.get('code')!,
        redirect_uri: web.redirectUri,
        code_verifier: newPkce().verifier,
      });
      expect(answer.body.error).toBe('invalid_grant');
    });

    it.each([
      ['no challenge', {}],
      ['plain', { code_challenge: newPkce().challenge, code_challenge_method: 'plain' }],
      ['no method, which means plain', { code_challenge: newPkce().challenge }],
      ['a malformed challenge', { code_challenge: 'short', code_challenge_method: 'S256' }],
    ])('sends invalid_request to a public client that asks with %s', async (_, parameters) => {
      const browser = new Browser(server.url);
      const page = await browser.get(
        authorizePath(spa, { scope: 'read:projects', prompt: 'none', ...parameters }),
      );
      expect(new URL(page.leadsTo!).searchParams.get('error')).toBe('invalid_request');
    });
  });

  it('ends with the person: a disabled one keeps nothing', async () => {
    const mallory = await addPerson(server, 'Mallory');
    const issued = await obtainTokens(server, web, mallory);
    await server.get(UserAdministration).update(mallory.user, { status: 'disabled' }, SYSTEM);
    expect((await api(server, '/v1/projects', issued.body.access_token)).status).toBe(401);
    const refresh = await token(server, web, {
      grant_type: 'refresh_token',
      refresh_token: issued.body.refresh_token,
    });
    expect(refresh).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
  });

  it('leaves a code as it was where its first tokens cannot be written down', async () => {
    const breaks = [
      jest.spyOn(server.get(RefreshTokenFamilies), 'add'),
      jest.spyOn(server.get(Authorizations), 'noteUse'),
    ];
    for (const broken of breaks) {
      const { code, verifier } = await obtainCode(server, web, ada);
      const form = { grant_type: 'authorization_code', redirect_uri: web.redirectUri };
      const redeem = () => token(server, web, { ...form, code, code_verifier: verifier });
      broken.mockRejectedValueOnce(away());
      expect((await redeem()).status).toBe(503);
      expect((await redeem()).status).toBe(200);
      expect((await redeem()).body).toMatchObject({ error: 'invalid_grant' });
    }
  });
});

/** As the driver says it. */
const away = () => Object.assign(new Error('The database is away'), { code: 'ECONNREFUSED' });
