import { IsNull } from 'typeorm';
import { ClientRegistration } from '../../src/clients/application/client-registration';
import { Clients } from '../../src/clients/application/clients';
import { clientRef } from '../../src/clients/domain/client';
import { Database } from '../../src/database/database';
import { Background } from '../../src/shared/application/background';
import { SYSTEM } from '../../src/shared/domain/security-events';
import { Authorization } from '../../src/tokens/domain/authorization';
import { eventsOf } from '../support/audit';
import { type ApiCaller, withMachine, withPersonalToken } from '../support/caller';
import { addClient, api, obtainTokens, type TestClient, token } from '../support/oauth';
import { somebody } from '../support/people';
import { startServer, type TestServer } from '../support/test-server';

/** More than are marked in one go. How fast it is with a hundred thousand, `npm run bench:lists -- revoke` shows. */
const PEOPLE = 5_000;
/** A table of the numbers `n` from 0 to 9999, in the SQL of either database. */
const DIGITS = `(SELECT 0 AS d ${[1, 2, 3, 4, 5, 6, 7, 8, 9].map((d) => `UNION ALL SELECT ${d}`).join(' ')})`;
const NUMBERS = `(SELECT a.d + 10 * b.d + 100 * c.d + 1000 * e.d AS n
  FROM ${DIGITS} a CROSS JOIN ${DIGITS} b CROSS JOIN ${DIGITS} c CROSS JOIN ${DIGITS} e) AS numbers`;

describe('a client that thousands of people have tokens of', () => {
  let server: TestServer;
  let admin: ApiCaller;

  beforeAll(async () => {
    server = await startServer();
    admin = await withPersonalToken(server, await somebody(server, 'admin'), ['admin:read', 'admin:write']);
  });

  afterAll(() => server.close());

  /** Copies one act of granting and its refresh token, so that each belongs to somebody else. */
  async function multiply(client: TestClient, times = PEOPLE): Promise<void> {
    const prefix = `copied_${client.id.slice(-4)}_`;
    await copy(client, 'grantor_authorizations', times, { id: prefix, user_id: 'user_copied_' });
    const keys = { family_hash: prefix, authorization_id: prefix, user_id: 'user_copied_' };
    await copy(client, 'grantor_refresh_tokens', times, keys);
  }

  /** @param numbered columns that get a text of their own in each copy, and what it begins with */
  async function copy(
    client: TestClient,
    table: string,
    times: number,
    numbered: Record<string, string>,
  ): Promise<void> {
    const database = server.get(Database);
    const own = (text: string) =>
      database.isSqlite ? `'${text}' || (n + 1000000)` : `CONCAT('${text}', n + 1000000)`;
    const original = `SELECT * FROM ${table} WHERE client_ref = '${clientRef(client.id)}' LIMIT 1`;
    const [row] = (await database.manager.query(original)) as [object];
    const values = Object.keys(row).map((name) =>
      numbered[name] ? own(numbered[name]) : `original.${name}`,
    );
    const insert = `INSERT INTO ${table} (${Object.keys(row).join(', ')})
       SELECT ${values.join(', ')} FROM ${NUMBERS} CROSS JOIN (${original}) AS original WHERE n < ${times}`;
    await database.unseen(() => database.manager.query(insert));
  }

  it('loses all of them at once', async () => {
    const client = await addClient(server);
    const person = await somebody(server);
    const { body } = await obtainTokens(server, client, person);
    await multiply(client);
    const done = await admin.post(`/v1/admin/clients/${client.id}/revoke-tokens`, { reason: 'leaked' });
    expect(done).toMatchObject({ status: 200, body: { revoked: PEOPLE + 1 } });
    expect((await api(server, '/v1/projects', body.access_token)).status).toBe(401);
    const form = { grant_type: 'refresh_token', refresh_token: body.refresh_token };
    expect((await token(server, client, form)).body.error).toBe('invalid_grant');
    const again = await obtainTokens(server, client, person);
    expect((await api(server, '/v1/projects', again.body.access_token)).status).toBe(200);
  });

  it.each([
    ['access tokens alone', { kind: 'access' }, false],
    ['what was given before a moment', {}, true],
  ])('loses %s at once', async (words, order, endsRefresh) => {
    const client = await addClient(server);
    const { body } = await obtainTokens(server, client, await somebody(server));
    await multiply(client);
    await server.get(Background).settled();
    server.advance(5);
    const moment = words.includes('moment') && { issued_before: new Date(server.now()).toISOString() };
    const selector = { client_id: client.id, ...order, ...moment };
    const done = await admin.post('/v1/admin/tokens/revoke', selector);
    expect(done).toMatchObject({ status: 200, body: { matched: PEOPLE + 1, revoked: PEOPLE + 1 } });
    expect((await api(server, '/v1/projects', body.access_token)).status).toBe(401);
    const form = { grant_type: 'refresh_token', refresh_token: body.refresh_token! };
    expect((await token(server, client, form)).status).toBe(endsRefresh ? 400 : 200);
  });

  it('are marked in lists too, a moment later', async () => {
    const client = await addClient(server);
    const person = await somebody(server);
    await obtainTokens(server, client, person);
    await multiply(client, 2500);
    await admin.post(`/v1/admin/clients/${client.id}/revoke-tokens`);
    await obtainTokens(server, client, person);
    await server.get(Background).settled();
    const unmarked = { clientRef: clientRef(client.id), revokedAt: IsNull() };
    expect(await server.get(Database).repository(Authorization).countBy(unmarked)).toBe(1);
  });
});

