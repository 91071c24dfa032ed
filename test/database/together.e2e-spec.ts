import { Clients } from '../../src/clients/application/clients';
import { type Client, clientRef } from '../../src/clients/domain/client';
import { Authorizations } from '../../src/tokens/application/stores';
import { type Authorization, newAuthorization } from '../../src/tokens/domain/authorization';
import { addClient, addPerson, type TestPerson } from '../support/oauth';
import { startServer, type TestServer } from '../support/test-server';

const MINUTE = 60_000;

describe('what many requests want of the database in one moment, done by one statement', () => {
  let server: TestServer;
  let authorizations: Authorizations;
  let client: Client;

  beforeAll(async () => {
    server = await startServer();
    authorizations = server.get(Authorizations);
    const { id } = await addClient(server);
    client = (await server.get(Clients).findByRef(clientRef(id)))!;
  });

  afterAll(() => server.close());

  async function given({ user }: TestPerson, count: number): Promise<Authorization[]> {
    const now = server.now();
    const made = Array.from({ length: count }, () =>
      newAuthorization({
        grantType: 'authorization_code',
        userId: user.id,
        client,
        scopes: ['read:projects'],
        resource: server.url,
        createdAt: now,
        expiresAt: now + 10 * MINUTE,
      }),
    );
    await Promise.all(made.map((one) => authorizations.add(one)));
    return made;
  }

  it('notes the use of each Authorization at that one and no other', async () => {
    const made = await given(await addPerson(server, 'Ada Lovelace'), 35);
    const [untouched, ...used] = made;
    const now = server.now();
    await Promise.all(
      used.map(({ id }, index) => authorizations.noteUse(id, now + index, now + 20 * MINUTE + index)),
    );
    const rows = await Promise.all(used.map(({ id }) => authorizations.read(id)));
    expect(rows.map((row) => [row!.lastUsedAt, row!.expiresAt])).toEqual(
      used.map((_, index) => [now + index, now + 20 * MINUTE + index]),
    );
    expect(await authorizations.read(untouched!.id)).toMatchObject({
      lastUsedAt: null,
      expiresAt: untouched!.expiresAt,
    });
  });

  it('keeps the latest of several notes at one, and never an earlier end', async () => {
    const [one] = await given(await addPerson(server, 'Grace Hopper'), 1);
    const now = server.now();
    const ends = [30, 5, 25].map((minutes) => now + minutes * MINUTE);
    await Promise.all(ends.map((end, index) => authorizations.noteUse(one!.id, now + index, end)));
    expect(await authorizations.read(one!.id)).toMatchObject({ lastUsedAt: now + 2, expiresAt: ends[0] });
    await authorizations.noteUse(one!.id, now + 3, now + MINUTE);
    expect(await authorizations.read(one!.id)).toMatchObject({ lastUsedAt: now + 3, expiresAt: ends[0] });
  });

  it('counts for each person by themselves', async () => {
    const people = await Promise.all(['One', 'Two', 'Three'].map((name) => addPerson(server, name)));
    const firsts = await Promise.all(people.map((person, index) => given(person, index + 1)));
    const ask = (most: number) =>
      Promise.all(firsts.map(([first]) => authorizations.areMoreThan(most, first!)));
    expect(await ask(0)).toEqual([true, true, true]);
    expect(await ask(1)).toEqual([false, true, true]);
    expect(await ask(2)).toEqual([false, false, true]);
    await authorizations.revoke(firsts[2]![0]!.id, server.now());
    expect(await ask(2)).toEqual([false, false, false]);
  });
});
