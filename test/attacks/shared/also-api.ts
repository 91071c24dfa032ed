import { RouteReader } from '../../../src/openapi/route-reader';
import { eventsOf } from '../../support/audit';
import { token } from '../../support/oauth';
import { JSON_TYPE, type RawAnswer } from '../../support/raw';
import type { Trial } from '../trial';
import type { Also } from './also';

const parse = <T>({ body }: RawAnswer) => JSON.parse(body) as T;

/** Every route under `/v1/…` that starts so, with something in each of its places. */
const routes = ({ server }: Trial, beginning: string) =>
  server
    .get(RouteReader)
    .read()
    .filter(({ path, bearer }) => bearer && path.startsWith(beginning))
    .map(({ method, path }) => ({ method, path: path.replace(/\{\w+\}/g, 'x') }));

async function refusedEverywhere(trial: Trial, bearer: string, beginning: string, statuses: number[]) {
  const all = routes(trial, beginning);
  expect(all.length).toBeGreaterThan(0);
  for (const { method, path } of all) {
    const body = method === 'GET' || method === 'DELETE' ? {} : { body: '{}' };
    const headers = method === 'GET' || method === 'DELETE' ? {} : JSON_TYPE;
    const answer = await trial.bearer(path, bearer, { method, headers, ...body });
    expect([method, path, statuses.includes(answer.status) || answer.status]).toEqual([method, path, true]);
  }
}

