import { randomUUID } from 'node:crypto';
import { eventsOf } from '../support/audit';
import { Browser } from '../support/browser';
import { type ApiCaller, withMachine, withPersonalToken } from '../support/caller';
import { addClient, authorizePath, obtainTokens, PASSWORD, token } from '../support/oauth';
import { somebody } from '../support/people';
import { rounds, startNode } from '../support/race';
import { startServer, type TestServer } from '../support/test-server';

const SCOPES = '/v1/admin/scopes';

describe('/v1/admin/scopes', () => {
  let server: TestServer;
  let node: TestServer;
  let admin: ApiCaller;

  beforeAll(async () => {
    server = await startServer();
    node = await startNode(server);
    admin = await withPersonalToken(server, await somebody(server, 'admin'), ['admin:read', 'admin:write']);
  });

  afterAll(async () => {
    await node.close();
    await server.close();
  });

  const newName = () => `read:${randomUUID()}`;
  const create = async (values: object = {}) => {
    const answer = await admin.post(SCOPES, { name: newName(), description: 'List invoices', ...values });
    expect(answer.status).toBe(201);
    return answer.body.name;
  };
  const path = (name: string) => `${SCOPES}/${encodeURIComponent(name)}`;
  const metadata = async (at: TestServer) =>
    (
      (await (await fetch(`${at.url}/.well-known/oauth-authorization-server`)).json()) as {
        scopes_supported: string[];
      }
    ).scopes_supported;

  it('makes a scope that works at once: on every node, in the metadata, on the consent page, in tokens', async () => {
    const name = newName();
    const made = await admin.post(SCOPES, {
      name,
      description: 'List invoices',
      consent_text: 'See your invoices',
      locales: { de: 'Ihre Rechnungen sehen' },
      risk: 'danger',
    });
    expect(made).toMatchObject({
      status: 201,
      body: { name, risk: 'danger', built_in: false, default: false },
    });
    expect(made.headers.get('location')).toBe(path(name));
    for (const at of [server, node]) expect(await metadata(at)).toContain(name);
    const client = await addClient(server, { scopes: [name] });
    const person = await somebody(server);
    const browser = new Browser(node.url);
    const signIn = await browser.open(authorizePath(client, { scope: name, ui_locales: 'de' }));
    const consent = await browser.follow(await browser.signIn(person.email, PASSWORD, signIn));
    expect(consent.body).toContain('Ihre Rechnungen sehen');
    const { body } = await obtainTokens(server, client, person, { scope: name });
    expect(body.scope ?? name).toBe(name);
    const found = await admin.post('/v1/admin/tokens/lookup', { token: body.access_token });
    expect(found.body['scopes']).toEqual([name]);
    expect((await eventsOf(server, { type: ['scope.created'] })).at(-1)).toMatchObject({
      actor: { type: 'user' },
      target: { type: 'scope', id: name },
    });
  });

  it('changes words and risk, also of what comes with the server, and says what was different', async () => {
    const change = { consent_text: 'Look at your projects', risk: 'write' };
    const { status, body, headers } = await admin.patch(path('read:projects'), change);
    expect({ status, body }).toMatchObject({
      status: 200,
      body: { ...change, built_in: true, grantable_to: 'both' },
    });
    expect((await admin.get(path('read:projects'))).headers.get('etag')).toBe(headers.get('etag'));
    const listed = (await admin.get(SCOPES)).body.data.find(({ name }) => name === 'read:projects');
    expect(listed).toMatchObject(change);
    const [event] = (await eventsOf(server, { type: ['scope.updated'] })).slice(-1);
    expect(event!.changes).toEqual([
      { path: 'consent_text', from: 'List and view your projects', to: 'Look at your projects' },
      { path: 'risk', from: 'read', to: 'write' },
    ]);
    for (const refused of [{ grantable_to: 'users' }, { audience: 'https://api.example.test' }])
      expect((await admin.patch(path('read:projects'), refused)).problem).toBe('validation-failed');
    expect((await admin.delete(path('read:projects'))).problem).toBe('conflict');
  });

  it('gives default scopes to requests that name none, and keeps a scope to its API', async () => {
    const usual = await create({ default: true });
    const elsewhere = await create({ audience: 'https://elsewhere.example.test' });
    const machine = await withMachine(server, [usual, elsewhere]);
    const form = { grant_type: 'client_credentials' };
    expect((await token(server, machine.client, form)).body.scope).toBe(usual);
    const asked = await token(server, machine.client, { ...form, scope: `${usual} ${elsewhere}` });
    expect(asked.body.scope).toBe(usual);
    await admin.patch(path(usual), { default: false });
    expect((await token(node, machine.client, { ...form, scope: usual })).status).toBe(200);
  });

  it('deletes what nobody uses, and says where it is used', async () => {
    const name = await create();
    const machine = await withMachine(server, [name]);
    const refused = await admin.delete(path(name));
    expect(refused).toMatchObject({ status: 409, problem: 'scope-in-use' });
    expect(refused.body['uses']).toEqual({ clients: 1, authorizations: 0, tokens: 0 });
    await admin.patch(`/v1/admin/clients/${machine.client.id}`, { scopes: [] });
    expect((await admin.delete(path(name))).status).toBe(204);
    expect((await admin.get(path(name))).status).toBe(404);
    expect(await metadata(node)).not.toContain(name);
    const form = { grant_type: 'client_credentials', scope: name };
    expect((await token(node, machine.client, form)).body.error).toBe('invalid_scope');
    const person = await somebody(server);
    const given = await create();
    const client = await addClient(server, { scopes: [given] });
    await obtainTokens(server, client, person, { scope: given });
    await admin.patch(`/v1/admin/clients/${client.id}`, { scopes: [] });
    expect((await admin.delete(path(given))).body['uses']).toEqual({
      clients: 0,
      authorizations: 1,
      tokens: 0,
    });
  });

  it('never deletes a scope under a client that is being registered with it', async () => {
    await rounds(6, async (round) => {
      const name = await create();
      const body = { name: 'Racer', type: 'm2m', scopes: [name], grant_types: ['client_credentials'] };
      const acts = [() => admin.delete(path(name)), () => admin.post('/v1/admin/clients', body)];
      if (round % 2) acts.reverse();
      const answers = await Promise.all(acts.map((act) => act()));
      const [gone, registered] = round % 2 ? answers.reverse() : answers;
      expect([gone!.status, registered!.status]).toEqual(gone!.status === 204 ? [204, 400] : [409, 201]);
    });
  });

  it('lets one of two administrators win, who want the same name or the same change', async () => {
    const body = { name: newName(), description: 'List invoices' };
    const made = await Promise.all([admin.post(SCOPES, body), admin.post(SCOPES, body)]);
    expect(made.map(({ status }) => status).sort()).toEqual([201, 409]);
    const changes = ['One', 'Two'].map((description) =>
      admin.patch(path(body.name), { description }, { 'If-Match': '"1"' }),
    );
    expect((await Promise.all(changes)).map(({ status }) => status).sort()).toEqual([200, 412]);
    expect((await admin.delete(path(body.name), { 'If-Match': '"1"' })).status).toBe(412);
  });

  it('refuses what is no scope', async () => {
    const good = { name: newName(), description: 'List invoices' };
    for (const [change, pointer] of [
      [{ name: 'two words' }, '/name'],
      [{ name: 'admin:everything' }, '/name'],
      [{ name: 'manage:all' }, '/name'],
      [{ name: '"' }, '/name'],
      [{ description: '' }, '/description'],
      [{ description: 'two\nlines' }, '/description'],
      [{ risk: 'huge' }, '/risk'],
      [{ locales: { xx: 'words' } }, '/locales'],
      [{ locales: { de: 7 } }, '/locales'],
      [{ locales: [] }, '/locales'],
      [{ grantable_to: 'all' }, '/grantable_to'],
      [{ audience: 'nowhere' }, '/audience'],
      [{ default: 'yes' }, '/default'],
    ] as const)
      expect(await admin.post(SCOPES, { ...good, ...change })).toMatchObject({
        status: 400,
        body: { errors: [{ pointer }] },
      });
    expect((await admin.post(SCOPES, { ...good, name: 'read:email' })).problem).toBe('conflict');
    expect((await admin.patch(path(newName()), { risk: 'read' })).status).toBe(404);
    expect((await admin.get(path(good.name))).status).toBe(404);
  });
});
