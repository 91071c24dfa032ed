import { ClientSecretKeeper } from '../../src/clients/application/client-secret-keeper';
import { Clients } from '../../src/clients/application/clients';
import { clientRef } from '../../src/clients/domain/client';
import { PersonalAccessTokens } from '../../src/personal-access-tokens/application/personal-access-tokens';
import { SYSTEM } from '../../src/shared/domain/security-events';
import { SigningKeyRotation } from '../../src/tokens/application/signing-key-rotation';
import { LocalUsers } from '../../src/users/application/local-users';
import { UserAdministration } from '../../src/users/application/user-administration';
import { BUILD_TIMEOUT } from '../support/command';
import { addMachine, addPerson, api, credentials, postForm, type TestClient, token } from '../support/oauth';
import { type Program, startProgram } from '../support/program';
import { atOnce, isAlive, rounds } from '../support/race';
import { startServer, type TestServer } from '../support/test-server';

/** `SOAK=1` is the long form: a thousand of each. */
const ROUNDS = process.env['SOAK'] ? 1000 : 15;
/** How many ask at once when something has ended. */
const ASKERS = 4;
/** What machines ask for, and an address that they may use with it. */
const FORM = { grant_type: 'client_credentials', scope: 'admin:read' };
const MACHINES = '/v1/organization';
const ENV = {
  SIGNING_ALG: 'ES256',
  API_RATE_LIMIT: '0',
  PAT_MAX_PER_USER: '5000',
  LIMIT_CLIENT_FAILURES: '1000000',
};

/**
 * What ends on one node has ended on the other, in a process of its own that has kept everything about it, for each
 * request that begins after the answer; while others keep that node busy.
 */
describe('two processes on one database (S18, S22): what has ended', () => {
  let here: TestServer;
  let program: Program;
  let there: TestServer;
  let machine: TestClient;
  let stopLoad: () => Promise<{ answers: number; wrong: number[] }>;

  beforeAll(async () => {
    here = await startServer({ env: ENV });
    program = await startProgram(here, ENV);
    there = { ...here, url: program.url };
    machine = await addMachine(here);
    stopLoad = keepBusy(there, await addMachine(here));
  }, BUILD_TIMEOUT);

  afterAll(async () => {
    const load = await stopLoad();
    await program.stop();
    await here.close();
    expect(load.answers).toBeGreaterThan(0);
    expect(load.wrong).toEqual([]);
  });

  const issue = async (client: TestClient, server = here) =>
    (await token(server, client, FORM)).body.access_token;
  const statuses = (act: () => Promise<{ status: number }>) =>
    atOnce(ASKERS, async () => (await act()).status).then((all) => [...new Set(all)]);
  const callThere = (value: string, path = MACHINES) => statuses(() => api(there, path, value));

  it('a revoked token', async () => {
    await rounds(ROUNDS, async () => {
      const value = await issue(machine);
      expect(await callThere(value)).toEqual([200]);
      expect(await isAlive(there, machine, value)).toBe(true);
      await postForm(here, '/oauth/revoke', { token: value, ...credentials(machine) });
      expect(await callThere(value)).toEqual([401]);
      expect(await isAlive(there, machine, value)).toBe(false);
    });
  }, 900_000);

  it('a person who is disabled, and comes back when they are enabled', async () => {
    const { user } = await addPerson(here, 'Ada Lovelace');
    const { value } = await here
      .get(PersonalAccessTokens)
      .create(user, { name: 'laptop', scopes: ['read:projects'] });
    const people = here.get(LocalUsers);
    const write = async (status: 'active' | 'disabled') => {
      const now = (await people.find(user.id))!;
      const changed = Object.assign(Object.create(Object.getPrototypeOf(now) as object), now, {
        ...{ status, version: now.version + 1 },
      }) as typeof now;
      // Past the event that ends the token too: it is the state of the person that is looked at here.
      expect(await people.replace(changed, now.version)).toBe(true);
    };
    await rounds(ROUNDS, async () => {
      expect(await callThere(value, '/v1/projects')).toEqual([200]);
      await write('disabled');
      expect(await callThere(value, '/v1/projects')).toEqual([401]);
      await write('active');
    });
    await here.get(UserAdministration).update((await people.find(user.id))!, { status: 'disabled' }, SYSTEM);
    expect(await callThere(value, '/v1/projects')).toEqual([401]);
  }, 900_000);

  it('a client secret that was rotated', async () => {
    const client = (await here.get(Clients).findByRef(clientRef(machine.id)))!;
    let secret = machine.secret!;
    const ask = (client_secret: string) => () => token(there, { ...machine, secret: client_secret }, FORM);
    await rounds(ROUNDS, async () => {
      expect(await statuses(ask(secret))).toEqual([200]);
      const { value } = await here.get(ClientSecretKeeper).rotate(client, SYSTEM, 0);
      expect(await statuses(ask(secret))).toEqual([401]);
      expect(await statuses(ask(value))).toEqual([200]);
      secret = value;
    });
    machine = { ...machine, secret };
  }, 900_000);

  it('a signing key that was removed, with everything that it signed', async () => {
    await rounds(ROUNDS, async () => {
      const value = await issue(machine, there);
      expect(await callThere(value)).toEqual([200]);
      await here.get(SigningKeyRotation).rotate({ emergency: true, actor: SYSTEM });
      expect(await callThere(value)).toEqual([401]);
    });
  }, 900_000);
});

/** Others who use the node all the time; returns how to stop them, and how they were answered. */
function keepBusy(server: TestServer, client: TestClient) {
  let going = true;
  let answers = 0;
  const wrong: number[] = [];
  const work = atOnce(3, async () => {
    while (going) {
      const { status, body } = await token(server, client, FORM);
      const call = await api(server, MACHINES, body.access_token);
      // The key may have been removed meanwhile.
      if (status !== 200 || ![200, 401].includes(call.status)) wrong.push(status, call.status);
      answers++;
    }
  });
  return async () => {
    going = false;
    await work;
    return { answers, wrong };
  };
}
