import { type ApiAnswer, type ApiCaller, withMachine, withPersonalToken } from '../support/caller';
import { addClient, type TestPerson } from '../support/oauth';
import { somebody } from '../support/people';
import { atOnce } from '../support/race';
import { startServer, type TestServer } from '../support/test-server';

const PATH = '/v1/me/apps';
const CALLBACK = 'https://board.example.com/callback';

describe('/v1/me/apps', () => {
  let server: TestServer;
  let ada: TestPerson;
  let caller: ApiCaller;

  beforeAll(async () => {
    server = await startServer({
      env: { GRANTS: 'authorization_code,refresh_token,client_credentials,password' },
    });
  });

  afterAll(() => server.close());

  beforeEach(async () => {
    ada = await somebody(server);
    caller = await withPersonalToken(server, ada, ['manage:apps', 'read:projects']);
  });

  const create = (body: object = {}, by = caller) =>
    by.post(PATH, { name: 'Board', type: 'web', redirect_uris: [CALLBACK], ...body });
  const pathOf = ({ headers }: ApiAnswer) => headers.get('location')!;
  const pointers = ({ body }: ApiAnswer) => body.errors.map(({ pointer }) => pointer);
  /** What the app may do, by an administrator. */
  const allow = async (path: string, changes: object) => {
    const admin = await withPersonalToken(server, await somebody(server, 'admin'), ['admin:write']);
    const answer = await admin.patch(path.replace(PATH, '/v1/admin/clients'), changes);
    expect(answer.status).toBe(200);
  };

  it('registers an app of the person, whose secret is in this answer only', async () => {
    const made = await create({ scopes: ['read:projects'], access_token_ttl: 300 });
    expect(made).toMatchObject({
      status: 201,
      body: {
        client_id: expect.stringMatching(/^app_\w{16}$/),
        client_secret: expect.stringMatching(/^acs_\w{42}$/),
        secret_shown_once: true,
        owner_id: ada.user.id,
        first_party: false,
        introspect: false,
        access_token_ttl: 300,
        grant_types: ['authorization_code', 'refresh_token'],
      },
    });
    expect(made.headers.get('cache-control')).toBe('no-store');
    const read = await caller.get(pathOf(made));
    expect(read.headers.get('etag')).toBe('"1"');
    expect(JSON.stringify(read.body)).not.toContain(made.body['client_secret']);
    expect((await caller.get(pathOf(made), { 'If-None-Match': '"1"' })).status).toBe(304);
    expect((await create({ type: 'spa' })).body).not.toHaveProperty('client_secret');
  });

  it('lists the person’s own, the newest first', async () => {
    await create({ name: 'First' }, await withPersonalToken(server, await somebody(server), ['manage:apps']));
    for (const name of ['Alpha', 'Beta', 'Gamma']) {
      await create({ name });
      server.advance(1);
    }
    const first = await caller.get(`${PATH}?limit=2&count=true`);
    expect(first.body.data.map(({ name }) => name)).toEqual(['Gamma', 'Beta']);
    expect(first.body.page).toMatchObject({ total: 3 });
    const rest = await caller.get(`${PATH}?limit=2&cursor=${first.body.page.next_cursor}`);
    expect(rest.body.data.map(({ name }) => name)).toEqual(['Alpha']);
    expect(rest.body.page.next_cursor).toBeNull();
    expect((await caller.get(`${PATH}?owner_id=x`)).problem).toBe('unknown-parameter');
  });

  it('changes and deletes, for whoever has read the latest version', async () => {
    const path = pathOf(await create());
    const [one, two] = await atOnce(2, (n) => caller.patch(path, { name: `No ${n}` }, { 'If-Match': '"1"' }));
    expect([one!.status, two!.status].sort()).toEqual([200, 412]);
    const two_uris = [CALLBACK, 'https://board.example.com/other'];
    const set = await caller.send('PUT', `${path}/redirect-uris`, { redirect_uris: two_uris });
    expect(set.body['redirect_uris']).toEqual(two_uris);
    const bad = await caller.send('PUT', `${path}/redirect-uris`, { redirect_uris: ['http://x.test/'] });
    expect(pointers(bad)).toEqual(['/redirect_uris/0']);
    expect((await caller.delete(path, { 'If-Match': '"1"' })).status).toBe(412);
    expect((await caller.delete(path)).status).toBe(204);
    expect((await caller.get(path)).status).toBe(404);
  });

  it('has secrets that overlap, rotate, and end', async () => {
    const path = `${pathOf(await create())}/secrets`;
    const rotated = await caller.post(`${path}/rotate`, { previous_expires_in: 60 });
    expect(rotated).toMatchObject({
      status: 201,
      body: { secret: expect.stringMatching(/^acs_/), previous: { expires_at: expect.any(String) } },
    });
    expect((await caller.post(`${path}/rotate`, {})).problem).toBe('already-rotated');
    expect((await caller.post(path, {})).problem).toBe('limit-reached');
    const { data } = (await caller.get(path)).body;
    expect(data).toHaveLength(2);
    expect((await caller.delete(`${path}/${data.find(({ id }) => id !== rotated.body.id)!.id}`)).status).toBe(
      204,
    );
    expect((await caller.delete(`${path}/${rotated.body.id}`)).problem).toBe('last-secret');
  });

  it('says of every field what is wrong', async () => {
    for (const [field, value, pointer = `/${field}`] of [
      ['redirect_uris', ['http://board.example.com/'], '/redirect_uris/0'],
      ['name', ''],
      ['type', 'device'],
      ['scopes', ['no:such']],
      ['grant_types', ['no-such']],
      ['access_token_ttl', 0],
      ['first_party', true],
      ['introspect', true],
      ['owner_id', 'user_0123456789abcdef'],
      ['owner_id', null],
      ['client_id', 'board'],
      ['status', 'disabled'],
      ['secrets', []],
    ] as const) {
      const refused = await create({ [field]: value });
      expect([field, refused.status, ...pointers(refused)]).toEqual([field, 400, pointer]);
    }
  });

  it('is the person’s own: others’ apps and unknown ones are not there', async () => {
    const foreign = pathOf(
      await create({}, await withPersonalToken(server, await somebody(server), ['manage:apps'])),
    );
    const ownerless = `${PATH}/${(await addClient(server)).id}`;
    for (const path of [foreign, ownerless, `${PATH}/app_0123456789abcdef`, `${PATH}/%00`]) {
      const answers = [
        await caller.get(path),
        await caller.patch(path, { name: 'Mine' }),
        await caller.send('PUT', `${path}/redirect-uris`, { redirect_uris: [CALLBACK] }),
        await caller.delete(path),
        await caller.get(`${path}/secrets`),
        await caller.post(`${path}/secrets`, {}),
        await caller.post(`${path}/secrets/rotate`, { force: true }),
        await caller.delete(`${path}/secrets/sec_0123456789abcdef`),
      ];
      expect([path, ...answers.map(({ status }) => status)]).toEqual([path, ...Array<number>(8).fill(404)]);
    }
  });

  it('is bounded, also for many at once', async () => {
    const made = await atOnce(104, () => create({ type: 'spa' }));
    expect(made.filter(({ status }) => status === 201)).toHaveLength(100);
    expect(new Set(made.filter(({ status }) => status !== 201).map(({ problem }) => problem))).toEqual(
      new Set(['limit-reached']),
    );
  });

  it('is for people with the scope', async () => {
    const machine = await withMachine(server, ['admin:read', 'admin:write']);
    const other = await withPersonalToken(server, ada, ['manage:tokens', 'manage:account']);
    for (const by of [machine, other]) expect((await by.get(PATH)).problem).toBe('insufficient-scope');
  });

  describe('no token makes a stronger one', () => {
    it('by an app that acts alone: an administrator has to allow that', async () => {
      const made = await create({ type: 'm2m', redirect_uris: [], scopes: ['read:projects'] });
      expect(made.body['grant_types']).toEqual([]);
      for (const type of ['client_credentials', 'password']) {
        expect(pointers(await create({ grant_types: ['authorization_code', type] }))).toEqual([
          '/grant_types',
        ]);
        expect(pointers(await caller.patch(pathOf(made), { grant_types: [type] }))).toEqual(['/grant_types']);
      }
      await allow(pathOf(made), { grant_types: ['client_credentials'] });
      expect((await caller.patch(pathOf(made), { name: 'Nightly' })).status).toBe(200);
      expect((await caller.post(`${pathOf(made)}/secrets`, {})).status).toBe(201);
    });

    it('by scopes of administrators, or those that manage the account', async () => {
      const path = pathOf(await create());
      for (const scope of ['admin:read', 'admin:write', 'manage:apps', 'manage:tokens', 'manage:account']) {
        expect(pointers(await create({ scopes: [scope] }))).toEqual(['/scopes']);
        expect(pointers(await caller.patch(path, { scopes: [scope] }))).toEqual(['/scopes']);
      }
      await allow(path, { scopes: ['admin:read'] });
      const kept = await caller.patch(path, { scopes: ['admin:read', 'read:profile'] });
      expect(kept.body['scopes']).toEqual(['admin:read', 'read:profile']);
    });

    it('by an app that acts alone and can do more than the token', async () => {
      const made = await create({ type: 'm2m', redirect_uris: [], scopes: ['delete:projects'] });
      await allow(pathOf(made), { grant_types: ['client_credentials'] });
      for (const [path, body] of [
        ['/secrets', {}],
        ['/secrets/rotate', { force: true }],
      ] as const) {
        const refused = await caller.post(pathOf(made) + path, body);
        expect(refused.problem).toBe('insufficient-scope');
        expect(refused.challenge).toContain('scope="delete:projects"');
      }
      expect(
        (await caller.patch(pathOf(made), { scopes: ['delete:projects', 'read:projects'] })).status,
      ).toBe(200);
      const more = await caller.patch(pathOf(made), { scopes: ['delete:projects', 'write:projects'] });
      expect(more.challenge).toContain('scope="write:projects"');
    });

    it('of an administrator who gave it no admin:write', async () => {
      const root = await somebody(server, 'admin');
      const weak = await withPersonalToken(server, root, ['manage:apps']);
      const machine = { type: 'm2m', redirect_uris: [], scopes: ['admin:users'] };
      expect(pointers(await create(machine, weak))).toEqual(['/scopes']);
      expect((await create({ ...machine, scopes: [] }, weak)).body['grant_types']).toEqual([]);
      const writer = await withPersonalToken(server, root, ['manage:apps', 'admin:write']);
      expect((await create(machine, writer)).challenge).toContain('scope="admin:users"');
      const able = await create({ ...machine, scopes: ['admin:write'] }, writer);
      expect(able.body['grant_types']).toEqual(['client_credentials']);
      expect((await weak.post(`${pathOf(able)}/secrets/rotate`, {})).problem).toBe('insufficient-scope');
    });
  });
});
