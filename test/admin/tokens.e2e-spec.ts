import { eventsOf } from '../support/audit';
import { type ApiCaller, withMachine, withPersonalToken } from '../support/caller';
import { addClient, api, obtainTokens, type TestClient, type TestPerson, token } from '../support/oauth';
import { somebody } from '../support/people';
import { atOnce, refresh, revoke as revokeByClient } from '../support/race';
import { startServer, type TestServer } from '../support/test-server';

const TOKENS = '/v1/admin/tokens';

interface Token {
  id: string;
  kind: string;
  status: string;
  [member: string]: unknown;
}

/** Somebody with a token of every kind, from an app whose access tokens are stored. */
interface Owner {
  person: TestPerson;
  client: TestClient;
  access: string;
  refresh: string;
  personal: string;
}

describe('/v1/admin/tokens', () => {
  let server: TestServer;
  let admin: ApiCaller;

  beforeAll(async () => {
    server = await startServer();
    admin = await withPersonalToken(server, await somebody(server, 'admin'), ['admin:read', 'admin:write']);
  });

  afterAll(() => server.close());

  async function owner(accessTokenFormat: 'jwt' | 'opaque' = 'opaque'): Promise<Owner> {
    const person = await somebody(server);
    const client = await addClient(server, { accessTokenFormat });
    const { body } = await obtainTokens(server, client, person);
    const personal = (await withPersonalToken(server, person, ['read:projects'])).bearer!;
    return { person, client, access: body.access_token, refresh: body.refresh_token!, personal };
  }

  const list = async (query: object) => {
    const { body, status } = await admin.get(`${TOKENS}?${new URLSearchParams({ ...query }).toString()}`);
    expect(status).toBe(200);
    return { tokens: body.data as unknown as Token[], page: body.page };
  };
  const kindsOf = (tokens: Token[]) => tokens.map(({ kind }) => kind).sort();
  const lookUp = async (value: string) => admin.post(`${TOKENS}/lookup`, { token: value });
  const works = async (bearer: string) => (await api(server, '/v1/projects', bearer)).status === 200;
  const refreshes = async ({ client, refresh: value }: Owner) =>
    (await refresh(server, client, value)).status === 200;
  const revoke = async (order: object) => (await admin.post(`${TOKENS}/revoke`, order)).body;

  it('lists what is stored of everybody, by filters that name it, and never a value', async () => {
    const { person, client, ...values } = await owner();
    const user_id = person.user.id;
    const { tokens } = await list({ user_id });
    expect(kindsOf(tokens)).toEqual(['access', 'personal', 'refresh']);
    expect(tokens.every(({ status }) => status === 'active')).toBe(true);
    for (const value of Object.values(values))
      expect(JSON.stringify(tokens)).not.toContain(value.slice(5, 30));
    const access = tokens.find(({ kind }) => kind === 'access')!;
    expect(access).toMatchObject({
      user_id,
      client_id: client.id,
      scopes: ['read:projects', 'write:projects'],
      ip: '127.0.0.1',
    });
    expect(kindsOf((await list({ client_id: client.id })).tokens)).toEqual(['access', 'refresh']);
    expect(kindsOf((await list({ user_id, scope: 'write:projects' })).tokens)).toEqual(['access', 'refresh']);
    expect(kindsOf((await list({ user_id, kind: 'personal' })).tokens)).toEqual(['personal']);
    expect((await list({ user_id, ip: '192.0.2.7' })).tokens).toEqual([]);
    const soon = new Date(server.now() + 2 * 3_600_000).toISOString();
    expect(kindsOf((await list({ user_id, expires_before: soon })).tokens)).toEqual(['access']);
    const justNow = new Date(server.now() - 60_000).toISOString();
    expect((await list({ user_id, last_used_after: justNow })).tokens).toEqual([]);
    await works(values.personal);
    await refresh(server, client, values.refresh);
    expect(kindsOf((await list({ user_id, last_used_after: justNow })).tokens)).toEqual([
      'personal',
      'refresh',
    ]);
    for (const query of ['kind=jwt', 'ip=here', 'expires_before=soon', 'status=used', 'sort=name'])
      expect((await admin.get(`${TOKENS}?${query}`)).problem).toBe('validation-failed');
    expect((await admin.get(`${TOKENS}?user=${user_id}`)).problem).toBe('unknown-parameter');
  });

  it('goes through all kinds page by page, in one order, and back', async () => {
    const { person, client } = await owner();
    for (let n = 0; n < 2; n++) await obtainTokens(server, client, person);
    const walk = async (sort: string) => {
      const seen: string[] = [];
      let cursor: string | null = '';
      while (cursor !== null) {
        const query: object = { user_id: person.user.id, sort, limit: 2, ...(cursor && { cursor }) };
        const { tokens, page } = await list(query);
        seen.push(...tokens.map(({ id }) => id));
        cursor = page.next_cursor;
      }
      return seen;
    };
    const newest = await walk('-created_at');
    expect(new Set(newest).size).toBe(7);
    expect(newest).toHaveLength(7);
    expect((await walk('created_at')).sort()).toEqual([...newest].sort());
    expect((await list({ user_id: person.user.id, count: 'true', limit: 1 })).page).toMatchObject({
      total: 7,
    });
  });

  it('says of each the same state that it is found by', async () => {
    const one = await owner();
    const two = await owner();
    await revokeByClient(server, one.client, one.access);
    await admin.post(`/v1/admin/clients/${two.client.id}/revoke-tokens`);
    const user_id = one.person.user.id;
    for (const status of ['active', 'expired', 'revoked']) {
      const { tokens } = await list({ status, limit: 200 });
      expect(new Set(tokens.map((found) => found.status))).toEqual(
        tokens.length > 0 ? new Set([status]) : new Set(),
      );
    }
    expect(kindsOf((await list({ user_id, status: 'revoked' })).tokens)).toEqual(['access']);
    expect(kindsOf((await list({ user_id: two.person.user.id, status: 'revoked' })).tokens)).toEqual([
      'access',
      'refresh',
    ]);
  });

  it('knows whose a token is by its value, whatever kind it is, and what became of it', async () => {
    const stored = await owner();
    const signed = await owner('jwt');
    for (const [value, kind, { person }] of [
      [stored.access, 'access', stored],
      [stored.refresh, 'refresh', stored],
      [stored.personal, 'personal', stored],
      [signed.access, 'access', signed],
    ] as const) {
      const found = await lookUp(` ${value}\n`);
      expect(found).toMatchObject({ status: 200, body: { kind, status: 'active', user_id: person.user.id } });
      expect(JSON.stringify(found.body)).not.toContain(value);
    }
    await refresh(server, stored.client, stored.refresh);
    expect((await lookUp(stored.refresh)).body.status).toBe('used');
    const { body } = await lookUp(signed.access);
    expect((await admin.get(`${TOKENS}/${body.id}`)).status).toBe(404);
    expect((await admin.delete(`${TOKENS}/${body.id}`)).status).toBe(204);
    expect(await works(signed.access)).toBe(false);
    expect((await lookUp(signed.access)).body.status).toBe('revoked');
  });

  it('knows a signed one as expired when its time is over, and ends none that cannot have been issued', async () => {
    const { access, client } = await owner('jwt');
    const { id } = (await lookUp(access)).body;
    const [authorization, , random] = id.split('.');
    expect((await admin.delete(`${TOKENS}/${authorization}.1.${random}`)).status).toBe(404);
    server.advance(3 * 3600);
    expect(await lookUp(access)).toMatchObject({
      status: 200,
      body: { id, status: 'expired', client_id: client.id },
    });
    const [head, , signature] = access.split('.');
    const forged = Buffer.from(JSON.stringify({ jti: id })).toString('base64url');
    expect((await lookUp(`${head}.${forged}.${signature}`)).status).toBe(404);
    expect(await works(access)).toBe(false);
  });

  it('touches the tokens of an administrator only for an administrator who may change people', async () => {
    const boss = await somebody(server, 'admin');
    const token = await withPersonalToken(server, boss, ['read:projects']);
    const { id } = (await token.get('/v1/tokens/current')).body;
    const order = { user_id: boss.user.id };
    for (const refused of [
      await admin.delete(`${TOKENS}/${id}`),
      await admin.post(`${TOKENS}/revoke`, order),
    ])
      expect(refused.status).toBe(403);
    const scopes = ['admin:read', 'admin:write', 'admin:users'];
    const mighty = await withPersonalToken(server, await somebody(server, 'admin'), scopes);
    expect((await mighty.delete(`${TOKENS}/${id}`)).status).toBe(204);
    expect((await mighty.post(`${TOKENS}/revoke`, order)).status).toBe(200);
  });

  it('does not know what never was one, and takes no address for it', async () => {
    for (const value of ['nonsense', 'apat_0000', 'eyJhbGciOiJub25lIn0.e30.', 'x'.repeat(16_384)])
      expect(await lookUp(value)).toMatchObject({ status: 404, problem: 'not-found' });
    for (const body of [{}, { token: 7 }, { token: null }, { token: 'x'.repeat(16_385) }])
      expect((await admin.post(`${TOKENS}/lookup`, body)).problem).toBe('validation-failed');
    for (const id of [
      'tok_0000000000000000',
      'auth_0000000000000000.refresh',
      'auth_0000000000000000.0.0000000000000000',
    ])
      for (const answer of [await admin.get(`${TOKENS}/${id}`), await admin.delete(`${TOKENS}/${id}`)])
        expect(answer.status).toBe(404);
  });

  it('ends one token: a refresh token with those beside it, the others alone', async () => {
    const all = await owner();
    const idOf = async (value: string) => (await lookUp(value)).body.id;
    expect((await admin.delete(`${TOKENS}/${await idOf(all.personal)}`)).status).toBe(204);
    expect(await works(all.personal)).toBe(false);
    const access = await idOf(all.access);
    expect((await admin.delete(`${TOKENS}/${access}`)).status).toBe(204);
    expect(await works(all.access)).toBe(false);
    expect((await admin.get(`${TOKENS}/${access}`)).body.status).toBe('revoked');
    const renewed = (await refresh(server, all.client, all.refresh)).body;
    const id = await idOf(renewed.refresh_token!);
    expect((await admin.delete(`${TOKENS}/${id}`)).status).toBe(204);
    expect((await admin.delete(`${TOKENS}/${id}`)).status).toBe(204);
    expect(await works(renewed.access_token)).toBe(false);
    const events = await eventsOf(server, { user_id: all.person.user.id, type: ['pat.revoked'] });
    expect(events).toHaveLength(1);
  });

  it('counts before it revokes, and then ends everything of a person', async () => {
    const all = await owner();
    const order = { user_id: all.person.user.id };
    expect(await revoke({ ...order, dry_run: true })).toEqual({ matched: 2, revoked: 0 });
    expect(await works(all.access)).toBe(true);
    expect(await revoke(order)).toEqual({ matched: 2, revoked: 2 });
    expect(await works(all.access)).toBe(false);
    expect(await works(all.personal)).toBe(false);
    expect(await refreshes(all)).toBe(false);
    expect((await list({ ...order, status: 'active' })).tokens).toEqual([]);
    expect(await revoke(order)).toEqual({ matched: 0, revoked: 0 });
  });

  it.each(['jwt', 'opaque'] as const)('ends one kind and no other (%s)', async (format) => {
    for (const by of ['user_id', 'client_id'] as const) {
      const all = await owner(format);
      const whose = { [by]: by === 'user_id' ? all.person.user.id : all.client.id };
      expect(await revoke({ ...whose, kind: 'access' })).toEqual({ matched: 1, revoked: 1 });
      expect(await works(all.access)).toBe(false);
      expect(await works(all.personal)).toBe(true);
      const renewed = (await refresh(server, all.client, all.refresh)).body;
      expect(await works(renewed.access_token)).toBe(true);
      await revoke({ ...whose, kind: 'refresh' });
      expect(await works(renewed.access_token)).toBe(false);
      expect(await refreshes({ ...all, refresh: renewed.refresh_token! })).toBe(false);
      expect(await works(all.personal)).toBe(true);
      if (by === 'user_id') {
        expect(await revoke({ ...whose, kind: 'personal' })).toEqual({ matched: 1, revoked: 1 });
        expect(await works(all.personal)).toBe(false);
      }
    }
  });

  it('leaves what a client has for itself alone when refresh tokens end', async () => {
    const machine = await withMachine(server, ['read:projects']);
    await revoke({ client_id: machine.client.id, kind: 'refresh' });
    expect((await machine.get('/v1/projects')).status).toBe(200);
    await revoke({ client_id: machine.client.id, kind: 'access' });
    expect((await machine.get('/v1/projects')).status).toBe(401);
  });

  it.each(['client_id', 'user_id', null] as const)('ends what was given before a moment (%s)', async (by) => {
    const before = await owner();
    const machine = await withMachine(server, ['read:projects']);
    server.advance(60);
    const issued_before = new Date(server.now() - 1000).toISOString();
    const after = await obtainTokens(server, before.client, before.person);
    const whose = by === null ? {} : { [by]: by === 'user_id' ? before.person.user.id : before.client.id };
    const counted = await revoke({ ...whose, issued_before, dry_run: true });
    expect(await revoke({ ...whose, issued_before })).toEqual({
      matched: counted['matched'],
      revoked: counted['matched'],
    });
    expect(await works(before.access)).toBe(false);
    expect(await refreshes(before)).toBe(false);
    expect(await works(before.personal)).toBe(by === 'client_id');
    expect(await works(after.body.access_token)).toBe(true);
    expect((await machine.get('/v1/projects')).status).toBe(by === null ? 401 : 200);
    if (by !== null) return;
    // Everybody's ended, that of the administrator of this test too.
    admin = await withPersonalToken(server, await somebody(server, 'admin'), ['admin:read', 'admin:write']);
  });

  it('ends access tokens from before a moment, and no newer ones', async () => {
    const all = await owner('jwt');
    server.advance(60);
    const issued_before = new Date(server.now() - 1000).toISOString();
    const renewed = (await refresh(server, all.client, all.refresh)).body;
    expect(await revoke({ client_id: all.client.id, kind: 'access', issued_before })).toMatchObject({
      matched: 1,
    });
    expect(await works(all.access)).toBe(false);
    expect(await works(renewed.access_token)).toBe(true);
  });

  it('revokes nothing where nothing is said, or what is said makes no sense', async () => {
    const all = await owner();
    const tomorrow = new Date(server.now() + 86_400_000).toISOString();
    for (const body of [
      {},
      { dry_run: true },
      { dry_run: false },
      { kind: 'all' },
      { user_id: '' },
      { user_id: null },
      { client_id: [] },
      { issued_before: 'yesterday' },
      { issued_before: tomorrow },
      { kind: 'access', dry_run: 'yes' },
    ])
      expect(await admin.post(`${TOKENS}/revoke`, body)).toMatchObject({ status: 400 });
    expect(await revoke({ user_id: 'nobody' })).toEqual({ matched: 0, revoked: 0 });
    expect(await revoke({ client_id: all.client.id, kind: 'personal' })).toEqual({ matched: 0, revoked: 0 });
    const reader = await withMachine(server, ['admin:read']);
    expect((await reader.post(`${TOKENS}/revoke`, { kind: 'access' })).status).toBe(403);
    expect(await works(all.access)).toBe(true);
  });

  it('counts each act of granting once, however many revoke at the same moment', async () => {
    const { person } = await owner();
    const answers = await atOnce(5, () => revoke({ user_id: person.user.id, kind: 'refresh' }));
    expect(answers.map(({ revoked }) => revoked).sort()).toEqual([0, 0, 0, 0, 1]);
    const events = await eventsOf(server, { user_id: person.user.id, type: ['token.revoked'] });
    expect(events[0]).toMatchObject({
      actor: { type: 'user' },
      target: { type: 'user', id: person.user.id },
      changes: [
        { path: 'matched', to: 1 },
        { path: 'user_id', to: person.user.id },
        { path: 'kind', to: 'refresh' },
      ],
    });
  });

  it('lets a new token of the same client and person work afterwards', async () => {
    const all = await owner('jwt');
    await revoke({ client_id: all.client.id, kind: 'access' });
    await revoke({ client_id: all.client.id, kind: 'refresh' });
    const again = await obtainTokens(server, all.client, all.person);
    expect(await works(again.body.access_token)).toBe(true);
    const form = { grant_type: 'refresh_token', refresh_token: again.body.refresh_token! };
    expect((await token(server, all.client, form)).status).toBe(200);
  });
});
