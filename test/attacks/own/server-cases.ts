import { readSettings } from '../../../src/config/read-settings';
import { UserDirectory } from '../../../src/users/application/user-directory';
import { eventsOf } from '../../support/audit';
import { Browser } from '../../support/browser';
import { refresh, revoke, startNode } from '../../support/race';
import { FORM } from '../../support/raw';
import {
  attack,
  authorize,
  back,
  call,
  machine,
  type OwnCase,
  post,
  redeem,
  refusal,
  SESSION,
} from './own-case';

const NOTHING = { status: [] };
const preflight = (path: string, Origin: string) => ({
  method: 'OPTIONS',
  path,
  headers: { Origin, 'Access-Control-Request-Method': 'POST' },
});
const CLOSED = { status: [200, 204, 400, 401, 403, 404, 405], never: 'Access-Control-Allow-Origin' };
const withPub: Pick<OwnCase, 'before'> = { before: ({ cast }) => cast.client('pub') };
const GOOD = {
  ...{ ISSUER: 'https://auth.example.test', DB_URL: 'sqlite:/tmp/none.sqlite' },
  COOKIE_SECRET: 'Zx8!kq03mVb92LpTt51WcYh7RsJd4Ge6',
  KEY_ENCRYPTION_SECRET: 'Qy7#nf14hUc83MoSr62XvZg9TkAe5Bw0',
};
const refuses = (title: string, env: Record<string, string | undefined>, name: string) =>
  attack('S38', title, null, NOTHING, {
    after: async () => expect(() => readSettings({ ...GOOD, ...env }, 'production')).toThrow(name),
  });
const closed = (path: string) =>
  attack('S38', `${path} shows nothing`, { method: 'GET', path }, { status: [404] });
const spelled = (path: string, status: number[] = [404]) =>
  attack(
    'S27',
    `${path} opens nothing`,
    { method: 'GET', path },
    { status: [400, 401, 405, ...status], location_absent: true },
  );
const hostile = (title: string, headers: Record<string, string>) =>
  attack(
    'S27',
    title,
    { method: 'GET', path: '${AS_META}', headers },
    { status: [200, 400] },
    {
      after: async (_, answer) => expect(answer.body + JSON.stringify(answer.headers)).not.toContain('evil'),
    },
  );

