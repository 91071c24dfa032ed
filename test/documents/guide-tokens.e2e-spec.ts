import { createLocalJWKSet, decodeJwt, decodeProtectedHeader, type JSONWebKeySet, jwtVerify } from 'jose';
import {
  addClient,
  addPerson,
  obtainTokens,
  postForm,
  type TestClient,
  type TestPerson,
} from '../support/oauth';
import { startServer, type TestServer } from '../support/test-server';
import { fill, Seed } from './seed';

const guide = Seed.read('guide.txt');
const AUDIENCE = 'https://api.example.com';

describe('the guide: JWT Token Structure', () => {
  let server: TestServer;
  let ada: TestPerson;
  let web: TestClient;
  let token: string;

  beforeAll(async () => {
    server = await startServer({ env: { ACCESS_TOKEN_AUDIENCE: AUDIENCE } });
    ada = await addPerson(server, 'Ada Lovelace');
    web = await addClient(server);
    token = (await obtainTokens(server, web, ada)).body.access_token;
  });

  afterAll(() => server.close());

  it('signs with RS256, as the header of the printed token says', () => {
    const printed = guide.piece(/(?<="access_token": ")[\w-]+(?=\.\.\.")/);
    const { alg } = JSON.parse(Buffer.from(printed, 'base64url').toString()) as { alg: string };
    expect(decodeProtectedHeader(token)).toEqual({ alg, typ: 'at+jwt', kid: expect.any(String) });
  });

  it('has the printed claims, of the printed kinds', () => {
    const printed = guide.after('\n// Decoded JWT payload\n').json();
    const claims = decodeJwt(token);
    for (const [name, value] of Object.entries(printed)) expect(typeof claims[name]).toBe(typeof value);
    expect(printed['sub']).toMatch(/^user_/);
    expect(claims).toMatchObject({
      iss: fill(printed['iss'] as string, { 'https://auth.example.com': server.url }),
      sub: expect.stringMatching(/^user_[0-9A-Za-z]{16}$/),
      aud: printed['aud'],
      scope: printed['scope'],
      client_id: web.id,
    });
    expect(claims.sub).toBe(ada.user.id);
    expect(claims.exp! - claims.iat!).toBe((printed['exp'] as number) - (printed['iat'] as number));
    expect(Math.abs(claims.iat! - Date.now() / 1000)).toBeLessThan(60);
  });

  describe('Validating Tokens', () => {
    const rules = guide.after('\nValidating Tokens\n').before('\nCode Examples\n');

    async function validate(jwt: string, expected: { issuer?: string; audience?: string; at?: number } = {}) {
      const endpoint = fill(guide.piece(/(?<=^JWKS endpoint: )\S+$/m), {
        'https://auth.example.com': server.url,
      });
      const jwks = (await (await fetch(endpoint)).json()) as JSONWebKeySet;
      return jwtVerify(jwt, createLocalJWKSet(jwks), {
        issuer: expected.issuer ?? server.url,
        audience: expected.audience ?? AUDIENCE,
        currentDate: new Date(expected.at ?? Date.now()),
      });
    }

    it('passes every rule of the guide', async () => {
      expect(rules.text).toContain('Verify the signature using keys from the JWKS endpoint');
      expect((await validate(token)).payload.sub).toBe(ada.user.id);
    });

    it('Verify the signature: a changed token fails', async () => {
      const [header, payload, signature] = token.split('.') as [string, string, string];
      const claims = { ...decodeJwt(token), scope: 'admin:write' };
      const changed = Buffer.from(JSON.stringify(claims)).toString('base64url');
      const failure = { code: 'ERR_JWS_SIGNATURE_VERIFICATION_FAILED' };
      await expect(validate([header, changed, signature].join('.'))).rejects.toMatchObject(failure);
      const reversed = [...signature].reverse().join('');
      await expect(validate([header, payload, reversed].join('.'))).rejects.toMatchObject(failure);
    });

    it('Check exp claim is in the future: an hour later it fails', async () => {
      const at = decodeJwt(token).exp! * 1000;
      await expect(validate(token, { at })).rejects.toMatchObject({ code: 'ERR_JWT_EXPIRED' });
    });

    it.each([
      ['iss', { issuer: 'https://auth.example.com' }],
      ['aud', { audience: 'https://other.example.com' }],
    ])('Verify %s: another value fails', async (claim, expected) => {
      await expect(validate(token, expected)).rejects.toMatchObject({
        code: 'ERR_JWT_CLAIM_VALIDATION_FAILED',
        claim,
      });
    });

    it('publishes nothing private at the JWKS endpoint', async () => {
      const answer = await fetch(`${server.url}/.well-known/jwks.json`);
      const { keys } = (await answer.json()) as JSONWebKeySet;
      expect(keys.length).toBeGreaterThan(0);
      for (const key of keys) {
        expect(Object.keys(key).sort()).toEqual(['alg', 'e', 'kid', 'kty', 'n', 'use']);
      }
      expect(keys.map(({ kid }) => kid)).toContain(decodeProtectedHeader(token).kid);
    });
  });

  describe('Scopes', () => {
    // The document runs the items of its lists together.
    const printed = guide
      .after('\nScopes\n')
      .before('\nRevoking Tokens\n')
      .pieces(/((?:read|write|delete|admin):[a-z]+)— (.+?)(?=(?:read|write|delete|admin):[a-z]+—|$)/gm) as [
      string,
      string,
    ][];

    it('are nine', () => {
      expect(printed).toHaveLength(9);
    });

    it.each(printed)('%s: GET /v1/scopes says "%s"', async (name, description) => {
      const answer = await fetch(`${server.url}/v1/scopes`);
      const { data } = (await answer.json()) as { data: { name: string }[] };
      expect(data.find((scope) => scope.name === name)).toMatchObject({ name, description });
    });

    it.each(printed)('%s can be asked for and is in the answer', async (name) => {
      const client = await addClient(server, { scopes: [name] });
      const person = await addPerson(server, `Admin for ${name}`, 'admin');
      const { body } = await obtainTokens(server, client, person, { scope: name });
      expect(body.scope).toBe(name);
      expect(decodeJwt(body.access_token)['scope']).toBe(name);
    });

    it('are listed in the metadata', async () => {
      const metadata = await fetch(`${server.url}/.well-known/oauth-authorization-server`);
      const { scopes_supported } = (await metadata.json()) as { scopes_supported: string[] };
      expect(scopes_supported).toEqual(expect.arrayContaining(printed.map(([name]) => name)));
    });
  });

  it('never gives more than was asked for: Only ask for permissions you need', async () => {
    const { body } = await obtainTokens(server, web, ada, { scope: 'read:email' });
    expect(body.scope).toBe('read:email');
    const stranger = await postForm(server, '/oauth/revoke', { token: body.access_token });
    expect(stranger).toMatchObject({ status: 401, body: { error: 'invalid_client' } });
  });
});
