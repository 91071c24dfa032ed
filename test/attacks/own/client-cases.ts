import { Clients } from '../../../src/clients/application/clients';
import { ClientRegistration } from '../../../src/clients/application/client-registration';
import { clientRef } from '../../../src/clients/domain/client';
import { SYSTEM } from '../../../src/shared/domain/security-events';
import { credentials, postForm, token, type TokenAnswer } from '../../support/oauth';
import { isAlive, refresh, revoke } from '../../support/race';
import type { RawAnswer } from '../../support/raw';
import { basic, type Trial } from '../trial';
import { attack, call, type OwnCase, machine, post, redeem, refreshing, refusal } from './own-case';

const GRANT = refusal(400, 'invalid_grant');
const BAD = refusal(400, 'invalid_request');
const UNKNOWN = refusal(401, 'invalid_client');
const NOTHING = { status: [] };
const body = (answer: RawAnswer) => JSON.parse(answer.body) as TokenAnswer['body'];

const aliveAt = async ({ cast, server }: Trial, value: string) =>
  isAlive(server, await cast.client('conf'), value);

/** The tokens of conf still do their work. */
const stillAlive = async (trial: Trial) => {
  const { access_token, refresh_token } = await trial.cast.tokens();
  expect([await aliveAt(trial, access_token), await aliveAt(trial, refresh_token)]).toEqual([true, true]);
};

async function setStatus({ cast, server }: Trial, status: 'active' | 'disabled' | null): Promise<void> {
  const client = await server.get(Clients).findByRef(clientRef((await cast.client('conf')).id));
  const registration = server.get(ClientRegistration);
  if (status) await registration.setStatus(client!, status, SYSTEM);
  else await registration.remove(client!, SYSTEM);
}

const introspect = (value: string, auth: string, more = {}) =>
  post('${INTROSPECT}', { token: value, ...more }, { auth });
const INACTIVE = { status: [200], body: { active: false } };
const exactly = async (_: Trial, { body: text }: RawAnswer) => expect(text).toBe('{"active":false}');

