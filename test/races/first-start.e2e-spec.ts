import { Database } from '../../src/database/database';
import { MIGRATIONS } from '../../src/database/migrations';
import { KeyRing } from '../../src/keys/application/key-ring';
import { LocalUsers } from '../../src/users/application/local-users';
import { createDatabase, freePort, startServer, type TestServer } from '../support/test-server';

describe('three servers that start first on one empty database', () => {
  it(
    'agree on the tables and the signing keys',
    () =>
      startThree({}, async (servers, addresses) => {
        const sets = await Promise.all(
          addresses.map(
            async (url) => (await fetch(`${url}/.well-known/jwks.json`)).json() as Promise<unknown>,
          ),
        );
        expect(sets).toEqual([sets[0], sets[0], sets[0]]);
        const keys = await servers[0]!.get(KeyRing).list();
        expect(keys.map(({ status }) => status).sort()).toEqual(['active', 'next']);
        const { manager } = servers[0]!.get(Database);
        const rows = async (sql: string) => ((await manager.query(sql)) as unknown[]).length;
        expect(await rows('SELECT name FROM grantor_migrations')).toBe(MIGRATIONS.length);
      }),
    180_000,
  );

  it(
    'make one first administrator',
    () =>
      startThree(
        { ADMIN_EMAIL: 'root@example.com', ADMIN_PASSWORD: 'correct horse battery staple' },
        async ([server]) => expect(await server!.get(LocalUsers).list()).toMatchObject([{ role: 'admin' }]),
      ),
    180_000,
  );
});

async function startThree(
  env: Record<string, string>,
  check: (servers: TestServer[], addresses: string[]) => Promise<void>,
): Promise<void> {
  const database = await createDatabase();
  const ports = [await freePort(), await freePort(), await freePort()];
  const addresses = ports.map((port) => `http://localhost:${port}`);
  const starts = await Promise.allSettled(
    ports.map((port) => startServer({ database, port, env: { ...env, ISSUER: addresses[0]! } })),
  );
  const servers = starts.flatMap((start) => (start.status === 'fulfilled' ? [start.value] : []));
  try {
    expect(starts.filter(({ status }) => status === 'rejected')).toEqual([]);
    await check(servers, addresses);
  } finally {
    await Promise.all(servers.map((server) => server.close()));
    await database.drop();
  }
}
