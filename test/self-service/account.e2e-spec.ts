import { type ApiCaller, withMachine, withPersonalToken } from '../support/caller';
import { addClient, api, obtainTokens, type TestPerson } from '../support/oauth';
import { browserOf, somebody } from '../support/people';
import { atOnce } from '../support/race';
import { startServer, type TestServer } from '../support/test-server';

const AUTHORIZATIONS = '/v1/me/authorizations';
const SESSIONS = '/v1/me/sessions';

describe('what a person manages of the own account by REST', () => {
  let server: TestServer;
  let ada: TestPerson;
  let caller: ApiCaller;

  beforeAll(async () => {
    server = await startServer();
  });

  afterAll(() => server.close());

  beforeEach(async () => {
    ada = await somebody(server);
    caller = await withPersonalToken(server, ada, ['manage:account']);
  });

  const idsOf = async (path: string, by = caller) => (await by.get(path)).body.data.map(({ id }) => id);

  describe(AUTHORIZATIONS, () => {
    it('shows what apps were granted, and no personal token', async () => {
      const client = await addClient(server);
      await obtainTokens(server, client, ada, { scope: 'read:projects' });
      const { body } = await caller.get(AUTHORIZATIONS);
      expect(body.data).toEqual([
        {
          id: expect.stringMatching(/^auth_\w{16}$/),
          user_id: ada.user.id,
          client_id: client.id,
          client_name: 'Project Board',
          grant_type: 'authorization_code',
          scopes: ['read:projects'],
          resource: expect.any(String),
          created_at: expect.stringMatching(/Z$/),
          last_used_at: expect.stringMatching(/Z$/),
        },
      ]);
    });

    it('ends one with its tokens, and leaves the others', async () => {
      const client = await addClient(server);
      const [first, second] = [
        await obtainTokens(server, client, ada),
        await obtainTokens(server, client, ada),
      ];
      const ids = await idsOf(`${AUTHORIZATIONS}?sort=created_at`);
      expect((await caller.delete(`${AUTHORIZATIONS}/${ids[0]}`)).status).toBe(204);
      const works = async (token: string) => (await api(server, '/v1/projects', token)).status;
      expect(await works(first.body.access_token)).toBe(401);
      expect(await works(second.body.access_token)).toBe(200);
      expect(await idsOf(AUTHORIZATIONS)).toEqual([ids[1]]);
      expect((await caller.delete(`${AUTHORIZATIONS}/${ids[0]}`)).status).toBe(404);
    });

    it('goes from page to page', async () => {
      const client = await addClient(server);
      for (let n = 0; n < 3; n++) await obtainTokens(server, client, ada);
      const first = await caller.get(`${AUTHORIZATIONS}?limit=2`);
      const rest = await idsOf(`${AUTHORIZATIONS}?limit=2&cursor=${first.body.page.next_cursor}`);
      expect(new Set([...first.body.data.map(({ id }) => id), ...rest]).size).toBe(3);
    });
  });

  describe(SESSIONS, () => {
    it('shows where the person is signed in, and signs out there, once', async () => {
      const [one, two] = [await browserOf(server, ada), await browserOf(server, ada)];
      const { data } = (await caller.get(`${SESSIONS}?sort=created_at`)).body;
      expect(data).toHaveLength(2);
      expect(data[0]).toMatchObject({ id: expect.stringMatching(/^sess_/), user_id: ada.user.id });
      expect(JSON.stringify(data)).not.toMatch(/hash|secret/i);
      const ended = await atOnce(5, () => caller.delete(`${SESSIONS}/${data[0]!.id}`));
      expect(ended.map(({ status }) => status)).toContain(204);
      expect(ended.filter(({ status }) => status !== 204 && status !== 404)).toEqual([]);
      expect((await one.get('/settings/profile')).status).not.toBe(200);
      expect((await two.get('/settings/profile')).status).toBe(200);
      expect((await caller.delete(`${SESSIONS}/${data[0]!.id}`)).status).toBe(404);
    });
  });

  it('nobody sees or ends what belongs to somebody else', async () => {
    const bob = await somebody(server);
    const tokens = await obtainTokens(server, await addClient(server), bob);
    const his = await withPersonalToken(server, bob, ['manage:account']);
    for (const list of [AUTHORIZATIONS, SESSIONS]) {
      expect(await idsOf(list)).toEqual([]);
      const [id] = await idsOf(list, his);
      for (const other of [id, 'auth_x', 'sess_0123456789abcdef', '%00', 'x'.repeat(200)])
        expect([other, (await caller.delete(`${list}/${other}`)).status]).toEqual([other, 404]);
      expect(await idsOf(list, his)).toContain(id);
    }
    expect((await api(server, '/v1/projects', tokens.body.access_token)).status).toBe(200);
  });

  it('takes the scope, a person, and parameters that are known', async () => {
    const machine = await withMachine(server);
    const other = await withPersonalToken(server, ada, ['manage:apps', 'manage:tokens', 'read:profile']);
    for (const list of [AUTHORIZATIONS, SESSIONS]) {
      for (const by of [machine, other]) {
        expect((await by.get(list)).problem).toBe('insufficient-scope');
        expect((await by.delete(`${list}/x`)).problem).toBe('insufficient-scope');
      }
      expect((await caller.get(`${list}?user_id=x`)).problem).toBe('unknown-parameter');
      expect((await caller.get(`${list}?limit=0`)).status).toBe(400);
    }
  });

  it('apps of others never get the scope, whatever was registered', async () => {
    const scopes = ['read:projects', 'manage:account', 'manage:apps', 'manage:tokens'];
    const theirs = await obtainTokens(server, await addClient(server, { scopes }), ada, {
      scope: scopes.join(' '),
    });
    expect(theirs.body.scope).toBe('read:projects');
    expect((await api(server, SESSIONS, theirs.body.access_token)).status).toBe(403);
    const house = await addClient(server, { scopes, firstParty: true });
    const ours = await obtainTokens(server, house, ada, { scope: scopes.join(' ') });
    expect((await api(server, SESSIONS, ours.body.access_token)).status).toBe(200);
  });
});
