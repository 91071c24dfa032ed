import { SYSTEM } from '../../../src/shared/domain/security-events';
import { PersonalAccessTokens } from '../../../src/personal-access-tokens/application/personal-access-tokens';
import { UserAdministration } from '../../../src/users/application/user-administration';
import { refresh, revoke } from '../../support/race';
import type { Trial } from '../trial';
import { rotateUnderLoad } from './also-keys';

const remembered = async ({ cast }: Trial) => void (await cast.newCode());
const replaced = async ({ cast, server }: Trial) => {
  const { refresh_token } = await cast.tokens();
  return refresh(server, await cast.client('conf'), refresh_token);
};

/** What has happened before the request of a case is sent. */
export const PREPARE: Record<string, (trial: Trial) => Promise<unknown>> = {
  'AZ-045': remembered,
  'AZ-067': remembered,
  'AZ-069': remembered,
  'CN-010': remembered,
  'LG-004': async (trial) => {
    for (let made = 0; made < 10; made++) await trial.send();
  },
  'AC-001': async (trial) => {
    const first = await trial.send();
    expect(first.status).toBe(200);
    return Object.assign(trial, { first: JSON.parse(first.body) });
  },
  'AC-009': async ({ cast, server }) => {
    await cast.code();
    server.advance(61);
  },
  'AC-017': ({ cast }) =>
    cast
      .newCode('conf', 'alice', { code_challenge: undefined, code_challenge_method: undefined })
      .then((code) => jest.spyOn(cast, 'code').mockResolvedValue(code)),
  'RF-002': replaced,
  'RF-006': async ({ cast, server }) => {
    const tokens = await cast.tokens('grace');
    const grace = await cast.client('grace');
    const next = await refresh(server, grace, tokens.refresh_token);
    expect(next.status).toBe(200);
    await revoke(server, grace, next.body.refresh_token);
    jest.spyOn(cast, 'tokens').mockResolvedValue(tokens);
  },
  'RF-016': async ({ cast, server }) => {
    await cast.tokens();
    server.advance(31 * 86_400 + 3_600);
  },
  'RF-023': async ({ cast, server }) => {
    await cast.tokens();
    const { user } = await cast.person('alice');
    await server.get(UserAdministration).update(user, { status: 'disabled' }, SYSTEM);
  },
  'PA-002': async ({ cast, server }) => {
    const { id } = await cast.personal();
    const { user } = await cast.person('alice');
    await server.get(PersonalAccessTokens).revoke(id, user.id, SYSTEM);
  },
  'JW-035': rotateUnderLoad,
  'AD-014': async ({ cast }) => {
    await cast.tokens('conf', 'bob');
    await cast.personal('bob');
    const code = await cast.newCode('conf', 'bob');
    jest.spyOn(cast, 'code').mockResolvedValue(code);
  },
  'CO-002': ({ cast }) => cast.client('pub'),
};
