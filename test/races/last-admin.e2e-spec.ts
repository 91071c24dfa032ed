import { SYSTEM } from '../../src/shared/domain/security-events';
import { LocalUsers } from '../../src/users/application/local-users';
import { UserAdministration, type UserChanges } from '../../src/users/application/user-administration';
import type { LocalUser } from '../../src/users/domain/user';
import { contest, rounds } from '../support/race';
import { startServer, type TestServer } from '../support/test-server';

describe('administrators who shut each other out at once (S16, S24)', () => {
  let server: TestServer;
  let users: LocalUsers;
  let administration: UserAdministration;

  beforeAll(async () => {
    server = await startServer();
    users = server.get(LocalUsers);
    administration = server.get(UserAdministration);
  });

  afterAll(() => server.close());

  const addAdmin = (name: string) =>
    administration.create({ email: `${name}@example.com`, name, role: 'admin', password: null }, SYSTEM);

  /** All of them are administrators again, as they were read last. */
  const reinstate = (admins: LocalUser[]): Promise<LocalUser[]> =>
    Promise.all(
      admins.map(async ({ id }) => {
        const now = (await users.find(id))!;
        const changes: UserChanges = { role: 'admin', status: 'active' };
        return now.role === 'admin' && now.isActive ? now : administration.update(now, changes, SYSTEM);
      }),
    );

  const remaining = async () => (await users.list()).filter((user) => user.role === 'admin' && user.isActive);

  it.each<[string, UserChanges]>([
    ['disabling', { status: 'disabled' }],
    ['demoting', { role: 'member' }],
  ])(
    '%s: one of two, and two of three, always stay',
    async (_, changes) => {
      const everybody = (await users.list()).length > 0 ? await users.list() : await addThree();
      for (const crowd of [everybody.slice(0, 2), everybody]) {
        await rounds(10, async () => {
          const admins = await reinstate(everybody);
          if (crowd.length === 2) await administration.update(admins[2]!, changes, SYSTEM);
          const { won, refused } = await contest(crowd.length, (index) =>
            administration.update(admins[index]!, changes, SYSTEM),
          );
          expect(won).toHaveLength(crowd.length - 1);
          expect(refused).toEqual(['last-admin']);
          expect(await remaining()).toHaveLength(1);
        });
      }
    },
    180_000,
  );

  it('deleting: one of two always stays', async () => {
    await reinstate(await users.list());
    await rounds(5, async (round) => {
      const [kept, ...others] = await remaining();
      for (const other of others) await administration.remove(other, SYSTEM);
      const pair = [kept!, await addAdmin(`deputy${round}`)];
      const { won, refused } = await contest(2, (index) => administration.remove(pair[index]!, SYSTEM));
      expect(won).toHaveLength(1);
      expect(refused).toEqual(['last-admin']);
      expect(await remaining()).toHaveLength(1);
    });
  });

  const addThree = async () => [await addAdmin('ada'), await addAdmin('grace'), await addAdmin('katherine')];
});
