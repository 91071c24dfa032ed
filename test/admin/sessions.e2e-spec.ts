import { ADMIN_SCOPES, type ApiCaller, withMachine, withPersonalToken } from '../support/caller';
import { addClient, api, obtainTokens, type TestPerson } from '../support/oauth';
import { eventsOf } from '../support/audit';
import { browserOf, somebody } from '../support/people';
import { startServer, type TestServer } from '../support/test-server';

describe('what people have, for administrators', () => {
  let server: TestServer;
  let ada: TestPerson;
  let admin: ApiCaller;
  let machine: ApiCaller;
  let ben: TestPerson;
  let of: (what: string) => string;

  beforeAll(async () => {
    server = await startServer({ env: { API_RATE_LIMIT: '0' } });
    ada = await somebody(server, 'admin');
    admin = await withPersonalToken(server, ada, ADMIN_SCOPES);
    machine = await withMachine(server, ADMIN_SCOPES);
  });

  afterAll(() => server.close());

  beforeEach(async () => {
    ben = await somebody(server);
    of = (what) => `/v1/admin/users/${ben.user.id}/${what}`;
  });

  const idsIn = async (path: string) => (await admin.get(path)).body.data.map(({ id }) => id);
  const problemOf = ({ status, problem }: { status: number; problem: string | null }) => [status, problem];

  describe('/v1/admin/sessions and those of one person', () => {
    const SESSIONS = '/v1/admin/sessions';

    it('lists the browsers of a person and of everybody, and finds them by whom, whence and whether they live', async () => {
      const mine = `${SESSIONS}?user_id=${ben.user.id}`;
      await browserOf(server, ben);
      await browserOf(server, ben);
      const ids = await idsIn(of('sessions'));
      expect(ids).toHaveLength(2);
      expect(await idsIn(mine)).toEqual(ids);
      const [{ ip }] = (await admin.get(mine)).body.data as unknown as [{ ip: string }];
      expect(await idsIn(`${mine}&ip=${encodeURIComponent(ip)}&active=true`)).toEqual(ids);
      expect(await idsIn(`${mine}&ip=203.0.113.7`)).toEqual([]);
      expect(await idsIn(`${mine}&active=false`)).toEqual([]);
      expect((await admin.get(`${mine}&limit=1`)).headers.get('link')).toContain('rel="next"');
      expect(JSON.stringify((await admin.get(mine)).body)).not.toMatch(/secret|cookie/);
      for (const query of ['active=yes', 'userid=x', 'sort=ip'])
        expect([query, (await admin.get(`${SESSIONS}?${query}`)).status]).toEqual([query, 400]);
    });

    it('ends one, then all, and says in the audit log who did', async () => {
      const browsers = [
        await browserOf(server, ben),
        await browserOf(server, ben),
        await browserOf(server, ben),
      ];
      const signedIn = async () =>
        (await Promise.all(browsers.map((one) => one.get('/settings/profile')))).filter(
          ({ status }) => status === 200,
        ).length;
      const [first, second] = await idsIn(of('sessions'));
      expect((await machine.delete(`${SESSIONS}/${first}`)).status).toBe(204);
      expect(await signedIn()).toBe(2);
      expect((await machine.delete(of(`sessions/${second}`))).status).toBe(204);
      expect(await signedIn()).toBe(1);
      expect((await machine.delete(of(`sessions/${second}`))).status).toBe(404);
      expect((await machine.delete(of('sessions'))).status).toBe(204);
      expect(await signedIn()).toBe(0);
      expect((await machine.delete(of('sessions'))).status).toBe(204);
      const events = await eventsOf(server, { user_id: ben.user.id, type: ['session.revoked'] });
      expect(events.map(({ actor, target }) => [actor.type, target?.id])).toEqual([
        ['client', first],
        ['client', second],
        ['client', null],
      ]);
    });

    it('ends nobody else’s by the path of a person, and none of an administrator for a machine', async () => {
      const eve = await somebody(server);
      await browserOf(server, eve);
      const [theirs] = await idsIn(`/v1/admin/users/${eve.user.id}/sessions`);
      expect((await admin.delete(of(`sessions/${theirs}`))).status).toBe(404);
      const root = await somebody(server, 'admin');
      await browserOf(server, root);
      const [session] = await idsIn(`${SESSIONS}?user_id=${root.user.id}`);
      expect(problemOf(await machine.delete(`${SESSIONS}/${session}`))).toEqual([403, 'role-required']);
      expect((await admin.delete(`${SESSIONS}/${session}`)).status).toBe(204);
      expect((await admin.delete(`${SESSIONS}/${session}`)).status).toBe(404);
    });
  });

  describe('/v1/admin/authorizations and those of one person', () => {
    const AUTHORIZATIONS = '/v1/admin/authorizations';

    it('lists what somebody granted, and finds it by person, app and scope', async () => {
      const client = await addClient(server, { scopes: ['read:projects', 'write:projects'] });
      await obtainTokens(server, client, ben, { scope: 'read:projects' });
      await obtainTokens(server, client, ben, { scope: 'read:projects write:projects' });
      await withPersonalToken(server, ben, ['read:projects']);
      const ids = await idsIn(of('authorizations'));
      expect(ids).toHaveLength(2);
      expect(await idsIn(`${AUTHORIZATIONS}?user_id=${ben.user.id}`)).toEqual(ids);
      expect(await idsIn(`${AUTHORIZATIONS}?client_id=${client.id}`)).toEqual(ids);
      expect(await idsIn(`${AUTHORIZATIONS}?client_id=${client.id}&scope=write:projects`)).toEqual([ids[0]]);
      expect(await idsIn(`${AUTHORIZATIONS}?client_id=${client.id}&scope=write`)).toEqual([]);
      expect(await idsIn(`${AUTHORIZATIONS}?client_id=app_unknown`)).toEqual([]);
      const one = await admin.get(`${AUTHORIZATIONS}/${ids[0]}`);
      expect(one.body).toMatchObject({
        id: ids[0],
        user_id: ben.user.id,
        client_id: client.id,
        scopes: ['read:projects', 'write:projects'],
      });
    });

    it('ends one with its tokens and leaves the others', async () => {
      const client = await addClient(server);
      const [first, second] = [
        await obtainTokens(server, client, ben),
        await obtainTokens(server, client, ben),
      ];
      const alive = async ({ body }: typeof first) =>
        (await api(server, '/v1/projects', body.access_token)).status;
      const [newer, older] = await idsIn(of('authorizations'));
      expect((await machine.delete(`${AUTHORIZATIONS}/${older}`)).status).toBe(204);
      expect([await alive(first), await alive(second)]).toEqual([401, 200]);
      for (const path of [`${AUTHORIZATIONS}/${older}`, of(`authorizations/${older}`)])
        expect((await machine.delete(path)).status).toBe(404);
      expect((await admin.get(`${AUTHORIZATIONS}/${older}`)).status).toBe(404);
      expect((await machine.delete(of(`authorizations/${newer}`))).status).toBe(204);
      expect(await alive(second)).toBe(401);
      const events = await eventsOf(server, { client_id: client.id, type: ['token.revoked'] });
      expect(events.map(({ target }) => target)).toEqual([
        { type: 'authorization', id: older },
        { type: 'authorization', id: newer },
      ]);
    });

    it('knows none of machines and of personal tokens, and ends none of an administrator for a machine', async () => {
      const made = await withPersonalToken(server, ben, ['read:projects']);
      expect((await made.get('/v1/tokens/current')).status).toBe(200);
      expect(await idsIn(of('authorizations'))).toEqual([]);
      for (const id of ['auth_0123456789abcdef', 'x', '%27'])
        expect((await admin.get(`${AUTHORIZATIONS}/${id}`)).status).toBe(404);
      const root = await somebody(server, 'admin');
      await obtainTokens(server, await addClient(server), root);
      const [id] = await idsIn(`${AUTHORIZATIONS}?user_id=${root.user.id}`);
      const refused = await machine.delete(`${AUTHORIZATIONS}/${id}`);
      expect(problemOf(refused)).toEqual([403, 'role-required']);
      expect((await admin.delete(`${AUTHORIZATIONS}/${id}`)).status).toBe(204);
    });
  });

  it('lists the personal tokens of somebody, ends one, and makes none', async () => {
    const own = await withPersonalToken(server, ben, ['read:projects']);
    const path = of('personal-access-tokens');
    const { body } = await admin.get(path);
    expect(body.data).toMatchObject([{ id: own.tokenId, status: 'active', scopes: ['read:projects'] }]);
    expect(JSON.stringify(body)).not.toContain(own.bearer);
    const wish = { name: 'x', scopes: ['read:projects'], expires_in: 86_400 };
    expect(problemOf(await admin.post(path, wish))).toEqual([405, 'method-not-allowed']);
    const eve = await somebody(server);
    const foreign = `/v1/admin/users/${eve.user.id}/personal-access-tokens/${own.tokenId}`;
    expect((await admin.delete(foreign)).status).toBe(404);
    expect((await own.get('/v1/projects')).status).toBe(200);
    expect((await machine.delete(`${path}/${own.tokenId}`)).status).toBe(204);
    expect((await own.get('/v1/projects')).status).toBe(401);
    expect(await idsIn(`${path}?state=active`)).toEqual([]);
    expect(await idsIn(`${path}?state=revoked`)).toEqual([own.tokenId]);
    const events = await eventsOf(server, { user_id: ben.user.id, type: ['pat.revoked'] });
    expect(events).toMatchObject([{ actor: { type: 'client' }, target: { id: own.tokenId } }]);
  });
});
