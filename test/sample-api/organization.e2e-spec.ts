import { randomUUID } from 'node:crypto';
import { LocalUsers } from '../../src/users/application/local-users';
import { addPerson, type TestPerson } from '../support/oauth';
import { atOnce, CROWD } from '../support/race';
import { startServer, type TestServer } from '../support/test-server';
import { titled } from '../support/values';
import { ALL_SCOPES, type ApiCaller, withMachine, withPersonalToken } from '../support/caller';

const MEMBERS = '/v1/organization/members';

let server: TestServer;
let ada: TestPerson;
let caller: ApiCaller;
let machine: ApiCaller;

beforeAll(async () => {
  server = await startServer();
  ada = await addPerson(server, 'Ada Lovelace', 'admin');
  caller = await withPersonalToken(server, ada, ALL_SCOPES);
  machine = await withMachine(server);
});

afterAll(() => server.close());

const unique = (): string => `${randomUUID()}@example.com`;
const etagOf = async (path: string): Promise<string> => (await caller.get(path)).headers.get('etag')!;

describe('the organization', () => {
  it('has the name of the server until it gets one', async () => {
    const fresh = await startServer({ env: { APP_NAME: 'Parcel Service' } });
    try {
      const first = await withMachine(fresh, ['admin:read', 'admin:write']);
      const { body, headers } = await first.get('/v1/organization');
      expect(body).toEqual({ name: 'Parcel Service', users: 0, clients: 1, projects: 0 });
      expect(headers.get('etag')).toBe('"0"');
      const renamed = await first.patch('/v1/organization', { name: 'Acme' });
      expect([renamed.body, renamed.headers.get('etag')]).toEqual([{ ...body, name: 'Acme' }, '"1"']);
      expect((await first.get('/v1/organization')).body.name).toBe('Acme');
    } finally {
      await fresh.close();
    }
  });

  it('counts people, clients and projects', async () => {
    const before = (await caller.get('/v1/organization')).body;
    await caller.post(MEMBERS, { email: unique(), name: 'One more' });
    await (await withMachine(server)).post('/v1/projects', { name: 'One' });
    await caller.post('/v1/projects', { name: 'Two' });
    const count = (name: string) => (before[name] as number) + 1;
    expect((await caller.get('/v1/organization')).body).toEqual({
      name: before.name,
      users: count('users'),
      clients: count('clients'),
      projects: count('projects') + 1,
    });
  });

  it('is never 304, because its numbers change without it', async () => {
    const known = { 'If-None-Match': await etagOf('/v1/organization') };
    expect((await caller.get('/v1/organization', known)).status).toBe(200);
  });

  it.each([{ name: null }, { name: '' }, { name: [] }, { users: 1 }, { name: 'x', clients: 0 }])(
    'is not changed by %j',
    async (body) => {
      const etag = await etagOf('/v1/organization');
      expect((await caller.patch('/v1/organization', body)).status).toBe(400);
      expect(await etagOf('/v1/organization')).toBe(etag);
    },
  );

  it('loses no change of a crowd, and with If-Match has one winner', async () => {
    const rename = (headers?: Record<string, string>) => () =>
      caller.patch('/v1/organization', { name: `Acme ${randomUUID()}` }, headers);
    const etag = await etagOf('/v1/organization');
    const strict = await atOnce(CROWD, rename({ 'If-Match': etag }));
    const statuses = strict.map(({ status }) => status).sort();
    expect(statuses).toEqual([200, ...(Array(CROWD - 1).fill(412) as number[])]);
    const free = await atOnce(CROWD, rename());
    expect(free.map(({ status }) => status)).toEqual(Array(CROWD).fill(200));
    expect(await etagOf('/v1/organization')).toBe(`"${Number(etag.slice(1, -1)) + 1 + CROWD}"`);
  });
});

