import { decodeJwt } from 'jose';
import { eventsOf } from '../support/audit';
import { type ApiCaller, withMachine, withPersonalToken } from '../support/caller';
import { type TestClient, token } from '../support/oauth';
import { somebody } from '../support/people';
import { startNode } from '../support/race';
import { startServer, type TestServer } from '../support/test-server';

const SETTINGS = '/v1/admin/settings';

describe('/v1/admin/settings', () => {
  let server: TestServer;
  let node: TestServer;
  let admin: ApiCaller;
  let machine: TestClient;

  beforeAll(async () => {
    server = await startServer({ env: { REFRESH_TOKEN_TTL: '7d' } });
    node = await startNode(server, { REFRESH_TOKEN_TTL: '7d' });
    admin = await withPersonalToken(server, await somebody(server, 'admin'), ['admin:read', 'admin:write']);
    machine = (await withMachine(server, ['read:projects'])).client;
  });

  afterAll(async () => {
    await node.close();
    await server.close();
  });

  const change = (body: object, headers = {}) => admin.patch(SETTINGS, body, headers);
  const form = { grant_type: 'client_credentials', scope: 'read:projects' };

  async function lifetime(at: TestServer): Promise<number> {
    const { body } = await token(at, machine, form);
    const { exp, iat } = decodeJwt(body.access_token);
    return exp! - iat!;
  }

  it('shows what holds, and what the environment has decided', async () => {
    const { status, body } = await admin.get(SETTINGS);
    expect(status).toBe(200);
    expect(body).toMatchObject({ access_token_ttl: 3600, refresh_token_ttl: 604_800, signup: 'invite' });
    expect(body['locked']).toEqual(['refresh_token_ttl']);
  });

  it('changes how long tokens live, on every node, from the next request on, and back', async () => {
    const changed = await change({ access_token_ttl: 600 });
    expect(changed).toMatchObject({ status: 200, body: { access_token_ttl: 600 } });
    for (const at of [server, node]) expect(await lifetime(at)).toBe(600);
    const [event] = (await eventsOf(server, { type: ['settings.updated'] })).slice(-1);
    expect(event).toMatchObject({
      actor: { type: 'user' },
      changes: [{ path: 'access_token_ttl', from: 3600, to: 600 }],
    });
    expect((await change({ access_token_ttl: null })).body).toMatchObject({ access_token_ttl: 3600 });
    for (const at of [server, node]) expect(await lifetime(at)).toBe(3600);
  });

  it('switches grants off and on', async () => {
    const grants = (await admin.get(SETTINGS)).body['grants'] as string[];
    await change({ grants: ['authorization_code'] });
    const refused = await token(node, machine, form);
    expect(refused).toMatchObject({ status: 400, body: { error: 'unsupported_grant_type' } });
    const metadata = await (await fetch(`${node.url}/.well-known/oauth-authorization-server`)).json();
    expect(metadata).toMatchObject({ grant_types_supported: ['authorization_code'] });
    await change({ grants });
    expect((await token(node, machine, form)).status).toBe(200);
  });

  it('refuses what the environment sets, and what makes no sense, and changes nothing then', async () => {
    const before = await admin.get(SETTINGS);
    expect(await change({ refresh_token_ttl: 60, access_token_ttl: 60 })).toMatchObject({
      status: 409,
      problem: 'conflict',
      body: { errors: [{ pointer: '/refresh_token_ttl', code: 'locked' }] },
    });
    for (const [name, value] of [
      ['access_token_ttl', 0],
      ['access_token_ttl', 1.5],
      ['access_token_ttl', '60'],
      ['access_token_ttl', 31_536_001],
      ['auth_code_ttl', 61],
      ['refresh_grace', -1],
      ['pat_max_days', 0],
      ['signup', 'all'],
      ['grants', []],
      ['grants', ['magic']],
      ['grants', ['authorization_code', 'authorization_code']],
      ['grants', 'authorization_code'],
    ])
      expect(await change({ [String(name)]: value })).toMatchObject({
        status: 400,
        body: { errors: [{ pointer: `/${name}` }] },
      });
    const reader = await withMachine(server, ['admin:read']);
    expect((await reader.patch(SETTINGS, { access_token_ttl: 60 })).status).toBe(403);
    const after = await admin.get(SETTINGS);
    expect(after.body).toEqual(before.body);
    expect(after.headers.get('etag')).toBe(before.headers.get('etag'));
  });

  it('lets one of two administrators win, and loses nothing', async () => {
    const etag = (await admin.get(SETTINGS)).headers.get('etag')!;
    const both = [{ auth_code_ttl: 30 }, { refresh_grace: 5 }].map((body) =>
      change(body, { 'If-Match': etag }),
    );
    expect((await Promise.all(both)).map(({ status }) => status).sort()).toEqual([200, 412]);
  });
});