describe('tokens of a client that were revoked together', () => {
  let server: TestServer;
  let admin: ApiCaller;

  beforeAll(async () => {
    server = await startServer();
    admin = await withPersonalToken(server, await somebody(server, 'admin'), ['admin:read', 'admin:write']);
  });

  afterAll(() => server.close());

  const works = async (accessToken: string) =>
    (await api(server, '/v1/projects', accessToken)).status === 200;
  const revoke = (id: string) => admin.post(`/v1/admin/clients/${id}/revoke-tokens`);

  it('stay dead when an edit is written that had read the client before', async () => {
    const client = await addClient(server);
    const { body } = await obtainTokens(server, client, await somebody(server));
    const before = (await server.get(Clients).findByRef(clientRef(client.id)))!;
    await revoke(client.id);
    await server.get(ClientRegistration).update(before, { name: 'Renamed' }, SYSTEM);
    expect(await works(body.access_token)).toBe(false);
  });

  it('stay dead when a client of the same id is registered again', async () => {
    const client = await addClient(server, { clientId: 'again' });
    const { body } = await obtainTokens(server, client, await somebody(server));
    await admin.delete('/v1/admin/clients/again');
    await addClient(server, { clientId: 'again' });
    expect(await works(body.access_token)).toBe(false);
  });

  it('are counted once, however many revoke them in the same moment', async () => {
    const client = await addClient(server);
    for (let n = 0; n < 3; n++) await obtainTokens(server, client, await somebody(server));
    const answers = await Promise.all(Array.from({ length: 8 }, () => revoke(client.id)));
    expect(answers.map(({ body }) => body['revoked']).sort()).toEqual([0, 0, 0, 0, 0, 0, 0, 3]);
  });

  it('end for a machine too, which gets new ones', async () => {
    const machine = await withMachine(server);
    expect((await machine.get('/v1/projects')).status).toBe(200);
    const because = { reason: 'The secret was in a log' };
    const answer = await admin.post(`/v1/admin/clients/${machine.client.id}/revoke-tokens`, because);
    expect(answer.body).toEqual({ revoked: 1 });
    const [event] = await eventsOf(server, { client_id: machine.client.id, type: ['token.revoked'] });
    expect(event).toMatchObject({
      actor: { type: 'user' },
      target: { type: 'client', id: machine.client.id },
      changes: [
        { path: 'revoked', to: 1 },
        { path: 'reason', to: because.reason },
      ],
    });
    expect((await machine.get('/v1/projects')).status).toBe(401);
    const fresh = await token(server, machine.client, {
      grant_type: 'client_credentials',
      scope: 'read:projects',
    });
    expect(await works(fresh.body.access_token)).toBe(true);
  });
});