export const CLIENT_CASES: OwnCase[] = [
  attack('S02', 'a secret in other letters', machine({}, 'basic:m2m:${m2m.secret|swapcase}'), UNKNOWN),
  attack('S02', 'a secret with a blank behind', machine({}, 'post:m2m:${m2m.secret} '), UNKNOWN),
  attack('S02', 'the secret 0', machine({}, 'basic:m2m:0'), UNKNOWN),
  attack(
    'S02',
    'a client id with an accent',
    machine({ client_id: '${m2m.id}\u0301', client_secret: '${m2m.secret}' }, 'none'),
    UNKNOWN,
  ),
  attack('S02', 'a code in other letters', redeem({ code: '${code|swapcase}' }), GRANT),
  attack('S02', 'a refresh token in other letters', refreshing({ refresh_token: '${rt|swapcase}' }), GRANT),
  attack('S02', 'a personal token in other letters', call('GET', '/v1/projects', '${pat|swapcase}'), {
    status: [401],
    error: ['invalid_token'],
  }),
  attack(
    'S02',
    'the address of somebody in look-alikes is the same person, and taken',
    call('POST', '/v1/organization/members', '${admin.at}', {
      name: 'Twin',
      email: '${alice.email|fullwidth}',
    }),
    { status: [400, 409] },
  ),

  attack(
    'S04',
    'parameters of the token request in its address',
    { ...machine(), form: {}, query: { grant_type: 'client_credentials' } },
    BAD,
  ),
  attack(
    'S04',
    'credentials in its address',
    { ...machine({}, 'none'), query: { client_id: '${m2m.id}', client_secret: '${m2m.secret}' } },
    UNKNOWN,
  ),
  attack('S04', 'two codes', redeem({ code: ['${code}', 'x'] }), BAD),
  attack('S04', 'an empty grant_type is none', machine({ grant_type: '' }), BAD),

  attack(
    'S05',
    'a JWT as a grant',
    machine({ grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion: 'x' }),
    refusal(400, 'unsupported_grant_type'),
  ),
  attack(
    'S05',
    'a token for a token',
    machine({ grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange', subject_token: '${at}' }),
    refusal(400, 'unsupported_grant_type'),
  ),
  attack(
    'S05',
    'a grant that the client does not have',
    machine({}, 'basic:conf'),
    refusal(400, 'unauthorized_client'),
  ),
  attack('S05', 'the code grant for a machine', redeem({}, 'basic:m2m'), refusal(400, 'unauthorized_client')),

  attack('S06', 'the challenge as its own verifier', redeem({ code_verifier: '${S256(verifier)}' }), GRANT),
  attack('S06', 'a verifier of 42 letters', redeem({ code_verifier: 'a*42' }), {
    status: [400],
    error: ['invalid_grant', 'invalid_request'],
  }),
  attack('S06', 'a verifier with a blank behind', redeem({ code_verifier: '${verifier} ' }), {
    status: [400],
    error: ['invalid_grant', 'invalid_request'],
  }),
  attack('S06', 'an empty verifier is none', redeem({ code_verifier: '' }), {
    status: [400],
    error: ['invalid_grant', 'invalid_request'],
  }),

  attack(
    'S08',
    'a refresh for more than was granted',
    refreshing({ scope: 'read:projects write:projects' }),
    refusal(400, 'invalid_scope'),
    { after: stillAlive },
  ),
  attack('S08', 'the answer says what was granted', machine({ scope: 'admin:read admin:read' }), {
    status: [200],
    body: { scope: 'admin:read' },
  }),
  attack(
    'S08',
    'a machine asks for a person’s',
    machine({ scope: 'read:profile' }),
    refusal(400, 'invalid_scope'),
  ),

  attack(
    'S14',
    'two ways at once',
    { ...machine({ client_secret: '${m2m.secret}', client_id: '${m2m.id}' }) },
    { status: [400, 401], error: ['invalid_request', 'invalid_client'] },
  ),
  attack('S14', 'Basic of one client, client_id of another', machine({ client_id: '${conf.id}' }), {
    status: [400, 401],
    error: ['invalid_request', 'invalid_client'],
  }),
  attack(
    'S14',
    'a public client with a secret',
    post('${TOKEN}', {
      grant_type: 'refresh_token',
      refresh_token: 'x',
      client_id: '${pub.id}',
      client_secret: 'x',
    }),
    UNKNOWN,
  ),
  attack('S14', 'a secret that has to be encoded', machine({}, 'basic:weirdsecret'), { status: [200] }),
  attack('S14', 'a secret that was not encoded', machine({}, 'none'), UNKNOWN, {
    before: async (trial) => {
      const { id } = await trial.cast.client('m2m');
      Object.assign(trial.attack.request!, {
        auth: `raw:Basic ${Buffer.from(`${id}:%zz`).toString('base64')}`,
      });
    },
  }),
  attack('S14', 'an empty secret', machine({}, 'basic:m2m:'), UNKNOWN),
  attack('S14', 'no secret', machine({ client_id: '${m2m.id}' }, 'none'), UNKNOWN),
  attack('S14', 'a client that is disabled', redeem({}, 'basic:disabled'), {
    status: [400, 401],
    error: ['invalid_client', 'unauthorized_client'],
  }),
  attack(
    'S14',
    'an assertion without a key',
    machine(
      {
        client_id: '${m2m.id}',
        client_assertion: '${at}',
        client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      },
      'none',
    ),
    UNKNOWN,
  ),

  attack(
    'S15',
    'a code of a confidential client for a public one',
    redeem({ client_id: '${pub.id}' }, 'none'),
    GRANT,
    { after: async (trial) => expect((await trial.send(redeem())).status).toBe(200) },
  ),
  attack(
    'S15',
    'without its redirect_uri, where no challenge binds the code',
    redeem({ redirect_uri: '', code_verifier: '' }),
    GRANT,
    {
      before: async ({ cast }) => {
        const bare = { code_challenge: undefined, code_challenge_method: undefined };
        const code = await cast.newCode('conf', 'alice', bare);
        jest.spyOn(cast, 'code').mockResolvedValue(code);
      },
    },
  ),
  attack('S15', 'a replay with a wrong verifier ends nothing', redeem({ code_verifier: 'b*50' }), GRANT, {
    before: async (trial) => Object.assign(trial, { first: body(await trial.send(redeem())) }),
    after: async (trial) =>
      expect(
        await aliveAt(trial, (trial as unknown as { first: { access_token: string } }).first.access_token),
      ).toBe(true),
  }),
  attack('S15', 'a replay by another client ends nothing', redeem({}, 'basic:other'), GRANT, {
    before: async (trial) => Object.assign(trial, { first: body(await trial.send(redeem())) }),
    after: async (trial) =>
      expect(
        await aliveAt(trial, (trial as unknown as { first: { access_token: string } }).first.access_token),
      ).toBe(true),
  }),
  attack('S15', 'a code that somebody else was given, with my verifier', redeem(), GRANT, {
    before: async ({ cast }) => {
      const code = await cast.newCode('conf', 'bob', { code_challenge: 'A'.repeat(43) });
      jest.spyOn(cast, 'code').mockResolvedValue(code);
    },
  }),

  attack('S16', 'ten who revoke while one refreshes: dead in the end', null, NOTHING, {
    after: async ({ cast, server }) => {
      const conf = await cast.client('conf');
      const { refresh_token } = await cast.tokens();
      const [renewed, ...revoked] = await Promise.all([
        refresh(server, conf, refresh_token),
        ...Array.from({ length: 10 }, () => revoke(server, conf, refresh_token)),
      ]);
      expect(revoked.map(({ status }) => status)).toEqual(Array<number>(10).fill(200));
      expect([200, 400]).toContain(renewed!.status);
      for (const value of [refresh_token, renewed!.body.refresh_token].filter((one) => one))
        expect(await isAlive(server, conf, value)).toBe(false);
    },
  }),
  attack('S16', 'six who rotate one secret at once', null, NOTHING, {
    after: async (trial) => {
      const { id } = await trial.cast.client('m2m');
      const bearer = await trial.fill('${admin.at}');
      const rotate = () =>
        trial.bearer(`/v1/admin/clients/${id}/secrets/rotate`, bearer, {
          method: 'POST',
          headers: { 'Content-Type': 'application/json' },
          body: '{}',
        });
      const answers = await Promise.all(Array.from({ length: 6 }, rotate));
      for (const { status } of answers) expect([200, 201, 400, 409, 412]).toContain(status);
      const { data } = JSON.parse((await trial.bearer(`/v1/admin/clients/${id}/secrets`, bearer)).body) as {
        data: unknown[];
      };
      expect(data.length).toBeLessThanOrEqual(5);
    },
  }),
  attack('S16', 'one Idempotency-Key, six projects at once: one', null, NOTHING, {
    after: async (trial) => {
      const bearer = await trial.fill('${at(read:projects write:projects)}');
      const headers = { 'Content-Type': 'application/json', 'Idempotency-Key': `key-${trial.cast.rand}` };
      const create = () =>
        trial.bearer('/v1/projects', bearer, { method: 'POST', headers, body: '{"name":"Once"}' });
      const answers = await Promise.all(Array.from({ length: 6 }, create));
      for (const { status } of answers) expect([201, 409]).toContain(status);
      const list = JSON.parse((await trial.bearer('/v1/projects', bearer)).body) as { data: unknown[] };
      expect(list.data).toHaveLength(1);
    },
  }),

  attack('S17', 'of another public client', refreshing({ client_id: '${pub2.id}' }, 'none'), GRANT, {
    after: stillAlive,
  }),
  attack(
    'S17',
    'a guess at the secret of a living family is a theft',
    refreshing({ refresh_token: '${rt|flipLast}' }),
    GRANT,
  ),
  attack(
    'S17',
    'a guess by another client changes nothing',
    refreshing({ refresh_token: '${rt|flipLast}' }, 'basic:other'),
    GRANT,
    { after: stillAlive },
  ),
  attack('S17', 'a refusal uses nothing up', refreshing({ scope: 'nope' }), refusal(400, 'invalid_scope'), {
    after: async (trial) => expect((await trial.with({ scope: '' })).status).toBe(200),
  }),
  attack('S17', 'with a wrong secret nothing is used up', refreshing({}, 'basic:conf:wrong'), UNKNOWN, {
    after: async (trial) => {
      await stillAlive(trial);
      expect((await trial.send(refreshing())).status).toBe(200);
    },
  }),

  attack(
    'S18',
    'another client revokes',
    post('${REVOKE}', { token: '${rt}' }, { auth: 'basic:other' }),
    { status: [400], error: ['invalid_grant'] },
    { after: stillAlive },
  ),
  attack(
    'S18',
    'a wrong hint does not save it',
    post('${REVOKE}', { token: '${rt}', token_type_hint: 'access_token' }, { auth: 'basic:conf' }),
    { status: [200] },
    {
      after: async (trial) =>
        expect(await aliveAt(trial, (await trial.cast.tokens()).access_token)).toBe(false),
    },
  ),
  attack(
    'S18',
    'a revoked access token opens nothing from its answer on',
    post('${REVOKE}', { token: '${at}' }, { auth: 'basic:conf' }),
    { status: [200] },
    {
      after: async (trial) =>
        expect((await trial.bearer('/v1/projects', (await trial.cast.tokens()).access_token)).status).toBe(
          401,
        ),
    },
  ),
  attack(
    'S18',
    'twice is as good as once',
    post('${REVOKE}', { token: '${rt}' }, { auth: 'basic:conf' }),
    { status: [200] },
    { before: (trial) => trial.send() },
  ),
  attack(
    'S18',
    'a public client revokes the token of a confidential one',
    post('${REVOKE}', { token: '${rt}', client_id: '${pub.id}' }),
    { status: [400, 401], error: ['invalid_grant', 'invalid_client'] },
    { after: stillAlive },
  ),

  attack(
    'S19',
    'a client that is disabled takes its tokens with it',
    call('GET', '/v1/projects', '${at}'),
    { status: [401], error: ['invalid_token'] },
    {
      before: async (trial) => {
        await trial.cast.tokens();
        await setStatus(trial, 'disabled');
      },
    },
  ),
  attack(
    'S19',
    'enabled again, it has to ask again or has what it had, but nothing that was ended',
    refreshing(),
    { status: [200, 400], error: ['invalid_grant'] },
    {
      before: async (trial) => {
        await trial.cast.tokens();
        await setStatus(trial, 'disabled');
        await setStatus(trial, 'active');
      },
    },
  ),
  attack(
    'S19',
    'a client that is deleted',
    refreshing(),
    { status: [401], error: ['invalid_client'] },
    {
      before: async (trial) => {
        await trial.cast.tokens();
        await setStatus(trial, null);
      },
      after: async (trial) =>
        expect((await trial.bearer('/v1/projects', (await trial.cast.tokens()).access_token)).status).toBe(
          401,
        ),
    },
  ),
  attack(
    'S19',
    'a code of a client that is disabled meanwhile',
    redeem(),
    { status: [400, 401], error: ['invalid_grant', 'invalid_client', 'unauthorized_client'] },
    {
      before: async (trial) => {
        await trial.cast.code();
        await setStatus(trial, 'disabled');
      },
    },
  ),

  attack(
    'S32',
    'an error has its two members and no more',
    machine({ grant_type: 'x' }),
    refusal(400, 'unsupported_grant_type'),
    { after: async (_, answer) => expect(Object.keys(body(answer))).toEqual(['error', 'error_description']) },
  ),
  attack(
    'S32',
    'a description has the letters of RFC 6749 only, whatever was sent',
    machine({ grant_type: 'ä"\\\n<b>💥' }),
    { status: [400] },
    {
      after: async (_, answer) => {
        expect(body(answer).error_description).toMatch(/^[\x20-\x21\x23-\x5B\x5D-\x7E]+$/);
        expect(answer.body).not.toMatch(/💥|<b>/);
      },
    },
  ),
  attack(
    'S32',
    'an unknown client is told like a wrong secret',
    machine({ client_id: 'nobody', client_secret: 'x' }, 'none'),
    UNKNOWN,
    {
      after: async (trial, answer) =>
        expect((await trial.send(machine({}, 'post:m2m:wrong'))).body).toBe(answer.body),
    },
  ),
  attack(
    'S32',
    'success has the members of RFC 6749 only',
    machine(),
    { status: [200] },
    {
      after: async (_, answer) =>
        expect(Object.keys(body(answer)).sort()).toEqual(
          expect.not.arrayContaining(['refresh_token', 'client_secret', 'user']),
        ),
    },
  ),

  attack('S33', 'of a token that is not mine', introspect('${at}', 'basic:other'), INACTIVE, {
    after: exactly,
  }),
  attack('S33', 'of a client that owns no API', introspect('${at}', 'basic:m2m'), INACTIVE, {
    after: exactly,
  }),
  attack('S33', 'by a public client', introspect('${at}', 'none', { client_id: '${pub.id}' }), {
    status: [401],
    error: ['invalid_client'],
  }),
  attack('S33', 'of a token that has expired', introspect('${expired}', 'basic:conf'), INACTIVE, {
    after: exactly,
  }),
  attack(
    'S33',
    'of a forged one with the right claims',
    introspect('${forge(alg=HS256,key=pem)}', 'basic:conf'),
    INACTIVE,
    { after: exactly },
  ),
  attack('S33', 'of a personal token', introspect('${pat}', 'basic:other'), INACTIVE, { after: exactly }),
  attack('S20', 'an introspection answer is about the very token', null, NOTHING, {
    after: async ({ cast, server }) => {
      const conf = await cast.client('conf');
      const [alice, bob] = [await cast.tokens('conf', 'alice'), await cast.tokens('conf', 'bob')];
      const ask = async (value: string) =>
        (await postForm(server, '/oauth/introspect', { token: value, ...credentials(conf) })).body['sub'];
      const answers = await Promise.all(
        [1, 2, 3].flatMap(() => [ask(alice.access_token), ask(bob.access_token)]),
      );
      const [a, b] = [(await cast.person('alice')).user.id, (await cast.person('bob')).user.id];
      expect(answers).toEqual([a, b, a, b, a, b]);
    },
  }),
  attack('S25', 'a wrong secret is not repeated', machine({}, 'basic:m2m:my-wrong-secret-1234'), UNKNOWN, {
    after: async (_, answer) => expect(JSON.stringify(answer)).not.toContain('my-wrong-secret'),
  }),
  attack(
    'S31',
    'what a revocation answers is not kept',
    post('${REVOKE}', { token: '${rt}' }, { auth: 'basic:conf' }),
    { status: [200], headers: { 'Cache-Control': 'no-store' } },
  ),
  attack('S31', 'what an introspection answers is not kept', introspect('${at}', 'basic:conf'), {
    status: [200],
    headers: { 'Cache-Control': 'no-store' },
  }),
  attack('S20', 'a machine has no person at its side', null, NOTHING, {
    after: async (trial) => {
      const conf = await trial.cast.client('m2m');
      const { body: tokens } = await token(trial.server, conf, { grant_type: 'client_credentials' });
      expect(tokens.refresh_token).toBeUndefined();
      expect((await trial.bearer('/v1/profile', tokens.access_token)).status).toBe(403);
      expect(basic('a', 'b')).toContain('Basic');
    },
  }),
];
