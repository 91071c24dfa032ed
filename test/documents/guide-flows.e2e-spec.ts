import { createHash, randomBytes } from 'node:crypto';
import { Browser } from '../support/browser';
import {
  addClient,
  addMachine,
  addPerson,
  addPublicClient,
  allow,
  PASSWORD,
  type TestClient,
  type TestPerson,
} from '../support/oauth';
import { startServer, type TestServer } from '../support/test-server';
import { fill, Seed } from './seed';
import { type Answer, runCurl } from './send';

const guide = Seed.read('guide.txt');
const CALLBACK = 'https://yourapp.com/callback';
const AUTH_HOST = 'https://auth.example.com';
const API_HOST = 'https://api.example.com';
const PRINTED_TOKEN = 'eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCJ9...';

const codeFlow = guide.after('\nAuthorization Code Flow\n').before('\nAuthorization Code + PKCE\n');
const pkceFlow = guide.after('\nAuthorization Code + PKCE\n').before('\nClient Credentials Flow\n');
const clientCredentials = guide.after('\nClient Credentials Flow\n').before('\nUsing Access Tokens\n');
const refreshing = guide.after('\nRefreshing Tokens\n').before('\nScopes\n');

const names = (body: object) => Object.keys(body).sort();

describe('the guide: flows, sent as printed', () => {
  let server: TestServer;
  let ada: TestPerson;
  let web: TestClient;
  let spa: TestClient;
  let machine: TestClient;

  beforeAll(async () => {
    server = await startServer({ env: { ACCESS_TOKEN_AUDIENCE: API_HOST } });
    ada = await addPerson(server, 'Ada Lovelace');
    web = await addClient(server, { redirectUris: [CALLBACK] });
    spa = await addPublicClient(server, { redirectUris: [CALLBACK] });
    machine = await addMachine(server);
  });

  afterAll(() => server.close());

  const atServer = (values: Record<string, string>) => ({ [AUTH_HOST]: server.url, ...values });
  const secretOf = ({ id, secret }: TestClient) => ({ YOUR_CLIENT_ID: id, YOUR_CLIENT_SECRET: secret! });

  const authorizeUrl = () => fill(codeFlow.getUrl(), atServer({ YOUR_CLIENT_ID: web.id }));

  const exchange = (code: string) =>
    runCurl(fill(codeFlow.curl(), atServer({ AUTH_CODE: code, ...secretOf(web) })));

  async function tokens(): Promise<Answer['body']> {
    const callback = await allow(new Browser(server.url), authorizeUrl(), ada.email);
    return (await exchange(callback.searchParams.get('code')!)).body;
  }

  const listProjects = (accessToken: string) =>
    runCurl(
      fill(guide.after('\nUsing Access Tokens\n').curl(), {
        [API_HOST]: server.url,
        [PRINTED_TOKEN]: accessToken,
      }),
    );

  const refresh = (refreshToken: string) =>
    runCurl(fill(refreshing.curl(), atServer({ YOUR_REFRESH_TOKEN: refreshToken, ...secretOf(web) })));

  const revoke = (token: string) => {
    const command = guide.after('\nRevoking Tokens\n').curl();
    return runCurl(fill(command, atServer({ TOKEN_TO_REVOKE: token, ...secretOf(web) })));
  };

  describe('Quick Reference', () => {
    const endpoints = guide.pieces(/^(\w+) endpoint: (\S+)$/gm) as [string, string][];
    const metadataNames: Record<string, string> = {
      Authorization: 'authorization_endpoint',
      Token: 'token_endpoint',
      Revocation: 'revocation_endpoint',
      JWKS: 'jwks_uri',
    };

    it('names the endpoints that this suite knows', () => {
      expect(endpoints.map(([name]) => name)).toEqual(Object.keys(metadataNames));
    });

    it.each(endpoints)('%s endpoint: the metadata name the same one', async (name, printed) => {
      const metadata = await fetch(`${server.url}/.well-known/oauth-authorization-server`);
      expect(await metadata.json()).toHaveProperty(
        metadataNames[name]!,
        fill(printed, { [AUTH_HOST]: server.url }),
      );
    });
  });

  describe('Authorization Code Flow', () => {
    it('Step 1 and 2: shows a consent screen and sends the code and the state to redirect_uri', async () => {
      const cleo = await addPerson(server, 'Cleo');
      const browser = new Browser(server.url);
      const consent = await browser.follow(
        await browser.signIn(cleo.email, PASSWORD, await browser.open(authorizeUrl())),
      );
      expect(consent.body).toContain('id="consent"');
      const back = await browser.submit(consent, 'consent', {}, 'Allow');
      const printed = new URL(codeFlow.piece(/^https:\S+$/m));
      const callback = new URL(back.leadsTo!);
      expect(callback.origin + callback.pathname).toBe(printed.origin + printed.pathname);
      expect([...callback.searchParams.keys()]).toEqual([...printed.searchParams.keys(), 'iss']);
      expect(callback.searchParams.get('state')).toBe(printed.searchParams.get('state'));
      expect(callback.searchParams.get('code')).toMatch(/^aac_/);
    });

    it('Step 2: sends access_denied and the state to redirect_uri when the user denies access', async () => {
      const dan = await addPerson(server, 'Dan');
      const callback = await allow(new Browser(server.url), authorizeUrl(), dan.email, 'Cancel');
      expect(callback.origin + callback.pathname).toBe(CALLBACK);
      expect(callback.searchParams.get('error')).toBe('access_denied');
      expect(callback.searchParams.get('state')).toBe('random_state_string');
      expect(callback.searchParams.has('code')).toBe(false);
    });

    it('Step 3: exchanges the code for the printed response', async () => {
      const callback = await allow(new Browser(server.url), authorizeUrl(), ada.email);
      const answer = await exchange(callback.searchParams.get('code')!);
      const printed = codeFlow.json();
      expect(answer.status).toBe(200);
      expect(names(answer.body)).toEqual(names(printed));
      expect(answer.body).toMatchObject({
        token_type: printed['token_type'],
        expires_in: printed['expires_in'],
        scope: printed['scope'],
        access_token: expect.stringMatching(/^eyJ[\w-]+\.[\w-]+\.[\w-]+$/),
        refresh_token: expect.stringMatching(/^art_\w+$/),
      });
    });

    it('redirect_uri must match the registered URI: otherwise a page, and nobody is sent anywhere', async () => {
      const browser = new Browser(server.url);
      const page = await browser.get(authorizeUrl().replace(CALLBACK, `${CALLBACK}/other`));
      expect(page).toMatchObject({ status: 400, leadsTo: null });
      expect(page.body).toContain('redirect_uri is not registered for this app');
    });

    it('response_type must be code', async () => {
      const browser = new Browser(server.url);
      await browser.signIn(ada.email, PASSWORD);
      const url = authorizeUrl();
      const other = await browser.get(url.replace('response_type=code', 'response_type=id_token'));
      expect(new URL(other.leadsTo!).searchParams.get('error')).toBe('unsupported_response_type');
      const none = await browser.get(url.replace('response_type=code&', ''));
      expect(new URL(none.leadsTo!).searchParams.get('error')).toBe('invalid_request');
    });
  });

  describe('Authorization Code + PKCE', () => {
    /** The two printed lines of JavaScript, run. */
    function printedPkce(): { codeVerifier: string; codeChallenge: string } {
      const lines = pkceFlow.piece(/^\/\/ Generate a random[^]*?sha256\(codeVerifier\)\);$/m);
      const sample = new Function(
        'generateRandomString',
        'base64url',
        'sha256',
        `${lines}\nreturn { codeVerifier, codeChallenge };`,
      ) as (...helpers: unknown[]) => { codeVerifier: string; codeChallenge: string };
      return sample(
        (length: number) => randomBytes(length).toString('base64url').slice(0, length),
        (bytes: Buffer) => bytes.toString('base64url'),
        (text: string) => createHash('sha256').update(text).digest(),
      );
    }

    const pkceUrl = (codeChallenge: string) =>
      fill(pkceFlow.getUrl(), atServer({ YOUR_CLIENT_ID: spa.id, CODE_CHALLENGE: codeChallenge }));

    const exchangeWithVerifier = (code: string, verifier: string) => {
      const values = { AUTH_CODE: code, YOUR_CLIENT_ID: spa.id, ORIGINAL_CODE_VERIFIER: verifier };
      return runCurl(fill(pkceFlow.curl(), atServer(values)));
    };

    it('gives tokens for the verifier, without a secret', async () => {
      const { codeVerifier, codeChallenge } = printedPkce();
      expect(codeVerifier).toMatch(/^[\w-]{43,128}$/);
      const callback = await allow(new Browser(server.url), pkceUrl(codeChallenge), ada.email);
      expect(callback.searchParams.get('state')).toBe('random_state_string');
      const answer = await exchangeWithVerifier(callback.searchParams.get('code')!, codeVerifier);
      expect(answer.status).toBe(200);
      expect(names(answer.body)).toEqual(names(codeFlow.json()));
      expect(answer.body).toMatchObject({ token_type: 'Bearer', expires_in: 3600, scope: 'read:projects' });
    });

    it('refuses another verifier', async () => {
      const callback = await allow(new Browser(server.url), pkceUrl(printedPkce().codeChallenge), ada.email);
      const answer = await exchangeWithVerifier(
        callback.searchParams.get('code')!,
        printedPkce().codeVerifier,
      );
      expect(answer).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
    });

    it('is required where the client secret cannot be kept confidential', async () => {
      const browser = new Browser(server.url);
      await browser.signIn(ada.email, PASSWORD);
      const page = await browser.get(fill(codeFlow.getUrl(), atServer({ YOUR_CLIENT_ID: spa.id })));
      const callback = new URL(page.leadsTo!);
      expect(callback.searchParams.get('error')).toBe('invalid_request');
      expect(callback.searchParams.get('error_description')).toContain('PKCE');
    });
  });

  describe('Client Credentials Flow', () => {
    const command = () => fill(clientCredentials.curl(), atServer(secretOf(machine)));

    it('gives the printed response', async () => {
      const answer = await runCurl(command());
      const printed = clientCredentials.json();
      expect(answer.status).toBe(200);
      expect(names(answer.body)).toEqual(names(printed));
      expect(answer.body).toMatchObject({
        token_type: printed['token_type'],
        expires_in: printed['expires_in'],
        scope: printed['scope'],
      });
    });

    it('does not return a refresh token', async () => {
      expect(clientCredentials.text).toContain('Client credentials flow does not return a refresh token.');
      expect((await runCurl(command())).body).not.toHaveProperty('refresh_token');
    });
  });

  describe('Using Access Tokens', () => {
    it('opens GET /v1/projects with the access token in the Authorization header', async () => {
      const { access_token } = await tokens();
      const answer = await listProjects(access_token);
      expect(answer).toMatchObject({ status: 200, body: { data: [] } });
    });

    it('refuses the token as it is printed', async () => {
      expect((await listProjects(PRINTED_TOKEN)).status).toBe(401);
    });
  });

  describe('Refreshing Tokens', () => {
    it('gives the printed response, and says the scope too, as RFC 6749 §5.1 allows', async () => {
      const first = await tokens();
      const answer = await refresh(first.refresh_token);
      const printed = refreshing.json();
      expect(answer.status).toBe(200);
      expect(names(answer.body)).toEqual(names({ ...printed, scope: '' }));
      expect(answer.body).toMatchObject({
        token_type: printed['token_type'],
        expires_in: printed['expires_in'],
        scope: first['scope'],
      });
      expect((await listProjects(answer.body.access_token)).status).toBe(200);
    });

    it('Refresh tokens are rotated on each use: the old one is refused', async () => {
      const first = await tokens();
      const second = await refresh(first.refresh_token);
      expect(second.body.refresh_token).not.toBe(first.refresh_token);
      const third = await refresh(second.body.refresh_token);
      expect(third.status).toBe(200);
      expect(await refresh(first.refresh_token)).toMatchObject({
        status: 400,
        body: { error: 'invalid_grant' },
      });
    });

    it('Access tokens expire after 1 hour', async () => {
      const { access_token, refresh_token } = await tokens();
      server.advance(3590);
      expect((await listProjects(access_token)).status).toBe(200);
      server.advance(10);
      expect((await listProjects(access_token)).status).toBe(401);
      expect((await refresh(refresh_token)).status).toBe(200);
    });
  });

  describe('Revoking Tokens', () => {
    it('ends an access token', async () => {
      const { access_token, refresh_token } = await tokens();
      expect((await revoke(access_token)).status).toBe(200);
      expect((await listProjects(access_token)).status).toBe(401);
      expect((await refresh(refresh_token)).status).toBe(200);
    });

    it('Revoking a refresh token also invalidates all associated access tokens', async () => {
      const first = await tokens();
      const second = await refresh(first.refresh_token);
      for (const { access_token } of [first, second.body]) {
        expect((await listProjects(access_token)).status).toBe(200);
      }
      expect((await revoke(second.body.refresh_token)).status).toBe(200);
      for (const { access_token } of [first, second.body]) {
        expect((await listProjects(access_token)).status).toBe(401);
      }
      expect((await refresh(second.body.refresh_token)).body['error']).toBe('invalid_grant');
    });
  });
});
