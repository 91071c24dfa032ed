import { UserDirectory } from '../../../src/users/application/user-directory';
import { isAlive, refresh, tally } from '../../support/race';
import { credentials, postForm, token, type TokenAnswer } from '../../support/oauth';
import { readJwt } from '../forged-tokens';
import type { Trial } from '../trial';
import type { RawAnswer } from '../../support/raw';
import type { Also } from './also';

const parse = ({ body }: RawAnswer) => JSON.parse(body) as TokenAnswer['body'];
const conf = (trial: Trial) => trial.cast.client('conf');

/** The refresh token that the case is about still does its work. */
const stillWorks: Also = async (trial) => {
  const { refresh_token } = await trial.cast.tokens();
  expect((await refresh(trial.server, await conf(trial), refresh_token)).status).toBe(200);
};

const dead = async (trial: Trial, { access_token, refresh_token }: Partial<TokenAnswer['body']>) => {
  if (access_token) expect((await trial.bearer('/v1/projects', access_token)).status).toBe(401);
  if (!refresh_token) return;
  const answer = await refresh(trial.server, await conf(trial), refresh_token);
  expect([answer.status, answer.body.error]).toEqual([400, 'invalid_grant']);
};

/** Five at once, ten times: one of them wins each. */
const race =
  (renew: (trial: Trial, round: number) => Promise<Record<string, string>>): Also =>
  async (trial) => {
    for (let round = 0; round < 10; round++) {
      const fields = await renew(trial, round);
      const answers = await Promise.all(Array.from({ length: 5 }, () => trial.with(fields)));
      const read = answers.map((answer) => ({ ...answer, body: parse(answer) })) as unknown as TokenAnswer[];
      expect(tally(read)).toEqual({ 200: 1, '400 invalid_grant': 4 });
    }
  };

