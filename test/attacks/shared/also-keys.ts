import { setInterval as every } from 'node:timers/promises';
import { Clients } from '../../../src/clients/application/clients';
import { clientRef } from '../../../src/clients/domain/client';
import { ClientCredentialsGrant } from '../../../src/grants/application/client-credentials.grant';
import { Parameters } from '../../../src/shared/domain/parameters';
import { SYSTEM } from '../../../src/shared/domain/security-events';
import { SigningKeyRotation } from '../../../src/tokens/application/signing-key-rotation';
import { token } from '../../support/oauth';
import { atOnce, isAlive } from '../../support/race';
import type { RawAnswer } from '../../support/raw';
import { readJwt } from '../forged-tokens';
import type { Trial } from '../trial';
import type { Also } from './also';

const kidsIn = ({ body }: Pick<RawAnswer, 'body'>) =>
  (JSON.parse(body) as { keys: { kid: string }[] }).keys.map(({ kid }) => kid);
const kidOf = (jwt: string) => readJwt(jwt).header['kid'] as string;

const SECONDS = 3;
const PER_SECOND = 100;
const OVER_HTTP = 200;
const TOKENS = 10_000;

/** @throws when it is refused */
async function newToken({ server, cast }: Trial): Promise<string> {
  const { status, body } = await token(server, await cast.client('m2m'), {
    grant_type: 'client_credentials',
  });
  if (status !== 200) throw new Error(`No token: ${status}`);
  return body.access_token;
}

/** Rotates while, a hundred times a second, tokens are issued, used, and looked for among the published keys. */
export async function rotateUnderLoad(trial: Trial): Promise<object> {
  const before = (await trial.cast.tokens()).access_token;
  const machine = await trial.cast.client('m2m');
  const kids = new Set<unknown>();
  const requests = [
    async () => kids.add(kidOf(await newToken(trial))),
    async () => (await trial.bearer('/v1/projects', before)).status === 200 || 'an old token is refused',
    async () => (await isAlive(trial.server, machine, await newToken(trial))) || 'a new token is refused',
    async () => {
      const kid = kidOf(await newToken(trial));
      return kidsIn(await trial.send()).includes(kid) || `${kid} is not published`;
    },
  ];
  const running: Promise<unknown>[] = [];
  let rotation: Promise<unknown> | null = null;
  for await (const _ of every(1000 / PER_SECOND)) {
    running.push(requests[running.length % requests.length]!().catch((error: unknown) => String(error)));
    if (running.length === PER_SECOND)
      rotation = trial.server.get(SigningKeyRotation).rotate({ emergency: false, actor: SYSTEM });
    if (running.length === PER_SECOND * SECONDS) break;
  }
  await rotation;
  expect((await Promise.all(running)).filter((answer) => typeof answer === 'string')).toEqual([]);
  expect(kids.size).toBe(2);
  return Object.assign(trial, { before });
}

/** As over HTTP, without the requests. */
async function newTokens({ server, cast }: Trial, count: number): Promise<string[]> {
  const client = await server.get(Clients).findByRef(clientRef((await cast.client('m2m')).id));
  const grant = server.get(ClientCredentialsGrant);
  const made = await atOnce(count, () => grant.exchange(client!, new Parameters({})));
  return made.map(({ accessToken }) => accessToken);
}

export const ALSO_ABOUT_KEYS: Record<string, Also> = {
  'JW-035': async (trial, answer) => {
    const { before } = trial as unknown as { before: string };
    const used = [before, await newToken(trial)].map(kidOf);
    expect(new Set(used).size).toBe(2);
    expect(kidsIn(answer)).toEqual(expect.arrayContaining(used));
    expect((await trial.bearer('/v1/projects', before)).status).toBe(200);
  },
  'JW-041': async (trial) => {
    const { header, payload } = readJwt((await trial.cast.tokens()).access_token);
    expect(header).toEqual({ alg: 'RS256', typ: 'at+jwt', kid: expect.any(String) });
    for (const name of ['iss', 'sub', 'aud', 'scope', 'client_id', 'jti'])
      expect([name, typeof payload[name]]).toEqual([name, 'string']);
    for (const name of ['exp', 'iat']) expect([name, typeof payload[name]]).toEqual([name, 'number']);
    const made = await atOnce(OVER_HTTP, () => newToken(trial));
    while (made.length < TOKENS) made.push(...(await newTokens(trial, 100)));
    expect(new Set(made.map((jwt) => readJwt(jwt).payload['jti'])).size).toBe(TOKENS);
  },
};
