import { RouteReader } from '../../../src/openapi/route-reader';
import { SigningKeyRotation } from '../../../src/tokens/application/signing-key-rotation';
import { SYSTEM } from '../../../src/shared/domain/security-events';
import { withPersonalToken, ACCOUNT_SCOPES, MEMBER_SCOPES } from '../../support/caller';
import { dump } from '../../support/dump';
import { JSON_TYPE } from '../../support/raw';
import type { ForgedTokens } from '../forged-tokens';
import type { Trial } from '../trial';
import { attack, call, INVALID_TOKEN, type OwnCase } from './own-case';

const NOTHING = { status: [] };

/** A token of somebody's making at the sample API. */
const forged = (
  title: string,
  make: (forged: ForgedTokens, now: number) => Promise<string> | string,
): OwnCase =>
  attack('S21', title, null, NOTHING, {
    after: async (trial) => {
      const now = Math.floor(trial.server.now() / 1000);
      const token = await make(await trial.cast.forged(), now);
      const { status, headers } = await trial.bearer('/v1/projects', token);
      expect([status, headers['www-authenticate']]).toEqual([
        401,
        expect.stringContaining('error="invalid_token"'),
      ]);
    },
  });

/** Every route with an id in it, asked by somebody else who may do everything for themselves. */
async function strangersEverywhere(trial: Trial): Promise<void> {
  const bob = await withPersonalToken(trial.server, await trial.cast.person('bob'), [
    ...MEMBER_SCOPES,
    ...ACCOUNT_SCOPES,
  ]);
  const known: [RegExp, () => Promise<string>][] = [
    [/^\/v1\/projects\//, () => trial.cast.project('alice')],
    [/personal-access-tokens\//, async () => (await trial.cast.personal('alice')).id],
    [/\/apps\//, async () => (await trial.cast.client('conf')).id],
    [/\/clients\//, async () => (await trial.cast.client('conf')).id],
    [/\/members\//, async () => (await trial.cast.person('alice')).user.id],
  ];
  const routes = trial.server
    .get(RouteReader)
    .read()
    .filter(({ path, bearer }) => bearer && path.includes('{'));
  expect(routes.length).toBeGreaterThan(15);
  for (const { method, path } of routes) {
    const id = (await known.find(([pattern]) => pattern.test(path))?.[1]()) ?? 'x_0123456789abcdef';
    const filled = path.replace(/\{\w+\}/g, () => id);
    const body = method === 'GET' || method === 'DELETE' ? undefined : '{}';
    const answer = await trial.bearer(filled, bob.bearer!, {
      method,
      headers: body ? JSON_TYPE : {},
      ...(body && { body }),
    });
    expect([method, path, [400, 403, 404].includes(answer.status) || answer.status]).toEqual([
      method,
      path,
      true,
    ]);
    expect([method, path, /Plan of alice|ci read:projects|Project Board/.test(answer.body)]).toEqual([
      method,
      path,
      false,
    ]);
  }
  const { access_token } = await trial.cast.tokens();
  expect((await trial.bearer(`/v1/projects/${await trial.cast.project('alice')}`, access_token)).status).toBe(
    200,
  );
}

export const TOKEN_CASES: OwnCase[] = [
  forged('alg NONE', (it) => it.forge('NONE')),
  forged('alg nOnE with a signature', async (it) => `${await it.forge('nOnE')}AAAA`),
  forged('HS256 with the key in DER', (it) => it.forge('HS256', { key: 'der' })),
  forged('HS256 with the JWK', (it) => it.forge('HS256', { key: 'jwk' })),
  forged('HS512 with an empty key', (it) => it.forge('HS512', { key: 'empty' })),
  forged('the kid of a file', (it) =>
    it.forge('HS256', { key: 'empty', header: { kid: '../../../../dev/null' } }),
  ),
  forged('the kid of a query', (it) =>
    it.forge('HS256', { key: 'empty', header: { kid: "x' UNION SELECT '' -- " } }),
  ),
  forged('a kid that is a list', (it) => it.forge('RS256', { header: { kid: ['x'] } })),
  forged('no kid, our own signature', (it) => it.signWithHeader({ kid: undefined })),
  forged('jku of a stranger', (it) =>
    it.forge('RS256', { header: { jku: 'https://evil.test/jwks.json', kid: 'evil' } }),
  ),
  forged('x5u of a stranger', (it) => it.forge('RS256', { header: { x5u: 'https://evil.test/cert.pem' } })),
  forged('typ JWT, our own signature', (it) => it.sign({}, 'JWT')),
  forged('typ logout+jwt', (it) => it.sign({}, 'logout+jwt')),
  forged('no typ', (it) => it.signWithHeader({ typ: undefined })),
  forged('an unknown crit', (it) => it.signWithHeader({ crit: ['x'], x: 1 })),
  forged('an empty crit', (it) => it.signWithHeader({ crit: [] })),
  forged('b64 false', (it) => it.signWithHeader({ crit: ['b64'], b64: false })),
  forged('aud without us', (it) => it.sign({ aud: ['https://a.test', 'https://b.test'] })),
  forged('aud empty', (it) => it.sign({ aud: [] })),
  forged('aud that begins like ours', (it) => it.sign({ aud: 'http://localhost.evil.test' })),
  forged('no exp', (it) => it.sign({ exp: undefined })),
  forged('exp as text', (it, now) => it.sign({ exp: String(now + 600) })),
  forged('exp Infinity', (it) => it.sign({ exp: 1e400 })),
  forged('iat an hour ahead', (it, now) => it.sign({ iat: now + 3600, exp: now + 7200 })),
  forged('nbf an hour ahead', (it, now) => it.sign({ nbf: now + 3600 })),
  forged('sub a number', (it) => it.sign({ sub: 5 })),
  forged('sub empty', (it) => it.sign({ sub: '' })),
  forged('scope a list', (it) => it.sign({ scope: ['read:projects'] })),
  forged('iss a list', (it) => it.sign({ iss: ['http://localhost'] })),
  forged('iss with a slash behind', (it) => it.sign({ iss: 'http://localhost/' })),
  forged('a jti of nobody', (it) => it.sign({ jti: 'nobody' })),
  forged('four parts', async (it) => `${await it.sign({})}.AAAA`),
  forged('a signature with a letter more', async (it) => `${await it.sign({})}A`),
  attack('S21', 'no scope is no scope', null, NOTHING, {
    after: async (trial) => {
      const token = await (await trial.cast.forged()).sign({ scope: undefined });
      expect((await trial.bearer('/v1/projects', token)).status).toBe(403);
    },
  }),

  attack('S20', 'a refresh token is no access token', call('GET', '/v1/projects', '${rt}'), INVALID_TOKEN),
  attack('S20', 'a code is no access token', call('GET', '/v1/projects', '${code}'), INVALID_TOKEN),
  attack(
    'S20',
    'a client secret is no access token',
    call('GET', '/v1/projects', '${conf.secret}'),
    INVALID_TOKEN,
  ),
  attack(
    'S20',
    'what the profile is cannot be said by who has it',
    call('PATCH', '/v1/profile', '${pat(write:profile)}', { name: 'Ada', role: 'admin' }),
    { status: [400] },
  ),

  attack('S22', 'after an emergency, what the old key signed opens nothing', null, NOTHING, {
    after: async (trial) => {
      const { access_token } = await trial.cast.tokens();
      await trial.server.get(SigningKeyRotation).rotate({ emergency: true, actor: SYSTEM });
      expect((await trial.bearer('/v1/projects', access_token)).status).toBe(401);
      expect((await trial.raw({ path: '/.well-known/jwks.json' })).body).not.toContain('"d"');
    },
  }),
  attack(
    'S22',
    'a query does not choose among keys',
    { method: 'GET', path: '${JWKS}', query: { kid: '../x', format: 'pem', private: 'true' } },
    { status: [200], never: 'd,p,q,dp,dq,qi,k' },
  ),
  attack('S22', 'private keys are sealed where they lie', null, NOTHING, {
    after: async (trial) => {
      const everything = await dump(trial.server);
      expect(everything).not.toMatch(/PRIVATE KEY|"d":"|\\"d\\":/);
      expect(everything).toContain('grantor_signing_keys');
    },
  }),
  attack(
    'S22',
    'no kid stands twice',
    { method: 'GET', path: '${JWKS}' },
    { status: [200] },
    {
      after: async (_, { body }) => {
        const { keys } = JSON.parse(body) as { keys: { kid: string }[] };
        expect(new Set(keys.map(({ kid }) => kid)).size).toBe(keys.length);
      },
    },
  ),

  attack('S23', 'two tokens in one header', call('GET', '/v1/projects', '${at}, Bearer ${at}'), {
    status: [400, 401],
  }),
  attack(
    'S23',
    'a token in a form',
    { method: 'POST', path: '/v1/projects', form: { access_token: '${at}' } },
    { status: [400, 401, 415] },
  ),
  attack(
    'S23',
    'a token in JSON',
    { method: 'POST', path: '/v1/projects', json: { access_token: '${at}', name: 'x' } },
    { status: [401] },
  ),
  attack('S23', 'reading does not delete', call('DELETE', '/v1/projects/${alice.project}', '${at}'), {
    status: [403],
    error: ['insufficient_scope'],
    headers: { 'WWW-Authenticate': 'Bearer error="insufficient_scope", scope="delete:projects"' },
  }),
  attack(
    'S23',
    'writing does not read another thing',
    call('GET', '/v1/profile/email', '${at(read:projects write:projects)}'),
    { status: [403], error: ['insufficient_scope'] },
  ),

  attack('S24', 'what is somebody’s is nobody else’s, on every route with an id', null, NOTHING, {
    after: strangersEverywhere,
  }),
  attack(
    'S24',
    'an administrator’s role is needed beside the scope',
    call('GET', '/v1/admin/clients', '${alice.at}'),
    { status: [403] },
  ),
  attack(
    'S24',
    'a project is not given to somebody else',
    call('POST', '/v1/projects', '${at(read:projects write:projects)}', { name: 'x', owner_id: '${bob.id}' }),
    { status: [400] },
  ),
  attack(
    'S24',
    'a list cannot be asked for somebody else’s',
    { ...call('GET', '/v1/projects', '${at}'), query: { owner_id: '${bob.id}' } },
    { status: [400] },
  ),
  attack(
    'S24',
    'an app is not made first-party by its owner',
    call('POST', '/v1/me/apps', '${pat}', {
      name: 'x',
      type: 'web',
      redirect_uris: ['https://a.test/cb'],
      first_party: true,
    }),
    { status: [400, 403] },
  ),

  attack('S25', 'a secret stands in no later answer', null, NOTHING, {
    after: async (trial) => {
      const { id, secret } = await trial.cast.client('conf');
      const bearer = await trial.fill('${admin.at}');
      for (const path of [
        `/v1/admin/clients/${id}`,
        `/v1/admin/clients/${id}/secrets`,
        '/v1/admin/clients',
        '/v1/admin/audit-events',
      ]) {
        const answer = await trial.bearer(path, bearer);
        expect([path, answer.status, answer.body.includes(secret!)]).toEqual([path, 200, false]);
        expect(answer.body).not.toMatch(/[a-z_]*hash"|\$argon2/);
      }
    },
  }),
  attack('S25', 'the database could not sign in', null, NOTHING, {
    after: async (trial) => {
      await trial.cast.tokens();
      await trial.cast.browser('alice');
      const everything = await dump(trial.server);
      for (const secret of trial.cast.secrets) expect(everything).not.toContain(secret);
    },
  }),

  attack(
    'S26',
    'an app with a script as its address',
    call('POST', '/v1/admin/clients', '${admin.at}', {
      name: 'x',
      type: 'web',
      redirect_uris: ['jAvAsCrIpT:alert(1)'],
    }),
    { status: [400] },
  ),
  attack(
    'S26',
    'addresses where metadata could be fetched',
    call('POST', '/v1/admin/clients', '${admin.at}', {
      name: 'x',
      type: 'web',
      redirect_uris: ['https://a.test/cb'],
      jwks_uri: 'http://127.0.0.1:${canary}/jwks',
      logo_uri: 'http://127.0.0.1:${canary}/logo',
    }),
    { status: [400], never: 'hit on canary' },
  ),
  attack(
    'S26',
    'a canary as the address of an app is never called',
    call('POST', '/v1/admin/clients', '${admin.at}', {
      name: 'x',
      type: 'native',
      redirect_uris: ['http://127.0.0.1:${canary}/cb'],
    }),
    { status: [201, 400], never: 'hit on canary' },
  ),
  attack(
    'S26',
    'a name that turns the writing direction',
    call('POST', '/v1/admin/clients', '${admin.at}', {
      name: 'Bank\u202Eknab',
      type: 'web',
      redirect_uris: ['https://a.test/cb'],
    }),
    { status: [400] },
  ),
  attack(
    'S26',
    'a name with letters that nobody sees',
    call('POST', '/v1/admin/clients', '${admin.at}', {
      name: 'Ba\u200Bnk',
      type: 'web',
      redirect_uris: ['https://a.test/cb'],
    }),
    { status: [400] },
  ),
  attack(
    'S03',
    'a name that is an object',
    call('POST', '/v1/projects', '${at(read:projects write:projects)}', { name: { toString: 'x' } }),
    { status: [400] },
  ),
  attack(
    'S03',
    'a body that writes to prototypes',
    {
      method: 'POST',
      path: '/v1/projects',
      raw: '{"__proto__":{"admin":true},"name":"x"}',
      headers: { ...JSON_TYPE, Authorization: 'Bearer ${at(read:projects write:projects)}' },
    },
    { status: [400] },
    { after: async () => expect(({} as { admin?: unknown }).admin).toBeUndefined() },
  ),
  attack(
    'S03',
    'a limit of a billion',
    { ...call('GET', '/v1/projects', '${at}'), query: { limit: '1e9' } },
    { status: [400] },
  ),
  attack(
    'S03',
    'a cursor of SQL',
    { ...call('GET', '/v1/projects', '${at}'), query: { cursor: "' OR 1=1 -- " } },
    { status: [400] },
  ),
  attack('S31', 'a page of the REST API is not kept', call('GET', '/v1/projects', '${at}'), {
    status: [200],
    headers: { 'Cache-Control': 'no-store' },
  }),
];
