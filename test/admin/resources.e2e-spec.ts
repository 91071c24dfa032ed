import { decodeJwt, decodeProtectedHeader } from 'jose';
import { ResourceRegistry } from '../../src/scopes/application/resources';
import { eventsOf } from '../support/audit';
import { type ApiCaller, withMachine, withPersonalToken } from '../support/caller';
import { addClient, addMachine, credentials, obtainTokens, postForm, token } from '../support/oauth';
import { somebody } from '../support/people';
import { startServer, type TestServer } from '../support/test-server';

const RESOURCES = '/v1/admin/resources';

describe('/v1/admin/resources', () => {
  let server: TestServer;
  let admin: ApiCaller;
  let made = 0;

  beforeAll(async () => {
    server = await startServer();
    admin = await withPersonalToken(server, await somebody(server, 'admin'), ['admin:read', 'admin:write']);
  });

  afterAll(() => server.close());

  const newUri = () => `https://api-${(made += 1)}.example.test/`;
  const path = (id: unknown) => `${RESOURCES}/${String(id)}`;

  /** An API, and a machine that asks for its tokens. */
  async function api(body: object = {}) {
    const uri = newUri();
    const answer = await admin.post(RESOURCES, { uri, name: 'Invoices', ...body });
    expect(answer.status).toBe(201);
    const machine = await withMachine(server, ['read:projects', 'write:projects']);
    const ask = (scope = 'read:projects write:projects') =>
      token(server, machine.client, { grant_type: 'client_credentials', scope, resource: uri });
    return { uri, answer, id: String(answer.body['id']), ask };
  }

  /** What is stored: the answers say null for a client that is not there, too. */
  const boundTo = async (id: string) =>
    (await server.get(ResourceRegistry).all()).find((resource) => resource.id === id)!.introspectionClientRef;

  it('registers an API as it is described, and tokens for it are as it wants them', async () => {
    const reader = await addMachine(server);
    const words = {
      scopes: ['read:projects'],
      access_token_format: 'jwt',
      access_token_ttl: 77,
      signing_alg: 'ES256',
      introspection_client_id: reader.id,
    };
    const { uri, answer, id, ask } = await api(words);
    expect(answer.body).toEqual({
      id: expect.stringMatching(/^res_\w{16}$/),
      uri,
      name: 'Invoices',
      ...words,
    });
    expect(answer.headers.get('location')).toBe(path(id));
    expect((await admin.get(RESOURCES)).body.data).toContainEqual(answer.body);
    const { body } = await ask();
    expect(body).toMatchObject({ scope: 'read:projects', expires_in: 77 });
    expect(decodeJwt(body.access_token).aud).toBe(uri);
    expect(decodeProtectedHeader(body.access_token).alg).toBe('ES256');
    const form = { token: body.access_token, ...credentials(reader) };
    expect((await postForm(server, '/oauth/introspect', form)).body).toMatchObject({
      active: true,
      aud: uri,
    });
  });

  it('changes it for whoever has read the latest version, from the next token on', async () => {
    const { answer, id, ask } = await api();
    const etag = answer.headers.get('etag')!;
    const change = { access_token_format: 'opaque', access_token_ttl: 88 };
    const answers = await Promise.all(
      [change, change].map((body) => admin.patch(path(id), body, { 'If-Match': etag })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412]);
    const { body } = await ask();
    expect([body.access_token.slice(0, 4), body.expires_in]).toEqual(['aat_', 88]);
    const read = await admin.get(path(id));
    expect(read.body).toMatchObject({ ...change, name: 'Invoices', scopes: null });
    expect(read.headers.get('etag')).toBe('"2"');
    const [event] = (await eventsOf(server, { type: ['resource.updated'] })).slice(-1);
    expect(event).toMatchObject({
      target: { type: 'resource', id },
      changes: [
        { path: 'access_token_format', from: null, to: 'opaque' },
        { path: 'access_token_ttl', from: null, to: 88 },
      ],
    });
  });

  it('deletes what nobody uses, and says where it is used', async () => {
    const { uri, id, ask } = await api();
    const person = await somebody(server);
    const client = await addClient(server, { resources: [uri.replace(/\/$/, '')] });
    await obtainTokens(server, client, person, { resource: uri });
    const scope = { name: 'read:that-api', description: 'Read there', audience: uri };
    expect((await admin.post('/v1/admin/scopes', scope)).status).toBe(201);
    const refused = await admin.delete(path(id));
    expect(refused).toMatchObject({ status: 409, problem: 'resource-in-use' });
    expect(refused.body['uses']).toEqual({ clients: 1, authorizations: 1, scopes: 1 });
    await admin.delete(`/v1/admin/clients/${client.id}`);
    await admin.delete('/v1/admin/scopes/read:that-api');
    expect((await admin.delete(path(id))).status).toBe(204);
    expect((await admin.get(path(id))).status).toBe(404);
    expect((await ask()).body.error).toBe('invalid_target');
    const types = (await eventsOf(server, { type: ['resource.created', 'resource.deleted'] }))
      .filter(({ target }) => target?.id === id)
      .map(({ type }) => type);
    expect(types).toEqual(['resource.created', 'resource.deleted']);
  });

  it('forgets who may introspect for it with that client: a later one of the same id may not', async () => {
    const clientId = `reader-${(made += 1)}`;
    const registered = { name: 'Reader', type: 'm2m', client_id: clientId };
    const first = (await admin.post('/v1/admin/clients', registered)).body;
    const { id, ask, answer } = await api({ introspection_client_id: clientId });
    const { access_token } = (await ask()).body;
    const isToldBy = async (reader: typeof first) => {
      const secret = String(reader['client_secret']);
      const form = { token: access_token, client_id: clientId, client_secret: secret };
      const { status, body } = await postForm(server, '/oauth/introspect', form);
      expect(status).toBe(200);
      return body['active'];
    };
    expect(await isToldBy(first)).toBe(true);
    expect((await admin.delete(`/v1/admin/clients/${clientId}`)).status).toBe(204);
    const second = await admin.post('/v1/admin/clients', registered);
    expect(second.status).toBe(201);
    expect(await isToldBy(second.body)).toBe(false);
    const read = await admin.get(path(id));
    expect(read.body).toEqual({ ...answer.body, introspection_client_id: null });
    expect(read.headers.get('etag')).not.toBe(answer.headers.get('etag'));
    const [event] = (await eventsOf(server, { type: ['resource.updated'] })).slice(-1);
    expect(event).toMatchObject({
      target: { type: 'resource', id },
      clientId,
      changes: [{ path: 'introspection_client_id', from: clientId, to: null }],
    });
  });

  it('never keeps a client that is deleted while it is named', async () => {
    for (let round = 0; round < 10; round++) {
      const reader = await addMachine(server);
      const { id } = await api();
      const [named] = await Promise.all([
        admin.patch(path(id), { introspection_client_id: reader.id }),
        admin.delete(`/v1/admin/clients/${reader.id}`),
      ]);
      expect([200, 400]).toContain(named.status);
      expect(await boundTo(id)).toBeNull();
    }
  });

  it('refuses what is no API, or is known', async () => {
    const { uri } = await api();
    const spa = await addClient(server, { type: 'spa' });
    for (const [change, pointer] of [
      [{ uri: 'nowhere' }, '/uri'],
      [{ uri: 'https://api.example.test/#part' }, '/uri'],
      [{ name: '' }, '/name'],
      [{ scopes: ['no:such'] }, '/scopes'],
      [{ access_token_format: 'paper' }, '/access_token_format'],
      [{ access_token_ttl: 0 }, '/access_token_ttl'],
      [{ signing_alg: 'none' }, '/signing_alg'],
      [{ introspection_client_id: 'nobody' }, '/introspection_client_id'],
      [{ introspection_client_id: spa.id }, '/introspection_client_id'],
    ] as const)
      expect(await admin.post(RESOURCES, { uri: newUri(), name: 'Invoices', ...change })).toMatchObject({
        status: 400,
        body: { errors: [{ pointer }] },
      });
    for (const taken of [uri.replace(/\/$/, ''), uri.replace('https', 'HTTPS'), server.url])
      expect((await admin.post(RESOURCES, { uri: taken, name: 'Twin' })).problem).toBe('conflict');
  });
});
