import { NEWEST } from '../support/values';
import { ClientSecretKeeper } from '../../src/clients/application/client-secret-keeper';
import { Clients } from '../../src/clients/application/clients';
import { clientRef } from '../../src/clients/domain/client';
import { Database } from '../../src/database/database';
import { PersonalAccessTokens } from '../../src/personal-access-tokens/application/personal-access-tokens';
import { SYSTEM } from '../../src/shared/domain/security-events';
import { TokenVerifier } from '../../src/tokens/application/token-verifier';
import { Authorization } from '../../src/tokens/domain/authorization';
import { UserAdministration } from '../../src/users/application/user-administration';
import { LocalUsers } from '../../src/users/application/local-users';
import { addClient, addMachine, addPerson, PASSWORD, token } from '../support/oauth';
import { atOnce, contest, CROWD, isAlive, rounds } from '../support/race';
import { times } from '../support/soak';
import { startServer, type TestServer } from '../support/test-server';

const QUOTA = 5;

describe('many make the same thing at once (S16)', () => {
  let server: TestServer;

  beforeAll(async () => {
    server = await startServer({ env: { PAT_MAX_PER_USER: String(QUOTA) } });
  });

  afterAll(() => server.close());

  it('never makes more personal tokens than the quota', async () => {
    const tokens = server.get(PersonalAccessTokens);
    await rounds(times(5, 40), async (round) => {
      const { user } = await addPerson(server, `Person ${round}`);
      const { won, refused } = await contest(CROWD, (index) =>
        tokens.create(user, { name: `ci ${index}`, scopes: ['read:projects'] }),
      );
      expect(won).toHaveLength(QUOTA);
      expect(refused).toEqual(Array(CROWD - QUOTA).fill('limit-reached'));
      expect((await tokens.listOf(user.id, NEWEST, { live: true })).items).toHaveLength(QUOTA);
      for (const { value } of won) expect(await server.get(TokenVerifier).verify(value)).not.toBeNull();
    });
  });

  it('gives one personal token of a name', async () => {
    const tokens = server.get(PersonalAccessTokens);
    const { user } = await addPerson(server, 'Grace Hopper');
    const { won, refused } = await contest(CROWD, () =>
      tokens.create(user, { name: 'deploy', scopes: ['read:projects'] }),
    );
    expect(won).toHaveLength(1);
    expect(refused).toEqual(Array(CROWD - 1).fill('validation-failed'));
  });

  it('gives an email address to one person, however it is spelled', async () => {
    const administration = server.get(UserAdministration);
    await rounds(times(3, 40), async (round) => {
      const spellings = [
        `twin${round}@example.com`,
        `TWIN${round}@Example.Com`,
        ` Twin${round}@example.com `,
      ];
      const { won, refused } = await contest(CROWD, (index) =>
        administration.create({ email: spellings[index % 3]!, name: 'Twin', password: PASSWORD }, SYSTEM),
      );
      expect(won).toHaveLength(1);
      expect(refused).toEqual(Array(CROWD - 1).fill('conflict'));
      expect(await server.get(LocalUsers).findByEmail(spellings[0]!)).toMatchObject({ id: won[0]!.id });
    });
  }, 180_000);

  it('gives a client id to one client, with one secret', async () => {
    await rounds(times(5, 40), async (round) => {
      const clientId = `board-${round}`;
      const { won, refused } = await contest(CROWD, () => addClient(server, { clientId }));
      expect(won).toHaveLength(1);
      expect(refused).toEqual(Array(CROWD - 1).fill('conflict'));
      const client = (await server.get(Clients).findByRef(clientRef(clientId)))!;
      const secrets = await server.get(ClientSecretKeeper).live(client);
      expect(secrets.map(({ last4 }) => last4)).toEqual([won[0]!.secret!.slice(-4)]);
    });
  });

  it('gives a machine one standing Authorization, and every first token is alive', async () => {
    await rounds(times(5, 40), async () => {
      const machine = await addMachine(server);
      const answers = await atOnce(CROWD, () =>
        token(server, machine, { grant_type: 'client_credentials', scope: 'admin:read' }),
      );
      expect(answers.map(({ status }) => status)).toEqual(Array(CROWD).fill(200));
      for (const { body } of answers) expect(await isAlive(server, machine, body.access_token)).toBe(true);
      const rows = server.get(Database).repository(Authorization);
      expect(await rows.countBy({ clientRef: clientRef(machine.id) })).toBe(1);
    });
  });
});