export const ALSO_AT_THE_PROTOCOL: Record<string, Also> = {
  'TK-013': async (trial) => {
    const counts: Record<number, number> = {};
    for (let made = 1; made < 50; made++) {
      const { status, headers } = await trial.send();
      counts[status] = (counts[status] ?? 0) + 1;
      if (status === 429) expect(Number(headers['retry-after'])).toBeGreaterThan(0);
    }
    expect(counts).toEqual({ 401: 29, 429: 20 });
    const right = { grant_type: 'client_credentials' };
    expect((await token(trial.server, await trial.cast.client('m2m'), right)).status).toBe(200);
  },
  'TK-016': async (_, { headers }) => expect(headers.allow).toContain('POST'),
  'TK-025': async (trial) => {
    const check = jest.spyOn(trial.server.get(UserDirectory), 'authenticate');
    const answer = await trial.send();
    expect([answer.status, check.mock.calls]).toEqual([400, []]);
    expect(answer.body).not.toContain('access_token');
  },
  'TK-030': async (_, answer) => {
    const { access_token, expires_in, token_type } = parse(answer);
    const { exp, iat } = readJwt(access_token).payload as { exp: number; iat: number };
    expect([token_type, expires_in, answer.headers['set-cookie']]).toEqual(['Bearer', exp - iat, undefined]);
  },
  'AC-001': (trial) => dead(trial, (trial as unknown as { first: TokenAnswer['body'] }).first),
  'AC-017': async () => undefined,
  'AC-022': async (trial) => {
    for (const code of ['x*60000', '\u0000', '"', "'", '\\', '%']) {
      const answer = await trial.with({ code });
      expect([code, answer.status]).toEqual([code, 400]);
    }
    for (const name of ['code[]', 'code[$ne]', 'code[0]']) {
      const answer = await trial.with({ code: undefined, [name]: '${code}' });
      expect([name, answer.status, parse(answer).error]).toEqual([name, 400, 'invalid_request']);
    }
  },
  'AC-029': race(async (trial) => ({ code: await trial.cast.newCode() })),
  'CC-001': async (trial, answer) => {
    const { scope, access_token } = parse(answer);
    const { sub } = readJwt(access_token).payload;
    expect([scope, sub]).toEqual(['admin:read', (await trial.cast.client('m2m')).id]);
  },
  'RF-001': async (trial, answer) => {
    const { refresh_token } = await trial.cast.tokens();
    expect(parse(answer).refresh_token).not.toBe(refresh_token);
    await dead(trial, { refresh_token });
  },
  'RF-002': async (trial) => {
    const tokens = await trial.cast.tokens();
    await dead(trial, tokens);
  },
  'RF-010': stillWorks,
  'RF-018': async (trial) => {
    for (const value of ['${pat}', '${code}', '${conf.id}', '${conf.secret}', '${alice.id}']) {
      const answer = await trial.with({ refresh_token: value });
      expect([value, answer.status, parse(answer).error]).toEqual([value, 400, 'invalid_grant']);
    }
  },
  'RF-025': race(async (trial, round) => {
    const { refreshRound } = trial as unknown as { refreshRound?: TokenAnswer['body'] };
    expect(round === 0 || refreshRound === undefined).toBe(true);
    const code = await trial.cast.newCode();
    const { redirectUri } = await conf(trial);
    const form = { grant_type: 'authorization_code', code, code_verifier: trial.cast.pkce.verifier };
    const fields = { ...form, redirect_uri: redirectUri, ...credentials(await conf(trial)) };
    const { body } = await postForm(trial.server, '/oauth/token', fields);
    return { refresh_token: body.refresh_token };
  }),
  'RV-001': async (trial) => dead(trial, await trial.cast.tokens()),
  'RV-003': async (trial) => {
    const wrong = await trial.send({ auth: 'basic:conf:wrong' });
    expect([wrong.status, parse(wrong).error]).toEqual([401, 'invalid_client']);
    await stillWorks(trial, wrong);
  },
  'RV-011': async (trial, answer) => {
    const form = (fields: Record<string, string>) =>
      trial.send({ method: 'POST', query: {}, auth: 'basic:conf', form: fields });
    const missing = await form({});
    expect([missing.status, parse(missing).error]).toEqual([400, 'invalid_request']);
    const query = await trial.send({ method: 'POST', auth: 'basic:conf', form: {} });
    expect([query.status, parse(query).error]).toEqual([400, 'invalid_request']);
    await stillWorks(trial, answer);
  },
  'IN-002': async (_, { body }) => expect(body).toBe('{"active":false}'),
  'IN-008': async (trial) => {
    const { access_token } = await trial.cast.tokens();
    const rs = await trial.cast.client('conf');
    const own = await postForm(trial.server, '/oauth/introspect', {
      token: access_token,
      ...credentials(rs),
    });
    const { payload } = readJwt(access_token);
    expect(own.body).toMatchObject({ active: true });
    for (const name of ['client_id', 'scope', 'sub', 'exp', 'iat', 'aud', 'iss', 'jti'])
      expect([name, own.body[name]]).toEqual([name, payload[name]]);
    expect(JSON.stringify(own.body)).not.toContain((await trial.cast.person('alice')).email);
    expect(await isAlive(trial.server, rs, access_token)).toBe(true);
  },
  'DO-011': async (trial) => {
    const bodies = [
      '%u0041=1',
      'grant_type=%00',
      'grant_type=%ED%A0%80',
      '\uFEFFgrant_type=client_credentials',
      '%',
    ];
    for (const raw of bodies) {
      const answer = await trial.send({ raw });
      expect([raw, [400, 401].includes(answer.status)]).toEqual([raw, true]);
    }
    const utf16 = Buffer.from('grant_type=client_credentials', 'utf16le');
    const answer = await trial.raw({ ...trial.sent, body: utf16 });
    expect([400, 401]).toContain(answer.status);
  },
  'DO-001': async (trial) => {
    for (const path of ['/oauth/revoke', '/login', '/oauth/authorize/decision']) {
      const answer = await trial.send({ path, form: { token: 'x*200000' } });
      expect([path, answer.status]).toEqual([path, 413]);
    }
  },
  'DO-012': async (trial, answer) =>
    expect([200, 429]).toContain((await trial.send()).status || answer.status),
};