export const SERVER_CASES: OwnCase[] = [
  spelled('//v1/projects'),
  spelled('/v1//projects'),
  spelled('/%76%31/projects'),
  spelled('/V1/projects'),
  spelled('/v1/projects/..;/profile'),
  spelled('/v1/./projects'),
  spelled('/oauth/token/../../v1/admin/clients'),
  spelled('/v1/projects%00'),
  spelled('/v1/projects;.css'),
  hostile('a Host of somebody else', { Host: 'evil.test' }),
  hostile('X-Forwarded-Host of nobody whom we trust', {
    'X-Forwarded-Host': 'evil.test',
    'X-Forwarded-Proto': 'https',
  }),
  hostile('Forwarded', { Forwarded: 'host=evil.test;proto=https' }),
  attack(
    'S27',
    'another method in a header is not heard',
    call('POST', '/v1/projects', '${at}', { name: 'x' }, { 'X-HTTP-Method-Override': 'GET' }),
    { status: [403] },
  ),
  attack(
    'S27',
    'another address in a header is not heard',
    { method: 'GET', path: '/nowhere', headers: { 'X-Original-URL': '/login', 'X-Rewrite-URL': '/login' } },
    { status: [404] },
  ),

  attack(
    'S28',
    'an origin that begins like a registered one',
    preflight('${TOKEN}', 'https://spa.example.test.evil.test'),
    CLOSED,
    withPub,
  ),
  attack(
    'S28',
    'a registered origin over http',
    preflight('${TOKEN}', 'http://spa.example.test'),
    CLOSED,
    withPub,
  ),
  attack(
    'S28',
    'a registered origin with a port',
    preflight('${TOKEN}', 'https://spa.example.test:8443'),
    CLOSED,
    withPub,
  ),
  attack('S28', 'Origin: null', preflight('${TOKEN}', 'null'), CLOSED, withPub),
  attack(
    'S28',
    'the origin of an app with a secret',
    preflight('${TOKEN}', 'https://app.example.test'),
    CLOSED,
    { before: ({ cast }) => cast.client('conf') },
  ),
  attack(
    'S28',
    'introspection is for servers',
    preflight('${INTROSPECT}', 'https://spa.example.test'),
    CLOSED,
    withPub,
  ),
  attack(
    'S28',
    'the REST API of administrators',
    preflight('/v1/admin/clients', 'https://spa.example.test'),
    CLOSED,
    withPub,
  ),
  attack('S28', 'the sign-in', preflight('${LOGIN}', 'https://spa.example.test'), CLOSED, withPub),

  attack(
    'S29',
    'an expectation that nobody meets',
    { method: 'GET', path: '/login', headers: { Expect: 'something else' } },
    { status: [417], headers: { 'X-Frame-Options': 'DENY', 'Cache-Control': 'no-store' } },
  ),
  attack(
    'S29',
    'a method that is not there',
    { method: 'DELETE', path: '/login' },
    {
      status: [405],
      headers: {
        'X-Frame-Options': 'DENY',
        'X-Content-Type-Options': 'nosniff',
        'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
      },
    },
  ),
  attack(
    'S29',
    'an address that cannot be read',
    { method: 'GET', path: '/%zz' },
    {
      status: [400, 404],
      headers: {
        'X-Frame-Options': 'DENY',
        'X-Content-Type-Options': 'nosniff',
        'Content-Security-Policy': "default-src 'none'",
      },
    },
  ),
  attack('S29', 'a body that is too large', post('${TOKEN}', { a: 'x*70000' }), {
    status: [413],
    headers: { 'X-Content-Type-Options': 'nosniff', 'Cache-Control': 'no-store', 'X-Frame-Options': 'DENY' },
  }),
  attack(
    'S29',
    'nothing of others on the sign-in',
    { method: 'GET', path: '${LOGIN}' },
    { status: [200] },
    { after: async (_, { body }) => expect(body).not.toMatch(/(?:src|href|action)="(?:https?:)?\/\//) },
  ),
  attack(
    'S29',
    'no banner',
    { method: 'GET', path: '/nowhere' },
    { status: [404] },
    {
      after: async (_, { headers }) =>
        expect([headers['server'], headers['x-powered-by'], headers['via']]).toEqual([
          undefined,
          undefined,
          undefined,
        ]),
    },
  ),

  attack(
    'S31',
    'the consent page',
    authorize(),
    { status: [200], headers: { 'Cache-Control': 'no-store' } },
    SESSION,
  ),
  attack(
    'S31',
    'the page of tokens',
    { method: 'GET', path: '/settings/tokens' },
    { status: [200], headers: { 'Cache-Control': 'no-store' } },
    SESSION,
  ),
  attack(
    'S31',
    'an address that is not there',
    { method: 'GET', path: '/v1/nowhere' },
    { status: [404], headers: { 'Cache-Control': 'no-store' } },
  ),

  attack(
    'S34',
    '101 parameters',
    { method: 'POST', path: '${TOKEN}', raw: Array.from({ length: 101 }, (_, n) => `p${n}=1`).join('&') },
    refusal(400, 'invalid_request'),
  ),
  attack(
    'S34',
    'headers of 20 KB',
    { method: 'GET', path: '/login', headers: { 'X-Long': 'a*20000' } },
    { status: [400, 431] },
    {
      before: async (trial) => {
        Object.assign(trial.attack.request!.headers!, {
          'X-Long': 'a'.repeat(15_000),
          'X-More': 'b'.repeat(6_000),
        });
      },
    },
  ),
  attack(
    'S34',
    'a scope of 1001 letters',
    authorize({ scope: 'x*1001' }),
    back('invalid_scope', 'invalid_request'),
    SESSION,
  ),
  attack(
    'S34',
    '51 scopes',
    authorize({ scope: Array.from({ length: 51 }, (_, n) => `s${n}`).join(' ') }),
    back('invalid_scope', 'invalid_request'),
    SESSION,
  ),
  attack(
    'S34',
    'a state of 4097 letters',
    authorize({ state: 'x*4097' }),
    { status: [302], error: ['invalid_request'] },
    SESSION,
  ),
  attack(
    'S34',
    'a password of 1025 bytes is not hashed',
    post('${LOGIN}', { email: '${alice.email}', password: 'p*1025', csrf: '${csrf}' }),
    { status: [401] },
    {
      before: async (trial) => {
        await trial.cast.person('alice');
        Object.assign(trial, { spy: jest.spyOn(trial.server.get(UserDirectory), 'authenticate') });
      },
      after: async (trial) =>
        expect((trial as unknown as { spy: jest.SpyInstance }).spy).not.toHaveBeenCalled(),
    },
  ),
  attack(
    'S34',
    '51 addresses of an app',
    call('POST', '/v1/admin/clients', '${admin.at}', {
      name: 'x',
      type: 'web',
      redirect_uris: Array.from({ length: 51 }, (_, n) => `https://a.test/${n}`),
    }),
    { status: [400] },
  ),
  attack(
    'S34',
    'JSON of six levels',
    call('POST', '/v1/projects', '${at(read:projects write:projects)}', { name: [[[[[[1]]]]]] }),
    { status: [400] },
  ),
  attack(
    'S34',
    'JSON of 300 KB',
    call('POST', '/v1/projects', '${at(read:projects write:projects)}', { name: 'x'.repeat(300_000) }),
    { status: [413] },
  ),
  attack(
    'S34',
    'an address of 9 KB',
    { method: 'GET', path: '/login', query: { a: 'x*9000' } },
    { status: [200, 400, 414, 431] },
  ),

  attack(
    'S35',
    'there is no device flow to begin',
    post('${DEVICE}', { client_id: '${pub.id}', scope: 'read:projects' }),
    { status: [404] },
  ),
  attack(
    'S35',
    'its grant is unknown',
    machine({ grant_type: 'urn:ietf:params:oauth:grant-type:device_code', device_code: 'x' }),
    refusal(400, 'unsupported_grant_type'),
  ),
  attack(
    'S35',
    'nobody is asked for a code of it',
    { method: 'GET', path: '${DEVICE_VERIFY}', query: { user_code: 'ABCD-EFGH' } },
    { status: [404] },
  ),
  attack(
    'S35',
    'nobody is told of it',
    { method: 'GET', path: '${AS_META}' },
    { status: [200] },
    { after: async (_, { body }) => expect(body).not.toContain('device') },
  ),

  attack(
    'S36',
    'a User-Agent with line breaks stays in its field',
    machine({}, 'basic:m2m:wrong'),
    { status: [401] },
    {
      before: async (trial) => {
        Object.assign(trial.attack.request!, {
          headers: { 'User-Agent': '"} {"type":"user.login.succeeded' },
        });
        await trial.cast.client('m2m');
      },
      after: async (trial) => {
        const { id } = await trial.cast.client('m2m');
        const found = (await eventsOf(trial.server)).filter(
          ({ clientId, type }) => clientId === id && type === 'client.secret.auth_failed',
        );
        expect(found).toHaveLength(1);
        expect(found[0]!.userAgent).toBe('"} {"type":"user.login.succeeded');
      },
    },
  ),
  attack(
    'S36',
    'an id of a request that is none is not taken over',
    { method: 'GET', path: '/login', headers: { 'X-Request-Id': 'a b"}{' } },
    { status: [200] },
    { after: async (_, { headers }) => expect(headers['x-request-id']).toMatch(/^req_\w{16}$/) },
  ),
  attack('S36', 'a failed sign-in says whom, and not what was typed', null, NOTHING, {
    after: async (trial) => {
      const { user, email } = await trial.cast.person('alice');
      await new Browser(trial.server.url).signIn(email, 'my other secret pass');
      const found = (await eventsOf(trial.server)).filter(
        ({ type, userId }) => type === 'user.login.failed' && userId === user.id,
      );
      expect(found).toHaveLength(1);
      expect(found[0]).toMatchObject({
        outcome: 'failure',
        ip: expect.any(String),
        requestId: expect.any(String),
      });
      expect(JSON.stringify(found)).not.toContain('other secret');
    },
  }),
  attack(
    'S36',
    'the audit log is no place to write to',
    call('POST', '/v1/admin/audit-events', '${admin.at}', { type: 'x' }),
    { status: [404, 405] },
  ),

  attack('S37', 'what was rotated stays so on another node and after a restart', null, NOTHING, {
    after: async ({ server, cast }) => {
      const conf = await cast.client('conf');
      const { refresh_token } = await cast.tokens();
      const next = await refresh(server, conf, refresh_token);
      const node = await startNode(server);
      try {
        expect((await refresh(node, conf, next.body.refresh_token)).status).toBe(200);
        expect((await refresh(node, conf, next.body.refresh_token)).status).toBe(400);
      } finally {
        await node.close();
      }
      expect((await refresh(server, conf, refresh_token)).status).toBe(400);
    },
  }),
  attack('S37', 'what was revoked stays so after a restart', null, NOTHING, {
    after: async (trial) => {
      const { server, cast } = trial;
      const { access_token, refresh_token } = await cast.tokens();
      await revoke(server, await cast.client('conf'), refresh_token);
      const node = await startNode(server);
      try {
        const answer = await fetch(`${node.url}/v1/projects`, {
          headers: { Authorization: `Bearer ${access_token}` },
        });
        expect(answer.status).toBe(401);
      } finally {
        await node.close();
      }
    },
  }),
  attack('S37', 'a code is redeemed at one node of two', null, NOTHING, {
    after: async (trial) => {
      const node = await startNode(trial.server);
      try {
        const first = await trial.send(redeem());
        const body = String(trial.sent.body);
        const second = await fetch(`${node.url}/oauth/token`, {
          method: 'POST',
          headers: { ...FORM, Authorization: trial.sent.headers!['Authorization']! },
          body,
        });
        expect([first.status, second.status]).toEqual([200, 400]);
      } finally {
        await node.close();
      }
    },
  }),

  refuses('no secret for cookies', { COOKIE_SECRET: undefined }, 'COOKIE_SECRET'),
  refuses(
    'one letter many times as a secret',
    { KEY_ENCRYPTION_SECRET: 'a'.repeat(64) },
    'KEY_ENCRYPTION_SECRET',
  ),
  refuses('an issuer without TLS', { ISSUER: 'http://auth.example.test' }, 'ISSUER'),
  refuses('every proxy trusted', { TRUST_PROXY: '0.0.0.0/0,true' }, 'TRUST_PROXY'),
  ...[
    '/debug',
    '/.env',
    '/.git/config',
    '/package.json',
    '/metrics/../.env',
    '/actuator/env',
    '/admin/../.env',
    '/graphql',
    '/swagger.json',
  ].map(closed),
  attack(
    'S38',
    'the cast of the demo is nowhere else',
    post('${LOGIN}', { email: 'ada@example.com', password: 'demo-ada-password', csrf: '${csrf}' }),
    { status: [401], never: 'session' },
  ),
  attack(
    'S38',
    'nor are its apps',
    {
      method: 'POST',
      path: '${TOKEN}',
      raw: 'grant_type=client_credentials&client_id=demo-m2m&client_secret=demo-m2m-secret',
    },
    refusal(401, 'invalid_client'),
  ),
  attack(
    'S03',
    'bytes that are no UTF-8 in a form',
    { method: 'POST', path: '${TOKEN}', raw: 'grant_type=%ff%fe' },
    { status: [400, 401] },
  ),
];