export const ALSO_AT_THE_API: Record<string, Also> = {
  'CC-006': async (trial) => {
    const { access_token } = await trial.cast.machineToken();
    await refusedEverywhere(trial, access_token, '/v1/me/', [401, 403]);
    const page = await trial.bearer('/settings/tokens', access_token);
    expect([page.status, page.headers.location]).toEqual([303, expect.stringMatching(/^\/login/)]);
  },
  'JW-001': async (_, answer) => {
    for (const key of parse<{ keys: Record<string, string>[] }>(answer).keys) {
      expect(key).toMatchObject({ kty: 'RSA', use: 'sig', alg: 'RS256', kid: expect.any(String) });
      expect(Buffer.from(key['n']!, 'base64url').length * 8).toBeGreaterThanOrEqual(2048);
    }
  },
  'JW-032': async (trial) => {
    const project = await trial.cast.project('alice');
    const { access_token } = await trial.cast.tokens(
      'conf',
      'bob',
      'read:projects write:projects delete:projects',
    );
    const path = `/v1/projects/${project}`;
    const patch = { method: 'PATCH', headers: JSON_TYPE, body: '{"name":"Mine"}' };
    for (const more of [{}, patch, { method: 'DELETE' }]) {
      const answer = await trial.bearer(path, access_token, more);
      expect([answer.status, answer.body.includes('Plan of alice')]).toEqual([404, false]);
    }
    const list = await trial.bearer('/v1/projects?q=Plan', access_token);
    expect([list.status, list.body.includes('alice')]).toEqual([200, false]);
    const own = await trial.bearer(path, (await trial.cast.tokens()).access_token);
    expect([own.status, own.body.includes('Plan of alice')]).toEqual([200, true]);
  },
  'AD-002': async (trial) => refusedEverywhere(trial, await trial.fill('${alice.at}'), '/v1/admin/', [403]),
  'AD-011': async (trial) => {
    const ids = ['0', '-1', '..%2f', '%00', 'x'.repeat(290), 'prj_0123456789abcdef', '%27%3B--'];
    for (const id of ids) {
      const answer = await trial.send({ path: `\${ADMIN}/users/${id}` });
      expect([id, [400, 404].includes(answer.status) || answer.status]).toEqual([id, true]);
    }
  },
  'AD-014': async (trial) => {
    const { cast, server } = trial;
    const conf = await cast.client('conf');
    const { access_token, refresh_token } = await cast.tokens('conf', 'bob');
    const { value } = await cast.personal('bob');
    for (const bearer of [access_token, value])
      expect((await trial.bearer('/v1/projects', bearer)).status).toBe(401);
    const redeem = {
      code: await cast.code(),
      redirect_uri: conf.redirectUri,
      code_verifier: cast.pkce.verifier,
    };
    const forms: Record<string, string>[] = [
      { grant_type: 'refresh_token', refresh_token },
      { grant_type: 'authorization_code', ...redeem },
    ];
    for (const form of forms) {
      const { status, body } = await token(server, conf, form);
      expect([status, body.error]).toEqual([400, 'invalid_grant']);
    }
    expect((await (await cast.browser('bob')).get('/settings/profile')).status).toBe(303);
  },
  'AD-015': async (trial) => {
    for (const uri of [
      ...[
        'data:text/html,x',
        'vbscript:x',
        'http://app.test/cb',
        'https://*.app.test/cb',
        'https://a.test/cb#x',
      ],
      ...[
        'https://user:pw@a.test/cb',
        '/cb',
        '//a.test/cb',
        'https://',
        'https:/a.test',
        'JavaScript:alert(1)',
      ],
      ...[
        'https://a.test/cb\n',
        ' https://a.test/cb',
        'file:///etc/passwd',
        'about:blank',
        'blob:https://a.test/x',
      ],
    ]) {
      const json = { name: 'x', redirect_uris: [uri], type: 'web', scopes: ['read:projects'] };
      const answer = await trial.send({ json });
      expect([uri, answer.status]).toEqual([uri, 400]);
    }
  },
  'AD-018': async (trial) => {
    const headers = { ...trial.sent.headers, ...JSON_TYPE };
    const deep = '['.repeat(10_000) + ']'.repeat(10_000);
    const bodies: (string | Buffer)[] = [
      ...['', '{', '[]', 'null', '{"name":"x","unknown":1}', '{"name":5}', `{"name":${deep}}`],
      `{"name":"${'x'.repeat(1_000_000)}"}`,
      Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]),
    ];
    for (const body of bodies) {
      const { status } = await trial.raw({ ...trial.sent, headers, body });
      expect([body.toString().slice(0, 40), [400, 413, 415, 422].includes(status) || status]).toEqual([
        body.toString().slice(0, 40),
        true,
      ]);
    }
  },
  'AD-019': async (trial, answer) => {
    const { client_id } = parse<{ client_id: string }>(answer);
    const admin = (await trial.cast.person('admin')).user.id;
    const [made] = (await eventsOf(trial.server)).filter(
      ({ type, clientId }) => type === 'client.created' && clientId === client_id,
    );
    expect(made).toMatchObject({
      outcome: 'success',
      actor: { type: 'user', id: admin },
      ip: expect.any(String),
    });
    expect(JSON.stringify(made)).not.toMatch(/acs_/);
  },
  'CA-003': async (trial, { headers }) => {
    for (const path of ['/.well-known/jwks.json', '/.well-known/oauth-authorization-server']) {
      const { headers: given } = await trial.raw({ path });
      const age = Number(/^public, max-age=(\d+)$/.exec(given['cache-control']!)?.[1]);
      expect([age >= 60, age <= 3600]).toEqual([true, true]);
      const again = await trial.raw({ path, headers: { 'If-None-Match': given.etag! } });
      expect(again.status).toBe(304);
    }
    expect(headers.etag).toBeDefined();
  },
  'MD-001': async (trial, answer) => {
    const meta = parse<Record<string, unknown>>(answer);
    expect(meta['issuer']).toBe(trial.server.url);
    for (const [name, value] of Object.entries(meta))
      if (/_(?:endpoint|uri)$/.test(name)) expect(value).toMatch(new RegExp(`^${trial.server.url}/`));
    expect(meta['response_types_supported']).toEqual(['code']);
    expect(meta['grant_types_supported']).toEqual([
      'authorization_code',
      'refresh_token',
      'client_credentials',
    ]);
    for (const path of ['/oauth/device_authorization', '/oauth/register', '/oauth/userinfo'])
      expect((await trial.raw({ method: 'POST', path })).status).toBe(404);
  },
};