describe('the members of the organization', () => {
  it('are listed without anything secret', async () => {
    const { body } = await caller.get(`${MEMBERS}?q=ada.lovelace@`);
    expect(body.data).toEqual([
      {
        id: ada.user.id,
        email: ada.email,
        email_verified: true,
        name: 'Ada Lovelace',
        role: 'admin',
        status: 'active',
        created_at: expect.any(String),
        updated_at: expect.any(String),
      },
    ]);
  });

  it.each([
    ['q=ZENO@', 1],
    ['q=zeno%20of', 1],
    ['q=elea', 0],
    ['q=zeno&role=member&status=active', 1],
    ['q=zeno&role=admin', 0],
    ['q=zeno&status=disabled', 0],
    ['q=_eno', 0],
  ])('are found by ?%s: %i', async (query, count) => {
    await caller.post(MEMBERS, { email: 'zeno@example.com', name: 'Zeno of Elea' });
    expect((await caller.get(`${MEMBERS}?${query}`)).body.data).toHaveLength(count);
  });

  it('are listed in the order of their addresses', async () => {
    for (const _ of [1, 2, 3]) await caller.post(MEMBERS, { email: unique(), name: 'Somebody' });
    const emails = (await caller.get(`${MEMBERS}?sort=email&limit=200`)).body.data.map(({ email }) => email);
    expect(emails).toEqual([...emails].sort());
  });

  it('may be added by a machine', async () => {
    const email = `New.${unique()}`;
    const made = await machine.post(MEMBERS, { email, name: 'New' });
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({ email, name: 'New', role: 'member', status: 'active' });
    expect(made.headers.get('location')).toBe(`${MEMBERS}/${made.body.id}`);
    expect((await caller.get(made.headers.get('location')!)).body).toEqual(made.body);
  });

  it('have an email address once, however it is written', async () => {
    const { email: known } = ada;
    for (const email of [known, known.toUpperCase(), ` ${known} `, `ａ${known.slice(1)}`]) {
      const { status, problem } = await caller.post(MEMBERS, { email, name: 'Ada' });
      expect([email, status, problem]).toEqual([email, 409, 'conflict']);
    }
  });

  it.each(
    titled<object>([
      { name: 'x' },
      { email: 'a@b.co' },
      { email: 'x', name: 'x' },
      { email: {}, name: 'x' },
      { email: ['a@b.co'], name: 'x' },
      { email: 'a@b.co\0', name: 'x' },
      { email: 'a b@c.co', name: 'x' },
      { email: '<a@b.co>', name: 'x' },
      { email: `${'\ufdfa'.repeat(60)}@example.com`, name: 'x' },
      { email: `${'a'.repeat(65)}@example.com`, name: 'x' },
      { email: 'a@b.co', name: 'x', role: 'root' },
      { email: 'a@b.co', name: 'x', role: ['admin'] },
      { email: 'a@b.co', name: 'x', password: 'y' },
    ]),
  )('are not made of %s', async (_, body) => {
    const before = await server.get(LocalUsers).count();
    const { status, problem } = await caller.post(MEMBERS, body);
    expect([status, problem]).toEqual([400, 'validation-failed']);
    expect(await server.get(LocalUsers).count()).toBe(before);
  });

  it('keep one administrator', async () => {
    const last = await caller.delete(`${MEMBERS}/${ada.user.id}`);
    expect([last.status, last.problem]).toEqual([409, 'last-admin']);
    const grace = await caller.post(MEMBERS, { email: unique(), name: 'Grace', role: 'admin' });
    expect((await caller.delete(`${MEMBERS}/${grace.body.id}`)).status).toBe(204);
    expect((await caller.delete(`${MEMBERS}/${ada.user.id}`)).status).toBe(409);
  });

  it('lose their tokens with their place', async () => {
    const max = await addPerson(server, 'Max');
    const his = await withPersonalToken(server, max, ['read:profile']);
    expect((await his.get('/v1/profile')).status).toBe(200);
    expect((await machine.delete(`${MEMBERS}/${max.user.id}`)).status).toBe(204);
    expect((await his.get('/v1/profile')).status).toBe(401);
    expect((await caller.get(`${MEMBERS}/${max.user.id}`)).status).toBe(404);
  });
});
