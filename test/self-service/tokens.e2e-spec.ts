import { PersonalAccessTokens } from '../../src/personal-access-tokens/application/personal-access-tokens';
import { Purge } from '../../src/purge/purge';
import { SYSTEM } from '../../src/shared/domain/security-events';
import { UserAdministration } from '../../src/users/application/user-administration';
import { ACCOUNT_SCOPES, type ApiAnswer, ApiCaller, withMachine, withPersonalToken } from '../support/caller';
import { mailsTo } from '../support/mailbox';
import { addClient, api, obtainTokens, PASSWORD, type TestClient, type TestPerson } from '../support/oauth';
import { browserOf, somebody } from '../support/people';
import { atOnce } from '../support/race';
import { startServer, type TestServer } from '../support/test-server';

const PATH = '/v1/me/personal-access-tokens';
const CURRENT = '/v1/tokens/current';
const DAY = 86_400;
const SCOPES = ['manage:tokens', 'manage:account', 'read:projects', 'write:projects'];

describe('personal access tokens by REST', () => {
  let server: TestServer;
  let house: TestClient;
  let ada: TestPerson;
  let caller: ApiCaller;

  beforeAll(async () => {
    server = await startServer({ env: { PAT_MAX_PER_USER: '8' } });
    house = await addClient(server, {
      name: 'House app',
      firstParty: true,
      scopes: [...SCOPES, 'admin:read'],
    });
  });

  afterAll(() => server.close());

  beforeEach(async () => {
    ada = await somebody(server);
    caller = await throughHouse(ada);
  });

  async function throughHouse(person: TestPerson, scopes = SCOPES): Promise<ApiCaller> {
    const { body } = await obtainTokens(server, house, person, { scope: scopes.join(' ') });
    return new ApiCaller(server, body.access_token);
  }

  let names = 0;
  const create = (body: object = {}, by = caller) =>
    by.post(PATH, { name: `ci ${names++}`, scopes: ['read:projects'], expires_in: 30 * DAY, ...body });
  const valueOf = ({ body }: ApiAnswer) => String(body['token']);
  const works = async (value: string) => (await api(server, '/v1/projects', value)).status;
  const pointers = ({ body }: ApiAnswer) => body.errors.map(({ pointer, code }) => `${pointer} ${code}`);
  const holder = (made: ApiAnswer) => new ApiCaller(server, valueOf(made));

  it('are made, and shown once', async () => {
    const made = await create({ name: 'ci', description: 'Nightly' });
    expect(made).toMatchObject({
      status: 201,
      body: {
        id: expect.stringMatching(/^tok_/),
        name: 'ci',
        description: 'Nightly',
        prefix: 'apat_',
        scopes: ['read:projects'],
        rotatable: false,
        last_used_at: null,
        status: 'active',
        token: expect.stringMatching(/^apat_\w{42}$/),
        secret_shown_once: true,
      },
    });
    expect(made.headers.get('cache-control')).toBe('no-store');
    expect(made.body['expires_at']).toMatch(/T00:00:00\.000Z$/);
    expect(await works(valueOf(made))).toBe(200);
    const list = await caller.get(PATH);
    expect(list.body.data).toMatchObject([{ id: made.body.id, last_used_ip: expect.any(String) }]);
    expect(JSON.stringify(list.body)).not.toContain(valueOf(made));
  });

  it('say when they were used last, to the minute', async () => {
    const made = await create();
    const lastUse = async () => {
      const { data } = (await caller.get(PATH)).body as unknown as {
        data: { id: string; last_used_at: string }[];
      };
      return Date.parse(data.find(({ id }) => id === made.body['id'])!.last_used_at);
    };
    await works(valueOf(made));
    const first = await lastUse();
    server.advance(50);
    await works(valueOf(made));
    expect(await lastUse()).toBe(first);
    server.advance(11);
    await works(valueOf(made));
    expect(await lastUse()).toBeGreaterThanOrEqual(first + 61_000);
  });

  it('end when it is said, which has to be said', async () => {
    const at = new Date(server.now() + 10 * DAY * 1000).toISOString();
    expect((await create({ expires_in: undefined, expires_at: at })).body['expires_at']).toBe(
      `${at.slice(0, 10)}T00:00:00.000Z`,
    );
    for (const [body, fault] of [
      [{ expires_in: undefined }, '/expires_in required'],
      [{ expires_at: at }, '/expires_in required'],
      [{ expires_in: 367 * DAY }, '/expires_in out_of_range'],
      [{ expires_in: null }, '/expires_in out_of_range'],
      [{ expires_in: 0 }, '/expires_in whole_number'],
      [{ expires_in: 1.5 }, '/expires_in whole_number'],
      [{ expires_in: undefined, expires_at: '2020-01-01T00:00:00Z' }, '/expires_in out_of_range'],
      [{ expires_in: undefined, expires_at: 'soon' }, '/expires_at moment'],
      [{ expires_in: undefined, expires_at: null }, '/expires_in out_of_range'],
    ] as const) {
      const refused = await create(body);
      expect([body, refused.status, ...pointers(refused)]).toEqual([body, 400, fault]);
    }
  });

  it('are refused with the place of the fault', async () => {
    await create({ name: 'taken' });
    for (const [body, fault] of [
      [{ name: '' }, '/name line'],
      [{ name: 'taken' }, '/name duplicate'],
      [{ scopes: ['no:such'] }, '/scopes unknown'],
      [{ scopes: 'read:projects' }, '/scopes list'],
      [{ description: 'a\nb' }, '/description length'],
      [{ description: 'x'.repeat(501) }, '/description text'],
      [{ rotatable: 'yes' }, '/rotatable boolean'],
    ] as const)
      expect([body, ...pointers(await create(body))]).toEqual([body, fault]);
  });

  it('are bounded, also for many at once', async () => {
    const made = await atOnce(12, () => create());
    expect(made.filter(({ status }) => status === 201)).toHaveLength(8);
    expect(made.filter(({ problem }) => problem === 'limit-reached')).toHaveLength(4);
  });

  it('are found by their state, end and use', async () => {
    const [old, used, ended] = [await create(), await create({ expires_in: 60 * DAY }), await create()];
    await caller.delete(`${PATH}/${ended.body.id}`);
    await works(valueOf(used));
    const ids = async (query: string) => (await caller.get(`${PATH}?${query}`)).body.data.map(({ id }) => id);
    expect(await ids('state=revoked')).toEqual([ended.body.id]);
    expect((await ids('state=active')).sort()).toEqual([old.body.id, used.body.id].sort());
    expect(await ids('state=expired')).toEqual([]);
    const moment = (days: number) =>
      encodeURIComponent(new Date(server.now() + days * DAY * 1000).toISOString());
    expect(await ids(`state=active&expires_before=${moment(40)}`)).toEqual([old.body.id]);
    expect(await ids(`last_used_before=${moment(-1)}`)).toEqual([]);
    expect(await ids('limit=1&sort=created_at')).toHaveLength(1);
    for (const query of ['state=live', 'expires_before=soon', 'status=active'])
      expect((await caller.get(`${PATH}?${query}`)).status).toBe(400);
  });

  it('get other words, and only fewer scopes', async () => {
    const made = await create({ scopes: ['read:projects', 'write:projects'] });
    await create({ name: 'other' });
    const path = `${PATH}/${made.body.id}`;
    const changed = await caller.patch(path, { name: 'renamed', description: '', scopes: ['read:projects'] });
    expect(changed.body).toMatchObject({ name: 'renamed', scopes: ['read:projects'] });
    expect((await holder(made).post('/v1/projects', { name: 'x' })).problem).toBe('insufficient-scope');
    expect(await works(valueOf(made))).toBe(200);
    expect(pointers(await caller.patch(path, { scopes: ['read:projects', 'write:projects'] }))).toEqual([
      '/scopes wider',
    ]);
    expect(pointers(await caller.patch(path, { name: 'other' }))).toEqual(['/name duplicate']);
    expect((await caller.patch(path, { expires_in: 1 })).status).toBe(400);
    expect((await caller.patch(path, { name: 'renamed' })).status).toBe(200);
    await caller.delete(path);
    expect((await caller.patch(path, { name: 'late' })).status).toBe(404);
  });

  it('belong to one person', async () => {
    const { id } = (await create()).body;
    const bob = await throughHouse(await somebody(server));
    for (const which of [id, 'tok_0123456789abcdef', 'x', '%00']) {
      const path = `${PATH}/${which}`;
      const answers = [
        await bob.patch(path, { name: 'x' }),
        await bob.post(`${path}/rotate`, {}),
        await bob.delete(path),
      ];
      expect([which, ...answers.map(({ status }) => status)]).toEqual([which, 404, 404, 404]);
    }
    expect((await bob.get(PATH)).body.data).toEqual([]);
    expect((await caller.get(PATH)).body.data).toMatchObject([{ status: 'active' }]);
  });

  describe('no token makes a stronger one', () => {
    it('by another personal token', async () => {
      const personal = await withPersonalToken(server, ada, ['manage:tokens', 'read:projects']);
      expect((await create({}, personal)).problem).toBe('role-required');
      expect((await personal.get(PATH)).status).toBe(200);
    });

    it('with scopes that it lacks itself', async () => {
      const weak = await throughHouse(ada, ['manage:tokens', 'read:projects']);
      const refused = await create({ scopes: ['read:projects', 'write:projects'] }, weak);
      expect([refused.problem, refused.challenge]).toEqual([
        'insufficient-scope',
        expect.stringContaining('scope="write:projects"'),
      ]);
      expect((await create({ scopes: ['admin:read'] })).problem).toBe('insufficient-scope');
    });

    it('that manages the account', async () => {
      for (const scope of ACCOUNT_SCOPES)
        expect(pointers(await create({ scopes: [scope] }))).toEqual(['/scopes not_allowed']);
    });

    it('by rotating one that can do more, or that manages the account', async () => {
      const weak = await throughHouse(ada, ['manage:tokens', 'read:projects']);
      const strong = await create({ scopes: ['read:projects', 'write:projects'] });
      expect((await weak.post(`${PATH}/${strong.body.id}/rotate`, {})).problem).toBe('insufficient-scope');
      const manager = await withPersonalToken(server, ada, ['manage:tokens']);
      for (const by of [manager, caller])
        expect((await by.post(`${PATH}/${manager.tokenId}/rotate`, {})).problem).toBe('role-required');
      expect(await works(valueOf(strong))).toBe(200);
    });

    it('of a machine, or without the scope', async () => {
      const machine = await withMachine(server);
      const other = await withPersonalToken(server, ada, ['manage:apps', 'manage:account']);
      for (const by of [machine, other]) {
        expect((await by.get(PATH)).problem).toBe('insufficient-scope');
        expect((await create({}, by)).problem).toBe('insufficient-scope');
      }
    });
  });

  describe('are rotated', () => {
    const rotate = (id: string, body: object = {}, headers = {}) =>
      caller.post(`${PATH}/${id}/rotate`, body, headers);

    it('with an overlap', async () => {
      const first = await create({ description: 'kept' });
      const second = await rotate(first.body.id, { overlap: 60, expires_in: 7 * DAY });
      expect(second).toMatchObject({ status: 201, body: { name: first.body.name, description: 'kept' } });
      expect([await works(valueOf(first)), await works(valueOf(second))]).toEqual([200, 200]);
      server.advance(61);
      expect([await works(valueOf(first)), await works(valueOf(second))]).toEqual([401, 200]);
      for (const body of [
        { overlap: 86_401 },
        { overlap: -1 },
        { expires_in: 400 * DAY },
        { expires_in: null },
      ])
        expect([body, (await rotate(second.body.id, body)).status]).toEqual([body, 400]);
    });

    it('twice only by somebody with an old value: then everything that followed ends, and the owner is told', async () => {
      for (const headers of [{}, { 'Idempotency-Key': `twice-${names++}` }]) {
        const first = await create();
        const second = await rotate(first.body.id);
        const third = await rotate(second.body.id, { overlap: 3600 });
        expect([await works(valueOf(second)), await works(valueOf(third))]).toEqual([200, 200]);
        expect((await rotate(first.body.id, {}, headers)).problem).toBe('already-rotated');
        expect([await works(valueOf(second)), await works(valueOf(third))]).toEqual([401, 401]);
        const told = `Access token "${first.body.name}" was rotated twice`;
        const tellings = async () =>
          (await mailsTo(server, ada.email)).filter(({ subject }) => subject === told);
        expect(await tellings()).toHaveLength(1);
        expect((await rotate(first.body.id, {}, headers)).problem).toBe('already-rotated');
        expect(await tellings()).toHaveLength(1);
      }
    });

    it('one that was revoked is no alarm', async () => {
      const made = await create();
      await caller.delete(`${PATH}/${made.body.id}`);
      expect((await rotate(made.body.id)).problem).toBe('already-rotated');
      const subjects = (await mailsTo(server, ada.email)).map(({ subject }) => subject);
      expect(subjects.filter((subject) => subject.includes('twice'))).toEqual([]);
    });

    it('by many at once: one gets it, and then all of them have lost it, once', async () => {
      for (const overlap of [0, 3600]) {
        const first = await create();
        const answers = await atOnce(12, () => rotate(first.body.id, { overlap }));
        const won = answers.filter(({ status }) => status === 201);
        expect(won).toHaveLength(1);
        expect(answers.filter(({ problem }) => problem === 'already-rotated')).toHaveLength(11);
        expect([await works(valueOf(first)), await works(valueOf(won[0]!))]).toEqual([401, 401]);
        const told = `Access token "${first.body.name}" was rotated twice`;
        expect((await mailsTo(server, ada.email)).filter(({ subject }) => subject === told)).toHaveLength(1);
      }
    });
  });

  describe(CURRENT, () => {
    it('tells every kind of token what it is', async () => {
      const personal = holder(await create({ name: 'mine', rotatable: true }));
      expect((await personal.get(CURRENT)).body).toEqual({
        id: expect.stringMatching(/^tok_/),
        kind: 'personal',
        name: 'mine',
        scopes: ['read:projects'],
        client_id: null,
        user_id: ada.user.id,
        rotatable: true,
        expires_at: expect.stringMatching(/Z$/),
      });
      const machine = await withMachine(server, ['admin:read']);
      expect((await machine.get(CURRENT)).body).toMatchObject({
        kind: 'access',
        name: null,
        scopes: ['admin:read'],
        client_id: machine.client.id,
        user_id: null,
      });
      expect((await caller.get(CURRENT)).body).toMatchObject({ client_id: house.id, user_id: ada.user.id });
      expect((await new ApiCaller(server, null).get(CURRENT)).status).toBe(401);
    });

    it('ends itself, whatever its kind', async () => {
      const opaque = await addClient(server, { accessTokenFormat: 'opaque' });
      const { body } = await obtainTokens(server, opaque, ada);
      for (const one of [
        holder(await create()),
        caller,
        new ApiCaller(server, body.access_token),
        await withMachine(server, ['admin:read']),
      ]) {
        expect((await one.delete(CURRENT)).status).toBe(204);
        expect((await one.get(CURRENT)).status).toBe(401);
        expect((await one.delete(CURRENT)).status).toBe(401);
      }
      const again = await obtainTokens(server, opaque, ada);
      expect(await works(again.body.access_token)).toBe(200);
    });

    it('renews itself where it may', async () => {
      const made = await create({ rotatable: true });
      const renewed = await holder(made).post(`${CURRENT}/rotate`, { expires_in: 7 * DAY });
      expect(renewed).toMatchObject({ status: 201, body: { rotatable: true, name: made.body.name } });
      expect([await works(valueOf(made)), await works(valueOf(renewed))]).toEqual([401, 200]);
      expect((await holder(made).post(`${CURRENT}/rotate`, {})).status).toBe(401);
      const fixed = holder(await create());
      for (const one of [fixed, caller, await withMachine(server, ['admin:read'])])
        expect(await one.post(`${CURRENT}/rotate`, {})).toMatchObject({
          status: 403,
          problem: 'role-required',
        });
    });

    it('renews itself once, of many who try', async () => {
      const made = await create({ rotatable: true });
      const answers = await atOnce(10, () => holder(made).post(`${CURRENT}/rotate`, {}));
      expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
      expect(answers.filter(({ status }) => ![201, 401, 409].includes(status))).toEqual([]);
      expect(await works(valueOf(made))).toBe(401);
    });
  });

  it('end when nobody has used them for a year', async () => {
    const user = ada.user;
    const make = (name: string) =>
      server.get(PersonalAccessTokens).create(user, { name, scopes: ['read:projects'], expiresInDays: 366 });
    const [idle, busy] = [await make('idle'), await make('busy')];
    server.advance(180 * DAY);
    expect(await works(busy.value)).toBe(200);
    server.advance(185 * DAY + 3600);
    await server.get(Purge).run();
    expect(await works(idle.value)).toBe(401);
    const tokens = server.get(PersonalAccessTokens);
    expect((await tokens.find(user.id, busy.token.id)).revokedAt).toBeNull();
    expect((await tokens.find(user.id, idle.token.id)).revokedAt).not.toBeNull();
  });

  describe('take a confirmed email address', () => {
    it('on the page and by REST, but not by command', async () => {
      const email = 'unconfirmed@example.com';
      const user = await server
        .get(UserAdministration)
        .create({ email, name: 'New', password: PASSWORD }, SYSTEM);
      const person = { user, email };
      const theirs = await throughHouse(person);
      expect(await create({}, theirs)).toMatchObject({ status: 403, problem: 'role-required' });
      const browser = await browserOf(server, person);
      const page = await browser.get('/settings/tokens/new');
      expect(page.status).toBe(403);
      expect(page.body).toContain('href="/settings/profile/email"');
      const { token } = await server
        .get(PersonalAccessTokens)
        .create(user, { name: 'by command', scopes: [] });
      expect(token.id).toMatch(/^tok_/);
      const { pathname, search } = new URL(
        /https?:\/\/\S+\?token=\w+/.exec(await confirmation(browser, email))![0],
      );
      await browser.submit(await browser.get(pathname + search), 'verify', { password: PASSWORD });
      expect((await browser.get('/settings/tokens/new')).status).toBe(200);
      expect((await create({}, theirs)).status).toBe(201);
    });

    const confirmation = async (browser: Awaited<ReturnType<typeof browserOf>>, email: string) => {
      const form = await browser.get('/settings/profile/email');
      expect((await browser.submit(form, 'confirm', { email })).status).toBe(303);
      const [mail, ...more] = await mailsTo(server, email);
      expect(more.map(({ subject }) => subject)).not.toContain('Another email address for your account');
      return mail!.text;
    };
  });
});
